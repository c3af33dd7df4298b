using SvcLint.Core.Tests.Model;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;

namespace SvcLint.Core.Tests.Kubernetes.Annotations;

public class AnnotationQueriesTests
{
    private const string Ali = "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-";
    private const string Aws = "service.beta.kubernetes.io/aws-load-balancer-";
    private const string Az = "service.beta.kubernetes.io/azure-";
    private const string Os = "loadbalancer.openstack.org/";

    [Theory]
    [InlineData(Ali + "address-type: intranet", true)]
    [InlineData(Ali + "address-type: internet", false)]
    [InlineData("service.beta.kubernetes.io/alicloud-loadbalancer-address-type: intranet", true)]
    [InlineData(Aws + "scheme: internal", true)]
    [InlineData(Aws + "internal: 0.0.0.0/0", true)]
    [InlineData(Aws + "internal: \"false\"", false)]
    [InlineData(Aws + "type: nlb", false)]
    [InlineData(Aws + "type: external", true)]
    [InlineData("networking.gke.io/load-balancer-type: Internal", true)]
    [InlineData("networking.gke.io/load-balancer-type: External", false)]
    [InlineData("cloud.google.com/load-balancer-type: Internal", true)]
    [InlineData(Az + "load-balancer-internal: \"true\"", true)]
    [InlineData(Az + "load-balancer-internal: \"True\"", false)]
    [InlineData("service.beta.kubernetes.io/do-loadbalancer-network: INTERNAL", true)]
    [InlineData("example.com/internal: \"true\"", false)]
    public void Internal_load_balancers(string annotation, bool expected) =>
        Assert.Equal(expected, AnnotationQueries.IsInternal(Service(annotation).Service));

    [Fact]
    public void A_class_decides_who_reads_a_marker()
    {
        Assert.Null(AnnotationQueries.MarksInternal(Service(Az + "load-balancer-internal: \"true\"", "loadBalancerClass: service.k8s.aws/nlb").Service));
        Assert.NotNull(AnnotationQueries.MarksInternal(Service(Aws + "scheme: internal", "loadBalancerClass: service.k8s.aws/nlb").Service));
        Assert.NotNull(AnnotationQueries.MarksInternal(Service(Aws + "scheme: internal", "loadBalancerClass: example.com/own-flag").Service));
        Assert.True(AnnotationQueries.IsInternal(Service("example.com/a: b", "loadBalancerClass: networking.gke.io/l4-regional-internal").Service));
    }

    [Theory]
    [InlineData(Ali + "address-type: internal", "internal")]
    [InlineData(Ali + "address-type: Intranet", "Intranet")]
    [InlineData(Ali + "protocol-port: https-443", "https-443")]
    [InlineData(Ali + "protocol-port: \"https:443,ftp:21\"", "ftp")]
    [InlineData(Ali + "protocol-port: \"HTTPS:443\"", "HTTPS")]
    [InlineData(Ali + "protocol-port: \"https:443, http:80\"", "https:443, http:80")]
    [InlineData(Ali + "bandwidth: 100M", "100M")]
    [InlineData(Ali + "healthy-threshold: \"11\"", "11")]
    [InlineData(Aws + "scheme: private", "private")]
    [InlineData(Aws + "name: a-name-that-is-longer-than-thirty-two", "a-name-that-is-longer-than-thirty-two")]
    [InlineData(Aws + "proxy-protocol: \"true\"", "true")]
    [InlineData(Aws + "attributes: deletion_protection.enabled", "deletion_protection.enabled")]
    [InlineData(Az + "load-balancer-internal: \"yes\"", "yes")]
    [InlineData(Az + "allowed-ip-ranges: \"10.0.0.0/8, 1.2.3.4\"", "1.2.3.4")]
    [InlineData(Az + "load-balancer-tcp-idle-timeout: \"3\"", "3")]
    [InlineData(Az + "allowed-ip-ranges: \"10.0.0.0/8, 192.168.1.7/16\"", "192.168.1.7/16")]
    [InlineData(Az + "load-balancer-health-probe-interval: \"60\"", "60")]
    [InlineData(Az + "load-balancer-health-probe-num-of-probe: \"1\"", "1")]
    [InlineData(Az + "load-balancer-ipv6: 192.0.2.1", "192.0.2.1")]
    [InlineData(Az + "load-balancer-ipv4: 2001:db8::1", "2001:db8::1")]
    [InlineData(Az + "additional-public-ips: \"192.0.2.1, 192.0.2.2\"", "192.0.2.1, 192.0.2.2")]
    [InlineData(Az + "pip-tags: team", "team")]
    [InlineData("service.beta.kubernetes.io/openstack-internal-load-balancer: \"True\"", "True")]
    [InlineData(Os + "keep-floatingip: \"1\"", "1")]
    [InlineData(Os + "proxy-protocol: \"on\"", "on")]
    [InlineData(Os + "lb-method: round_robin", "round_robin")]
    [InlineData("service.cilium.io/global: \"1\"", "1")]
    [InlineData("service.cilium.io/type: ClusterIP,NodePort", "ClusterIP,NodePort")]
    [InlineData("networking.gke.io/internal-load-balancer-allow-global-access: \"True\"", "True")]
    [InlineData("networking.gke.io/weighted-load-balancing: by-pods", "by-pods")]
    [InlineData("metallb.io/loadBalancerIPs: 192.168.1", "192.168.1")]
    [InlineData("metallb.io/loadBalancerIPs: \"10.0.0.1,10.0.0.2\"", "10.0.0.1,10.0.0.2")]
    [InlineData("cloud.google.com/network-tier: standard", "standard")]
    [InlineData("service.beta.kubernetes.io/do-loadbalancer-deny-rules: \"net:1.2.0.0/16\"", "net")]
    public void Bad_values_are_marked_where_they_stand(string annotation, string marked)
    {
        var bad = Assert.Single(AnnotationQueries.BadValues(Service(annotation)));
        Assert.Equal(marked, bad.Use.Value[bad.Problem.Start..bad.Problem.End]);
    }

