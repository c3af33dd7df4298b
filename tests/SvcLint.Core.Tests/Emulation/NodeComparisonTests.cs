using SvcLint.Emulation;
using SvcLint.Emulation.Comparison;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>What the kernel's own tools print of loaded rules equals the emulation; what was changed on the node is found.</summary>
[Trait("Needs", "kernel")]
[Collection(nameof(KernelTests))]
public sealed class NodeComparisonTests
{
    private static readonly string Goldens = Path.Combine(RepositoryRoot.Path, "tests", "SvcLint.Core.Tests", "Goldens");

    [SkippableTheory]
    [InlineData(ProxyMode.Iptables, 26)]
    [InlineData(ProxyMode.Iptables, 36)]
    [InlineData(ProxyMode.Nftables, 29)]
    [InlineData(ProxyMode.Nftables, 36)]
    public void Loaded_rules_are_equal_as_the_tools_print_them(ProxyMode mode, int minor) => AssertEqual(Goldens, mode, minor);

    [SkippableTheory]
    [InlineData(ProxyMode.Iptables, 30)]
    [InlineData(ProxyMode.Iptables, 34)]
    [InlineData(ProxyMode.Nftables, 30)]
    [InlineData(ProxyMode.Nftables, 33)]
    [InlineData(ProxyMode.Nftables, 36)]
    public void Every_shared_scenario_is_equal(ProxyMode mode, int minor) => AssertEqual(SharedFolder.Require("goldens"), mode, minor);

    [SkippableTheory]
    // Who removes a rule of an endpoint, whole or in part.
    [InlineData("iptables -t nat -F KUBE-SVC-67NZLRHBNDSAWJRO", "missing shop/web nat KUBE-SVC-67NZLRHBNDSAWJRO")]
    [InlineData("iptables -t nat -D KUBE-SERVICES 1", "missing shop/web nat KUBE-SERVICES")]
    [InlineData("iptables -t nat -I KUBE-SERVICES -d 10.96.0.10/32 -p tcp --dport 80 -j ACCEPT", "foreign - nat KUBE-SERVICES")]
    [InlineData("iptables -t nat -A KUBE-SVC-67NZLRHBNDSAWJRO -m limit --limit 5/min -j RETURN", "foreign shop/web nat KUBE-SVC-67NZLRHBNDSAWJRO")]
    [InlineData("iptables -t nat -R KUBE-POSTROUTING 2 -j MARK --set-xmark 0x8000/0x0", "different - nat KUBE-POSTROUTING")]
    [InlineData("iptables -t nat -D PREROUTING 1", "missing - nat PREROUTING")]
    [InlineData("iptables -t nat -N KUBE-SVC-AAAAAAAAAAAAAAAA; iptables -t nat -A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment shop/old:http -j RETURN", "foreign shop/old nat KUBE-SVC-AAAAAAAAAAAAAAAA")]
    [InlineData("iptables -t nat -N MINE; iptables -t nat -A PREROUTING -j MINE; iptables -A INPUT -p tcp --dport 22 -j ACCEPT", null)]
    [InlineData("nft delete element ip kube-proxy cluster-ips { 10.96.0.10 }", "missing shop/web elements of cluster-ips")]
    [InlineData("nft add element ip kube-proxy cluster-ips { 10.96.0.99 }", "foreign - elements of cluster-ips")]
    [InlineData("nft delete element ip kube-proxy service-ips { 10.96.0.10 . tcp . 80 }; nft add element ip kube-proxy service-ips { 10.96.0.10 . tcp . 80 : drop }", "different shop/web elements of service-ips")]
    [InlineData("nft flush chain ip kube-proxy masquerading", "missing - chain masquerading")]
    [InlineData("nft add rule ip kube-proxy services counter accept", "foreign - chain services")]
    [InlineData("nft add table inet mine; nft add chain inet mine input { type filter hook input priority 0 \\; }; nft add rule inet mine input tcp dport 22 accept", null)]
    [InlineData("nft delete table ip kube-proxy", "missing shop/web elements of service-ips")]
    public void A_change_on_the_node_is_reported_for_its_Service(string change, string? expected)
    {
        Skip.If(NetworkNamespace.Unavailable is not null, NetworkNamespace.Unavailable);
        var mode = change.StartsWith("nft", StringComparison.Ordinal) ? ProxyMode.Nftables : ProxyMode.Iptables;
        var emulated = Emulate(Manifests.Read(Path.Combine(Goldens, "clusterip-basic.yaml")), mode, IPFamily.IPv4, new KubernetesVersion(36), "node-a");
        using var place = NetworkNamespace.Create("against");
        KernelNetwork.Load(place, emulated.Rules!);
        place.Run("sh", "-ec", change);

        var differences = RuleComparison.Compare(emulated.State!, emulated.Rules!, Dump(place, mode, IPFamily.IPv4));

        var found = differences.Select(d => $"{d.Kind.ToString().ToLowerInvariant()} {d.Service ?? "-"} {d.Place}").ToArray();
        if (expected is null)
        {
            Assert.Empty(found);
        }
        else
        {
            Assert.Contains(expected, found);
            // Only a table that is gone takes more than one place along.
            Assert.True(change.Contains("delete table", StringComparison.Ordinal) || found.Distinct().Count() == 1, string.Join("\n", found));
        }
    }

