using SvcLint.Emulation;
using SvcLint.Emulation.Iptables;
using SvcLint.Emulation.Ipvs;
using SvcLint.Emulation.Nftables;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>Every kind of object that a rule set can hold occurs in some scenario, so that no writer goes untested.</summary>
public sealed class CoverageOfObjectsTests
{
    private static readonly string Root = Path.Combine(RepositoryRoot.Path, "tests", "SvcLint.Core.Tests", "Goldens");

    // Later releases, and what a node may have besides.
    private static readonly (int Minor, ProxyEnvironment Environment)[] Variants =
    [
        (29, ProxyEnvironment.Default),
        (30, ProxyEnvironment.Default),
        (32, new ProxyEnvironment { Nfacct = true, ServiceCIDRs = [Range("10.96.0.0/12")] }),
        (36, ProxyEnvironment.Default),
        (37, ProxyEnvironment.Default),
    ];

    [Fact]
    public void Every_kind_of_iptables_match_and_target() =>
        AssertAll([typeof(IptablesMatch), typeof(IptablesTarget)], Emulated(ProxyMode.Iptables).Concat(Emulated(ProxyMode.Ipvs)).SelectMany(IptablesObjects));

    [Fact]
    public void Every_kind_of_nftables_object_and_statement() =>
        AssertAll([typeof(NftObject), typeof(NftStatement)], Emulated(ProxyMode.Nftables).SelectMany(NftablesObjects));

    [Fact]
    public void Every_part_of_an_ipvs_rule_set()
    {
        var all = Emulated(ProxyMode.Ipvs).Cast<IpvsRuleSet>().ToArray();
        Assert.Contains(all, r => r.Timeouts is not null);
        Assert.Contains(all.SelectMany(r => r.VirtualServers), s => s.PersistenceSeconds is not null);
        Assert.Contains(all.SelectMany(r => r.VirtualServers), s => s.HashesSourcePort);
        Assert.Equal(["sctp", "tcp", "udp"], all.SelectMany(r => r.VirtualServers).Select(s => s.Protocol).Distinct().Order());
        var filled = all.SelectMany(r => r.Sets).Where(s => s.Entries.Count > 0).Select(s => s.Type).Distinct().Order();
        Assert.Equal(["bitmap:port", "hash:ip", "hash:ip,port", "hash:ip,port,ip", "hash:ip,port,net"], filled);
    }

    private static IEnumerable<RuleSet> Emulated(ProxyMode mode)
    {
        foreach (var path in Directory.EnumerateFiles(Root, "*.yaml"))
        {
            var objects = Manifests.Read(path);
            var family = Path.GetFileNameWithoutExtension(path).StartsWith("ipv6", StringComparison.Ordinal) ? IPFamily.IPv6 : IPFamily.IPv4;
            foreach (var (minor, environment) in Variants)
            {
                var options = new EmulationOptions { Mode = mode, Family = family, Node = "node-a", Version = new KubernetesVersion(minor), Environment = environment };
                yield return Emulator.Emulate(objects, options).Rules!;
            }
        }
    }

    private static IEnumerable<object> IptablesObjects(RuleSet rules)
    {
        var (jumps, tables) = rules is IpvsRuleSet ipvs ? (ipvs.Jumps, ipvs.Tables) : (((IptablesRuleSet)rules).Jumps, ((IptablesRuleSet)rules).Tables);
        var all = jumps.Select(j => j.Rule).Concat(tables.SelectMany(t => t.Chains).SelectMany(c => c.Rules));
        return all.SelectMany(rule => rule.Matches.Cast<object>().Append(rule.Target ?? (object)""));
    }

    private static IEnumerable<object> NftablesObjects(RuleSet rules) =>
        ((NftablesRuleSet)rules).Transaction.SelectMany(c => c.Object is NftRule rule ? rule.Statements.Cast<object>().Append(rule) : [c.Object]);

    private static void AssertAll(Type[] kinds, IEnumerable<object> objects)
    {
        var seen = objects.Select(o => o.GetType()).ToHashSet();
        var missing = kinds.SelectMany(kind => kind.Assembly.GetTypes().Where(t => t.IsSubclassOf(kind) && !t.IsAbstract)).Except(seen);
        Assert.Empty(missing.Select(t => t.Name));
    }

    private static CidrValue Range(string text) => CidrValue.TryParse(text, out var range) ? range : throw new FormatException(text);
}