    [Theory]
    [InlineData(Ali + "address-type: intranet", "")]
    [InlineData(Ali + "address-type: Intranet", "loadBalancerClass: alibabacloud.com/nlb")]
    [InlineData(Ali + "address-type: ${TYPE}", "")]
    [InlineData(Ali + "address-type: \"\"", "")]
    [InlineData(Ali + "protocol-port: \"https:443,http:80\"", "")]
    [InlineData(Ali + "protocol-port: \"TCPSSL:443\"", "loadBalancerClass: alibabacloud.com/nlb")]
    [InlineData(Ali + "health-check-connect-port: \"-520\"", "")]
    [InlineData(Ali + "additional-resource-tags: \"Key1=Value1,Key2\"", "")]
    [InlineData(Aws + "internal: \"0.0.0.0/0\"", "")]
    [InlineData(Aws + "additional-resource-tags: \"a=b,c\"", "")]
    [InlineData("metallb.io/loadBalancerIPs: \"192.168.1.1, fd00::1\"", "")]
    [InlineData(Az + "allowed-ip-ranges: \"10.0.0.0/8, 2001:db8::/32\"", "")]
    [InlineData(Az + "load-balancer-health-probe-interval: \"59\"", "")]
    [InlineData(Aws + "quic-enabled-ports: \"http, 443\"", "")]
    [InlineData("service.cilium.io/affinity: Local", "")]
    [InlineData("service.beta.kubernetes.io/do-loadbalancer-allow-rules: \"ip:1.2.3.4,cidr:2.3.0.0/16\"", "")]
    public void Good_values_are_silent(string annotation, string spec) => Assert.Empty(AnnotationQueries.BadValues(Service(annotation, spec)));

