using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Core.Tests.Kubernetes.Annotations;

public class AnnotationCatalogTests
{
    private static readonly IReadOnlyList<ServiceAnnotation> All = [.. AnnotationCatalog.Providers.SelectMany(p => p.Keys)];

    public static TheoryData<string> Keys => [.. All.Select(a => a.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_key_is_consistent(string key)
    {
        var annotation = All.Single(a => a.Key == key);
        Assert.Null(annotation.Value.Check(annotation.Value.Example));
        Assert.All(annotation.ValueByReader, v => Assert.Null(v.Value.Check(v.Value.Example)));
        Assert.True(annotation.Default is null || annotation.Value.Check(annotation.Default) is null, "the default must be a value");
        Assert.All(annotation.InternalValues, v => Assert.Null(annotation.Value.Check(v)));
        Assert.All(annotation.Deprecations, d => Assert.True(d.Value is null || annotation.Value.Check(d.Value) is null, "a deprecated value is still a value"));
        Assert.All(annotation.Deprecations, d => Assert.True(d.ReplacementKey is null || AnnotationCatalog.Find(d.ReplacementKey) is { OlderKey: null }, "the replacement is a current key"));
        Assert.All(annotation.Relations, r => Assert.True(r.Other.Key is null || AnnotationCatalog.Find(r.Other.Key) is { OlderKey: null }, $"{r.Other.Key} is a current key"));
        Assert.All(annotation.Relations, r => Assert.True(r.WhenValue is null || annotation.Value.Check(r.WhenValue) is null, "a relation is about a value that exists"));
        Assert.NotEmpty(annotation.Summary);
        Assert.DoesNotContain(".", annotation.Summary[^1..]);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_key_is_found_and_meant_by_itself(string key)
    {
        var written = key.Replace("{port}", "443", StringComparison.Ordinal).Replace("{protocol-port}", "TCP-443", StringComparison.Ordinal);
        Assert.Equal(key, AnnotationCatalog.Find(written)?.Annotation.Key);
        Assert.Null(AnnotationCatalog.Intended(written));
    }

    [Fact]
    public void Readers_are_implementations_of_their_provider() => Assert.All(
        AnnotationCatalog.Providers,
        p => Assert.All(p.Keys, k => Assert.All(k.ReadBy, r => Assert.Contains(r, p.Implementations))));

    [Theory]
    [InlineData("service.beta.kubernetes.io/aws-loaf-balancer-scheme", "service.beta.kubernetes.io/aws-load-balancer-scheme")]
    [InlineData("service.beta.kubernetes.io/aws-load-balaancer-scheme", "service.beta.kubernetes.io/aws-load-balancer-scheme")]
    [InlineData("service.kubernetes.io/aws-load-balancer-scheme", "service.beta.kubernetes.io/aws-load-balancer-scheme")]
    [InlineData("service.beta.kubernetes.io/aws-loadbalancer-scheme", "service.beta.kubernetes.io/aws-load-balancer-scheme")]
    [InlineData("service.beta.kubernetes.io/AWS-load-balancer-scheme", "service.beta.kubernetes.io/aws-load-balancer-scheme")]
    [InlineData("service.beta.kubernetes.io/azure-load-balancer-internl", "service.beta.kubernetes.io/azure-load-balancer-internal")]
    [InlineData("service.beta.kubernetes.io/do-loadbalacer-size-slug", "service.beta.kubernetes.io/do-loadbalancer-size-slug")]
    [InlineData("service.beta.kubernetes.io/alibaba-cloud-loadbalamcer-address-type", "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type")]
    [InlineData("service.kubernetes.io/topology-node", "service.kubernetes.io/topology-mode")]
    [InlineData("networking.gke.io/loadbalancer-type", "networking.gke.io/load-balancer-type")]
    [InlineData("metallb.io/loadbalancerIPs", "metallb.io/loadBalancerIPs")]
    [InlineData("metallb.io/address-pools", "metallb.io/address-pool")]
    [InlineData("service.beta.kubernetes.io/do-loadbalancer-https-ports", "service.beta.kubernetes.io/do-loadbalancer-tls-ports")]
    public void Slips_are_recognised(string written, string meant) => Assert.Equal(meant, AnnotationCatalog.Intended(written));

    /// <summary>Keys that are in the controllers' source and look like slips of others.</summary>
    [Theory]
    [InlineData("networking.gke.io/load-balancer-subnet")]
    [InlineData("networking.gke.io/ip-collection-v6")]
    [InlineData("service.kubernetes.io/l3-forwarding-rule")]
    [InlineData("service.kubernetes.io/firewall-rule-for-hc-ipv6")]
    [InlineData("networking.gke.io/backend-service")]
    [InlineData("service.cilium.io/lb-l7")]
    [InlineData("io.cilium/lb-ipam-sharing-permit-different-pods")]
    [InlineData("service.beta.kubernetes.io/alibaba-cloud-loadbalancer-tunnel-type")]
    public void Keys_of_the_controllers_are_known(string key) => Assert.NotNull(AnnotationCatalog.Find(key));

    [Theory]
    [InlineData("cloud.google.com/load-balancer-allow-global-access")]
    [InlineData("service.beta.kubernetes.io/azure-shared-securityrule")]
    public void Keys_that_nothing_reads_are_not_known(string key) => Assert.Null(AnnotationCatalog.Find(key));

    [Theory]
    [InlineData("example.com/owner")]
    [InlineData("external-dns.alpha.kubernetes.io/hostname")]
    [InlineData("prometheus.io/port")]
    [InlineData("service.beta.kubernetes.io/oci-load-balancer-shape")]
    [InlineData("service.beta.kubernetes.io/oci-load-balancer-internal")]
    [InlineData("service.beta.kubernetes.io/ovh-loadbalancer-proxy-protocol")]
    [InlineData("service.beta.kubernetes.io/scw-loadbalancer-sticky-sessions")]
    [InlineData("service.beta.kubernetes.io/cce-load-balancer-internal-vpc")]
    [InlineData("service.beta.kubernetes.io/exoscale-loadbalancer-name")]
    [InlineData("service.beta.kubernetes.io/scw-loadbalancer-type")]
    [InlineData("service.beta.kubernetes.io/linode-loadbalancer-protocol")]
    [InlineData("owner")]
    [InlineData("")]
    public void Other_keys_are_nobodys_slip(string written) => Assert.Null(AnnotationCatalog.Intended(written));

    [Theory]
    [InlineData("service.beta.kubernetes.io/port_443_no_lb_rule", true)]
    [InlineData("service.beta.kubernetes.io/port__no_lb_rule", false)]
    [InlineData("service.beta.kubernetes.io/aws-load-balancer-listener-attributes.TCP-80", true)]
    [InlineData("service.beta.kubernetes.io/aws-load-balancer-listener-attributes", false)]
    public void Keys_with_a_variable_part(string written, bool known) => Assert.Equal(known, AnnotationCatalog.Find(written) is not null);
}