    [Fact]
    public void Virtual_servers_are_compared_as_ipvsadm_saves_them()
    {
        var emulated = Emulate(Manifests.Read(Path.Combine(Goldens, "udp.yaml")), ProxyMode.Ipvs, IPFamily.IPv4, new KubernetesVersion(30), "node-a");
        var saved = string.Join("\n", emulated.Rules!.ToText().Split('\n').Where(l => l.StartsWith("-A -", StringComparison.Ordinal) || l.StartsWith("-a -", StringComparison.Ordinal)));
        Assert.Empty(Compare(emulated, saved));

        var real = saved.Split('\n').First(l => l.StartsWith("-a", StringComparison.Ordinal));
        Assert.Equal(RuleDifferenceKind.Missing, Assert.Single(Compare(emulated, saved.Replace(real + "\n", "", StringComparison.Ordinal))).Kind);
        Assert.Equal(RuleDifferenceKind.Foreign, Assert.Single(Compare(emulated, saved + "\n-A -t 10.96.0.99:80 -s rr")).Kind);
        Assert.Equal(RuleDifferenceKind.Different, Assert.Single(Compare(emulated, saved.Replace("-s rr", "-s lc", StringComparison.Ordinal).Split('\n')[0] + "\n" + saved[(saved.IndexOf('\n') + 1)..])).Kind);
        // A server that drains is no difference.
        Assert.Empty(Compare(emulated, saved.Replace(real, real + "\n" + real.Replace("10.244.", "10.245.", StringComparison.Ordinal).Replace("-w 1", "-w 0", StringComparison.Ordinal), StringComparison.Ordinal)));
    }

    [Fact]
    public void Sets_are_compared_as_ipset_saves_them()
    {
        var emulated = Emulate(Manifests.Read(Path.Combine(Goldens, "udp.yaml")), ProxyMode.Ipvs, IPFamily.IPv4, new KubernetesVersion(30), "node-a");
        var saved = string.Join("\n", emulated.Rules!.ToText().Split('\n').Where(l => l.StartsWith("create KUBE-", StringComparison.Ordinal) || l.StartsWith("add KUBE-", StringComparison.Ordinal)));
        Assert.Empty(Compare(emulated, saved));

        var lost = saved.Split('\n').First(l => l.StartsWith("add KUBE-CLUSTER-IP ", StringComparison.Ordinal));
        var difference = Assert.Single(Compare(emulated, saved.Replace(lost + "\n", "", StringComparison.Ordinal)));
        Assert.Equal((RuleDifferenceKind.Missing, "set KUBE-CLUSTER-IP", lost), (difference.Kind, difference.Place, difference.Expected));
        Assert.NotNull(difference.Service);

        var stale = Assert.Single(Compare(emulated, saved + "\nadd KUBE-CLUSTER-IP 10.96.200.200,tcp:80"));
        Assert.Equal((RuleDifferenceKind.Foreign, "add KUBE-CLUSTER-IP 10.96.200.200,tcp:80"), (stale.Kind, stale.Found));
    }

    private static IReadOnlyList<RuleDifference> Compare(EmulationResult emulated, string text) => RuleComparison.Compare(emulated.State!, emulated.Rules!, RuleDump.Read(text, emulated.Rules!.Family)!);

    private static void AssertEqual(string root, ProxyMode mode, int minor)
    {
        Skip.If(NetworkNamespace.Unavailable is not null, NetworkNamespace.Unavailable);
        using var place = NetworkNamespace.Create("against");
        var wrong = new List<string>();
        var compared = 0;
        foreach (var path in Directory.EnumerateFiles(root, "*.yaml").Order(StringComparer.Ordinal))
        {
            var objects = Manifests.Read(path);
            foreach (var family in new[] { IPFamily.IPv4, IPFamily.IPv6 })
            {
                var emulated = Emulate(objects, mode, family, new KubernetesVersion(minor), null);
                if (KernelLoad.Refusal(place, emulated.Rules!) is { } refusal)
                {
                    // What nftables refuses has a test of its own; iptables refuses nothing.
                    Assert.True(mode == ProxyMode.Nftables, refusal);
                    continue;
                }

                compared++;
                var differences = RuleComparison.Compare(emulated.State!, emulated.Rules!, Dump(place, mode, family));
                wrong.AddRange(differences.Take(3).Select(d => $"{Path.GetFileName(path)} {family}: {d.Kind} {d.Place}\n  expected {d.Expected}\n  found    {d.Found}"));
                KernelLoad.Clear(place, emulated.Rules!);
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(compared > 20, $"only {compared} compared");
    }

    // The first node where nobody names one.
    private static EmulationResult Emulate(IReadOnlyList<SvcLint.Model.KubernetesObject> objects, ProxyMode mode, IPFamily family, KubernetesVersion version, string? node)
    {
        var options = new EmulationOptions { Mode = mode, Family = family, Version = version, Node = node };
        var result = Emulator.Emulate(objects, options);
        return result.Problem == EmulationProblem.SeveralNodes ? Emulator.Emulate(objects, options with { Node = result.Choices[0] }) : result;
    }

    private static RuleDump Dump(NetworkNamespace place, ProxyMode mode, IPFamily family) =>
        RuleDump.Read(mode == ProxyMode.Nftables ? place.Output("nft", "list", "ruleset") : place.Output(family == IPFamily.IPv6 ? "ip6tables-save" : "iptables-save"), family, mode)
        ?? throw new InvalidOperationException("no dump");
}