    [Fact]
    public void Keys_without_effect_say_why()
    {
        var other = Assert.Single(AnnotationQueries.WithoutEffect(Service(Aws + "scheme: internal", "type: ClusterIP")));
        Assert.Equal(IneffectiveBecause.ServiceType, other.Because);
        var foreign = Assert.Single(AnnotationQueries.WithoutEffect(Service(Ali + "address-type: intranet", "loadBalancerClass: service.k8s.aws/nlb")));
        Assert.Equal(IneffectiveBecause.LoadBalancerClass, foreign.Because);
        var legacy = AnnotationQueries.WithoutEffect(Service($"{Aws}type: external\n    {Aws}connection-idle-timeout: \"60\"")).ToArray();
        Assert.Equal(IneffectiveBecause.OtherController, Assert.Single(legacy).Because);
        var acl = Assert.Single(AnnotationQueries.WithoutEffect(Service(Ali + "acl-id: acl-1")));
        Assert.Equal((IneffectiveBecause.OtherKey, Certainty.Verified), (acl.Because, acl.Certainty));
        Assert.Single(AnnotationQueries.WithoutEffect(Service(Ali + "sticky-session: \"on\"")));
        Assert.Single(AnnotationQueries.WithoutEffect(Service(Ali + "zone-maps: \"a:b,c:d\"")));
        Assert.Single(AnnotationQueries.WithoutEffect(Service($"{Az}deny-all-except-load-balancer-source-ranges: \"true\"\n    {Az}allowed-service-tags: AzureCloud")));
        Assert.Single(AnnotationQueries.WithoutEffect(Service($"{Os}floating-network-id: a\n    service.beta.kubernetes.io/openstack-internal-load-balancer: \"true\"")));
        Assert.Single(AnnotationQueries.WithoutEffect(Service("service.cilium.io/affinity: local")));
        Assert.Single(AnnotationQueries.WithoutEffect(Service("networking.gke.io/weighted-load-balancing: pods-per-node")));
    }

    [Theory]
    [InlineData(Aws + "scheme: internal", "")]
    [InlineData(Aws + "scheme: internal", "loadBalancerClass: example.com/own")]
    [InlineData("cloud.google.com/neg: '{\"ingress\": true}'", "type: ClusterIP")]
    [InlineData("service.cilium.io/global: \"true\"", "type: ClusterIP")]
    [InlineData(Ali + "acl-id: acl-1\n    " + Ali + "acl-status: \"on\"", "")]
    [InlineData(Ali + "acl-id: acl-1\n    " + Ali + "acl-status: $ACL", "")]
    [InlineData(Ali + "forward-port: \"80:443\"\n    " + Ali + "protocol-port: \"http:80\"", "")]
    [InlineData(Ali + "zone-maps: \"a:b,c:d\"", "loadBalancerClass: alibabacloud.com/nlb")]
    [InlineData(Aws + "private-ipv4-addresses: 10.0.0.1\n    " + Aws + "type: nlb", "")]
    [InlineData(Az + "deny-all-except-load-balancer-source-ranges: \"true\"", "loadBalancerSourceRanges: [192.0.2.0/24]")]
    [InlineData(Os + "floating-network-id: a", "")]
    [InlineData("service.cilium.io/affinity: local\n    io.cilium/global-service: \"True\"", "type: ClusterIP")]
    [InlineData("networking.gke.io/weighted-load-balancing: pods-per-node", "externalTrafficPolicy: Local")]
    public void Keys_with_effect_are_silent(string annotations, string spec) => Assert.Empty(AnnotationQueries.WithoutEffect(Service(annotations, spec)));

    [Fact]
    public void A_patch_that_says_no_type_says_nothing_of_the_effect()
    {
        var patch = Manifests.Single<Service>($"{{apiVersion: v1, kind: Service, metadata: {{name: a, annotations: {{{Aws}scheme: internal}}}}}}");
        Assert.Empty(AnnotationQueries.WithoutEffect(new AnnotatedService(patch)));
    }

    [Fact]
    public void Keys_that_need_another()
    {
        var needing = Assert.Single(AnnotationQueries.Needing(Service("service.beta.kubernetes.io/do-loadbalancer-tls-ports: \"443\"")));
        Assert.Equal(Certainty.Verified, needing.Relation.Certainty);
        Assert.Empty(AnnotationQueries.Needing(Service("service.beta.kubernetes.io/do-loadbalancer-tls-ports: \"443\"\n    service.beta.kubernetes.io/do-loadbalancer-certificate-name: c")));
        Assert.Single(AnnotationQueries.Needing(Service(Ali + "acl-status: \"on\"\n    " + Ali + "acl-id: a")));
    }

    [Fact]
    public void Keys_that_exclude_a_field_or_another()
    {
        Assert.Single(AnnotationQueries.Excluded(Service(Az + "allowed-ip-ranges: 10.0.0.0/8", "loadBalancerSourceRanges: [10.0.0.0/8]")));
        Assert.Empty(AnnotationQueries.Excluded(Service(Az + "allowed-ip-ranges: 10.0.0.0/8")));
        Assert.Single(AnnotationQueries.Excluded(Service(Aws + "nlb-target-type: instance", "allocateLoadBalancerNodePorts: false")));
        Assert.Empty(AnnotationQueries.Excluded(Service(Aws + "nlb-target-type: ip", "allocateLoadBalancerNodePorts: false")));
        Assert.Empty(AnnotationQueries.Excluded(Service($"{Aws}nlb-target-type: instance\n    {Aws}type: nlb-ip", "allocateLoadBalancerNodePorts: false")));
        Assert.Single(AnnotationQueries.Excluded(Service("metallb.universe.tf/loadBalancerIPs: 10.0.0.1", "loadBalancerIP: 10.0.0.1")));
    }

