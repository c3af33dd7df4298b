using SvcLint.Config;
using SvcLint.Kubernetes;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Conflicts;

/// <summary>What a move to another version brings is told with the version that brings it, and with the repair that the version arrived at takes.</summary>
public sealed class UpgradeWordsTests
{
    private const string Distribution = """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {trafficDistribution: Close, ports: [{port: 80}]}
        """;

    private const string Gate = """
        apiVersion: kubeproxy.config.k8s.io/v1alpha1
        kind: KubeProxyConfiguration
        mode: iptables
        featureGates: {ServiceTrafficDistribution: true}
        """;

    private const string SourceRange = """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {type: LoadBalancer, loadBalancerSourceRanges: [11.1.36.010/32], ports: [{port: 80}]}
        """;

    [Theory]
    [InlineData(Distribution, 26, 33, "trafficDistribution 'Close' is not valid; use PreferClose (matters from Kubernetes 1.31 on)", "the API server rejects the object")]
    [InlineData(Distribution, 26, 37, "trafficDistribution 'Close' is not valid; use PreferClose, PreferSameZone or PreferSameNode (matters from Kubernetes 1.31 on)", "the API server rejects the object")]
    [InlineData(Gate, 30, 37, "Kubernetes 1.36 has no feature gate ServiceTrafficDistribution; it was removed in Kubernetes 1.36, where its feature is always on", "kube-proxy does not start")]
    [InlineData(SourceRange, 35, 37, "loadBalancerSourceRanges[0] '11.1.36.010/32' has leading zeros (matters from Kubernetes 1.36 on)", "the API server rejects the object")]
    public void The_first_version_is_named_and_the_last_one_decides_what_to_write(string yaml, int from, int to, string message, string effect)
    {
        var cluster = LintConfiguration.Default.DefaultCluster with { Version = new KubernetesVersion(from) };
        var options = new LintOptions { Configuration = LintConfiguration.Default with { DefaultCluster = cluster }, UpgradeTo = new KubernetesVersion(to) };
        var findings = Linter.Lint([Linter.Parse(new SourceText("web.yaml", yaml))], options).Findings;
        var finding = Assert.Single(findings, f => f.Rule.Id is "SVC8120" or "SVC8122");
        Assert.Equal(message, finding.Message);
        Assert.Equal(effect, finding.Effect);
    }
}
