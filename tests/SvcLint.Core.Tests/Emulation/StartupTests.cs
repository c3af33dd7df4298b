using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Validation;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>With which configurations kube-proxy does not start, by version and mode: its own word, and svclint's.</summary>
public sealed class StartupTests
{
    private static readonly string[] Modes = ["iptables", "ipvs", "nftables"];

    public static TheoryData<string> Releases => ["1.31", "1.32", "1.33", "1.34", "1.35", "1.36", "1.37"];

    [SkippableTheory]
    [MemberData(nameof(Releases))]
    public void Refusals_are_those_of_kube_proxy(string release)
    {
        var folder = SharedFolder.Require("goldens");
        Assert.True(KubernetesVersion.TryParse(release, out var version));
        var refused = File.ReadLines(Path.Combine(folder, "expected-" + release, "startup.tsv")).Where(l => l[0] != '#').Select(l => l.Split('\t'))
            .Where(p => p[^1].Contains("refuses", StringComparison.Ordinal) || p[^1].StartsWith("startup-error", StringComparison.Ordinal))
            .Select(p => (Scenario: p[0], Mode: p.Single(f => Modes.Contains(f)))).Distinct().Order().ToArray();

        var told = new List<(string Scenario, string Mode)>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.yaml"))
        {
            if (Manifests.Read(file).OfType<KubeProxyConfiguration>().SingleOrDefault() is { } configuration)
            {
                told.AddRange(Modes
                    .Where(m => ApiValidation.Validate(configuration with { Mode = new Located<string>(m, configuration.Span) }, version).Count > 0)
                    .Select(m => (Path.GetFileNameWithoutExtension(file), m)));
            }
        }

        Assert.NotEmpty(refused);
        Assert.Equal(refused, told.Order());
    }

    /// <summary>The same without the folder: the gate of a mode, keywords, gates that are gone, locked or not there yet.</summary>
    [Theory]
    [InlineData(36, "ipvs", "featureGates: {KubeProxyIPVS: false}", "Kubernetes 1.36 has no feature gate KubeProxyIPVS")]
    [InlineData(37, "ipvs", "featureGates: {KubeProxyIPVS: false}", "mode")]
    [InlineData(37, "iptables", "featureGates: {KubeProxyIPVS: false}", null)]
    [InlineData(30, "nftables", "clusterCIDR: 10.244.0.0/16", "mode")]
    [InlineData(30, "nftables", "featureGates: {NFTablesProxyMode: true}", null)]
    [InlineData(31, "nftables", "clusterCIDR: 10.244.0.0/16", null)]
    [InlineData(32, "nftables", "featureGates: {NFTablesProxyMode: false}", "mode")]
    [InlineData(33, "nftables", "featureGates: {NFTablesProxyMode: false}", "locked to true")]
    [InlineData(30, "iptables", "nodePortAddresses: [primary]", "nodePortAddresses[0]")]
    [InlineData(31, "iptables", "nodePortAddresses: [primary]", null)]
    [InlineData(36, "iptables", "nodePortAddresses: [primary, 10.0.0.0/8]", "nodePortAddresses[0]")]
    [InlineData(37, "iptables", "nodePortAddresses: [primary, 10.0.0.0/8, localhost]", null)]
    [InlineData(37, "iptables", "nodePortAddresses: [all, all]", "nodePortAddresses[1]")]
    [InlineData(35, "iptables", "featureGates: {PreferSameTrafficDistribution: false}", "locked to true")]
    [InlineData(36, "iptables", "featureGates: {TopologyAwareHints: true}", "no feature gate TopologyAwareHints")]
    [InlineData(26, "nftables", "clusterCIDR: 10.244.0.0/16", "mode")]
    public void A_configuration_stops_kube_proxy_or_does_not(int minor, string mode, string field, string? error)
    {
        var configuration = Assert.IsType<KubeProxyConfiguration>(Assert.Single(Manifests.Parse($"""
            apiVersion: kubeproxy.config.k8s.io/v1alpha1
            kind: KubeProxyConfiguration
            mode: {mode}
            {field}
            """)));

        var errors = ApiValidation.Validate(configuration, new KubernetesVersion(minor)).Select(e => $"{e.Field}: {e.Detail}").ToArray();

        if (error is null)
        {
            Assert.Empty(errors);
        }
        else
        {
            Assert.Contains(errors, e => e.Contains(error, StringComparison.Ordinal));
        }
    }
}