    [Fact]
    public void The_current_key_wins_over_the_older_one()
    {
        var both = Service(Ali + "address-type: internet\n    service.beta.kubernetes.io/alicloud-loadbalancer-address-type: intranet");
        Assert.Equal("internet", both.Value(Ali + "address-type"));
        Assert.Equal("intranet", Assert.Single(AnnotationQueries.WrittenTwice(both)).Older.Value);
    }

    [Theory]
    [InlineData("cloud.google.com/load-balancer-type: Internal", 1)]
    [InlineData("metallb.universe.tf/address-pool: a", 1)]
    [InlineData(Aws + "type: nlb-ip", 1)]
    [InlineData(Aws + "type: nlb", 0)]
    [InlineData(Aws + "internal: \"true\"", 1)]
    [InlineData(Aws + "internal: \"true\"\n    " + Aws + "type: nlb", 0)]
    [InlineData(Aws + "internal: \"true\"\n    " + Aws + "scheme: internal", 0)]
    [InlineData(Aws + "internal: \"true\"\n    " + Aws + "type: external", 1)]
    [InlineData(Aws + "cross-zone-load-balancing-enabled: \"true\"\n    " + Aws + "type: nlb", 0)]
    [InlineData("metallb.io/address-pool: a", 0)]
    [InlineData("networking.gke.io/load-balancer-type: internal", 1)]
    public void Superseded_keys(string annotations, int count) => Assert.Equal(count, AnnotationQueries.Superseded(Service(annotations)).Count());

    [Theory]
    [InlineData(Ali + "protocol-port: \"http:80,https:443\"", "443")]
    [InlineData(Ali + "forward-port: \"8080:443\"", "8080")]
    [InlineData("service.beta.kubernetes.io/do-loadbalancer-tls-ports: \"80,443\"", "443")]
    [InlineData(Aws + "ssl-ports: https", "https")]
    [InlineData(Aws + "ssl-ports: \"80, 443\"", "443")]
    [InlineData("service.beta.kubernetes.io/port_8080_no_lb_rule: \"true\"", "8080")]
    public void Ports_that_the_service_does_not_have(string annotation, string port)
    {
        var unknown = Assert.Single(AnnotationQueries.UnknownPorts(Service(annotation)));
        Assert.Equal((port, port), (unknown.Port, unknown.Span.Text));
    }

    [Theory]
    [InlineData(Ali + "protocol-port: \"http:80\"", "")]
    [InlineData(Ali + "protocol-port: $PORTS", "")]
    [InlineData(Ali + "protocol-port: \"ftp:8080\"", "")]
    [InlineData(Ali + "forward-port: \"80:443\"", "")]
    [InlineData(Aws + "ssl-ports: \"*\"", "")]
    [InlineData("service.beta.kubernetes.io/port_80_no_lb_rule: \"true\"", "")]
    public void Ports_that_it_has(string annotation, string spec) => Assert.Empty(AnnotationQueries.UnknownPorts(Service(annotation, spec)));

    [Fact]
    public void Clouds_are_counted_by_what_makes_load_balancers()
    {
        Assert.Equal(2, AnnotationQueries.Clouds(Service(Aws + "scheme: internal\n    " + Az + "load-balancer-internal: \"true\"")).Count);
        Assert.Single(AnnotationQueries.Clouds(Service(Aws + "scheme: internal\n    service.kubernetes.io/topology-mode: Auto\n    cloud.google.com/neg: '{}'")));
    }

    private static AnnotatedService Service(string annotations, string spec = "")
    {
        var type = spec.StartsWith("type:", StringComparison.Ordinal) ? "" : "  type: LoadBalancer\n";
        return new AnnotatedService(Manifests.Single<Service>(
            $"apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  annotations:\n    {annotations}\nspec:\n{type}  ports:\n  - port: 80\n{(spec.Length > 0 ? $"  {spec}\n" : "")}"));
    }
}
