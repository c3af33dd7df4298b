using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Kubernetes;

public class ApiDefaultsTests
{
    [Fact]
    public void A_service_gets_type_affinity_policies_and_target_ports()
    {
        var spec = Service("spec:\n  ports:\n  - port: 80\n", null).Spec!;

        Assert.Equal("ClusterIP", spec.Type!.Value);
        Assert.True(spec.Type.IsDefault);
        Assert.Equal(spec.Span, spec.Type.Span);
        Assert.Equal("None", spec.SessionAffinity!.Value);
        Assert.Equal("Cluster", spec.InternalTrafficPolicy!.Value);
        Assert.Null(spec.ExternalTrafficPolicy);
        Assert.Null(spec.AllocateLoadBalancerNodePorts);
        Assert.Equal("TCP", spec.Ports![0].Protocol!.Value);
        Assert.Equal(80, spec.Ports[0].TargetPort!.Value.Int);
    }

    [Fact]
    public void An_incomplete_affinity_configuration_is_replaced_and_an_unused_one_dropped()
    {
        var incomplete = Service("spec:\n  sessionAffinity: ClientIP\n  sessionAffinityConfig: {}\n", null).Spec!;
        var unused = Service("spec:\n  sessionAffinityConfig:\n    clientIP:\n      timeoutSeconds: 5\n", null).Spec!;

        Assert.Equal(10800, incomplete.SessionAffinityConfig!.ClientIP!.TimeoutSeconds!.Value);
        Assert.Null(unused.SessionAffinityConfig);
    }

    [Theory]
    [InlineData(28, null)]
    [InlineData(29, "Cluster")]
    [InlineData(null, null)]
    public void External_ips_bring_a_traffic_policy_from_1_29_on(int? minor, string? expected)
    {
        var version = minor is { } m ? new KubernetesVersion(m) : (KubernetesVersion?)null;

        Assert.Equal(expected, Service("spec:\n  externalIPs: [192.0.2.1]\n", version).Spec!.ExternalTrafficPolicy?.Value);
    }

    [Fact]
    public void An_external_name_gets_no_internal_policy()
    {
        Assert.Null(Service("spec:\n  type: ExternalName\n  externalName: a.example\n", null).Spec!.InternalTrafficPolicy);
    }

    [Theory]
    [InlineData("spec:\n  egress: []\n", "Ingress")]
    [InlineData("spec:\n  egress: [{}]\n", "Ingress,Egress")]
    [InlineData("spec:\n  policyTypes: [Egress]\n", "Egress")]
    public void Policy_types_follow_the_rules_that_are_there(string spec, string expected)
    {
        var policy = (NetworkPolicy)ApiDefaults.Apply(Read("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n" + spec), null);

        Assert.Equal(expected, string.Join(",", policy.Spec!.PolicyTypes!.Items.Select(t => t.Value)));
    }

    [Theory]
    [InlineData("v1", "Pod", 30, 8080)]
    [InlineData("v1", "PodTemplate", 27, 8080)]
    [InlineData("v1", "PodTemplate", 28, null)]
    public void A_host_network_port_is_a_host_port_in_pods_and_in_old_templates(string apiVersion, string kind, int minor, int? expected)
    {
        const string Spec = "spec:\n  hostNetwork: true\n  containers:\n  - name: a\n    ports:\n    - containerPort: 8080\n";
        var body = kind == "Pod" ? Spec : "template:\n  " + Spec.Replace("\n", "\n  ", StringComparison.Ordinal);
        var workload = (Workload)ApiDefaults.Apply(Read($"apiVersion: {apiVersion}\nkind: {kind}\n{body}\n"), new KubernetesVersion(minor));

        Assert.Equal(expected, workload.PodSpec!.Containers![0].Ports![0].HostPort?.Value);
    }

    [Fact]
    public void An_empty_protocol_is_filled_where_go_has_a_string_and_kept_where_it_has_a_pointer()
    {
        var endpoints = (Endpoints)ApiDefaults.Apply(Read("apiVersion: v1\nkind: Endpoints\nsubsets:\n- ports:\n  - {port: 1, protocol: \"\"}\n"), null);
        var slice = (EndpointSlice)ApiDefaults.Apply(Read("apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nports:\n- {port: 1, protocol: \"\"}\n"), null);

        Assert.Equal("TCP", endpoints.Subsets![0].Ports![0].Protocol!.Value);
        Assert.Equal("", slice.Ports![0].Protocol!.Value);
    }

    private static Service Service(string spec, KubernetesVersion? version) =>
        (Service)ApiDefaults.Apply(Read("apiVersion: v1\nkind: Service\n" + spec), version);

    private static KubernetesObject Read(string text) =>
        ManifestReader.Read(YamlReader.Read(TextSlice.Whole(new SourceText("a.yaml", text))).Root)[0];
}
