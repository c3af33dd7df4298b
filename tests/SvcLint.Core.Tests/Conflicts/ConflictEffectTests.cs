using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Conflicts;

/// <summary>Conflict rules say what kube-proxy does in the cluster's mode and version, and no more than that.</summary>
public sealed class ConflictEffectTests
{
    private const string SharedKey = """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {externalIPs: [198.51.100.7], ports: [{port: 443}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: admin}
        spec: {externalIPs: [198.51.100.7], ports: [{port: 443}]}
        """;

    private const string OwnAddress = """
        apiVersion: v1
        kind: Service
        metadata: {name: admin}
        spec: {type: LoadBalancer, loadBalancerSourceRanges: [203.0.113.0/24], externalIPs: [198.51.100.7], loadBalancerIP: 198.51.100.7, ports: [{port: 443}]}
        """;

    private const string NoLocalEndpoint = """
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec: {type: NodePort, externalTrafficPolicy: Local, ports: [{port: 5432}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: db-1, labels: {kubernetes.io/service-name: db}}
        addressType: IPv4
        ports: [{port: 5432}]
        endpoints: [{addresses: [192.0.2.30]}]
        """;

    private const string OverlappingRanges = """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {type: LoadBalancer, loadBalancerSourceRanges: [203.0.113.0/24, 203.0.113.8/29], ports: [{port: 443}]}
        """;

    [Theory]
    [InlineData(DataPlane.Unknown, null, "only one of the two receives traffic")]
    [InlineData(DataPlane.KubeProxyIptables, null, "the first rule takes every connection")]
    [InlineData(DataPlane.KubeProxyIpvs, null, "one virtual server")]
    [InlineData(DataPlane.KubeProxyNftables, 30, "the kernel rejects all rules")]
    [InlineData(DataPlane.KubeProxyNftables, 31, "one of the two gets every connection")]
    [InlineData(DataPlane.KubeProxyNftables, null, "up to Kubernetes 1.30 the kernel rejects")]
    public void Two_Services_with_one_key_meet_what_the_mode_does_with_it(DataPlane dataPlane, int? minor, string effect)
    {
        Assert.Contains(effect, Single("SVC8003", SharedKey, dataPlane, minor).Effect, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DataPlane.Unknown, Severity.Warning)]
    [InlineData(DataPlane.KubeProxyIptables, Severity.Warning)]
    [InlineData(DataPlane.KubeProxyIpvs, Severity.Info)]
    [InlineData(DataPlane.KubeProxyNftables, Severity.Info)]
    public void An_external_IP_opens_source_ranges_in_iptables_mode_alone(DataPlane dataPlane, Severity severity)
    {
        Assert.Equal(severity, Single("SVC8006", OwnAddress, dataPlane, null).Severity);
    }

    [Theory]
    [InlineData(DataPlane.Unknown, "no client outside the cluster gets an answer")]
    [InlineData(DataPlane.KubeProxyNftables, "drops every connection from outside")]
    [InlineData(DataPlane.KubeProxyIpvs, "the answer is lost")]
    public void Without_a_local_endpoint_ipvs_loses_the_answer_and_the_others_drop(DataPlane dataPlane, string effect)
    {
        Assert.Contains(effect, Single("SVC8008", NoLocalEndpoint, dataPlane, null).Effect, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DataPlane.KubeProxyNftables, 29, Severity.Error)]
    [InlineData(DataPlane.KubeProxyNftables, 30, Severity.Info)]
    [InlineData(DataPlane.KubeProxyIptables, 29, Severity.Info)]
    public void Overlapping_ranges_break_nftables_mode_of_1_29_alone(DataPlane dataPlane, int minor, Severity severity)
    {
        Assert.Equal(severity, Single("SVC4003", OverlappingRanges, dataPlane, minor).Severity);
    }

    [Theory]
    [InlineData("SVC8003", SharedKey)]
    [InlineData("SVC8006", OwnAddress)]
    [InlineData("SVC8008", NoLocalEndpoint)]
    public void Nothing_is_said_where_kube_proxy_is_absent(string rule, string yaml)
    {
        Assert.Empty(Lint(rule, yaml, DataPlane.None, null));
    }

    [Theory]
    [InlineData("iptables", "the first rule takes every connection")]
    [InlineData("ipvs", "one virtual server")]
    [InlineData("", "the first rule takes every connection")]
    [InlineData("kernelspace", "which one is undefined")]
    public void The_mode_comes_from_the_input_where_the_configuration_declares_none(string mode, string effect)
    {
        var yaml = $"apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: '{mode}'\n---\n" + SharedKey;
        Assert.Contains(effect, Single("SVC8003", yaml, DataPlane.Unknown, null).Effect, StringComparison.Ordinal);
    }

    private static Finding Single(string rule, string yaml, DataPlane dataPlane, int? minor) => Assert.Single(Lint(rule, yaml, dataPlane, minor));

    private static IReadOnlyList<Finding> Lint(string rule, string yaml, DataPlane dataPlane, int? minor)
    {
        var cluster = new ClusterFacts { DataPlane = dataPlane, Version = minor is { } number ? new KubernetesVersion(number) : null };
        return Linter.Lint(
            [Linter.Parse(new SourceText("conflict.yaml", yaml))],
            new LintOptions { OnlyRules = [rule], Configuration = LintConfiguration.Default with { DefaultCluster = cluster } }).Findings;
    }
}
