using SvcLint.Emulation.Iptables;
using SvcLint.Emulation.Ipvs;
using SvcLint.Emulation.Nftables;
using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Comparison;

/// <summary>Which tool printed a dump.</summary>
public enum DumpKind
{
    /// <summary>iptables-save or ip6tables-save.</summary>
    Iptables,

    /// <summary>nft list ruleset, or the table kube-proxy alone.</summary>
    Nftables,

    /// <summary>ipvsadm -Sn.</summary>
    Ipvs,

    /// <summary>ipset save, of a node in ipvs mode.</summary>
    IpSet,
}

/// <summary>A line of iptables-save, with its rule where kube-proxy could have written it.</summary>
internal sealed record SavedRule(string Table, string Chain, string Text, IptablesRule? Rule);

/// <summary>What a node's kernel holds, as one of its tools prints it.</summary>
public sealed class RuleDump
{
    private RuleDump(DumpKind kind) => Kind = kind;

    public DumpKind Kind { get; }

    /// <summary>The text ends in the middle of a table: what would have followed is not known.</summary>
    public bool IsCut { get; private init; }

    /// <summary>False when an nft listing lacks the table kube-proxy of the family.</summary>
    public bool HasTable => Kind != DumpKind.Nftables || Listing!.IsFound;

    internal IReadOnlyList<SavedRule> Saved { get; private init; } = [];

    internal HashSet<string> Chains { get; } = new(StringComparer.Ordinal);

    internal NftListing? Listing { get; private init; }

    internal IReadOnlyList<VirtualServer> Servers { get; private init; } = [];

    internal IReadOnlyList<(string Set, string Entry)> Entries { get; private init; } = [];

    /// <summary>Reads a dump; null when it is none of the four.</summary>
    /// <param name="text">The text.</param>
    /// <param name="family">Whose rules are wanted.</param>
    /// <param name="mode">Of which mode a text without a word is: nft and ipvsadm print nothing where nothing is.</param>
    public static RuleDump? Read(string text, IPFamily family, ProxyMode? mode = null)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        if (mode is { } asked && Array.TrueForAll(lines, string.IsNullOrWhiteSpace))
        {
            return new RuleDump(asked switch { ProxyMode.Nftables => DumpKind.Nftables, ProxyMode.Ipvs => DumpKind.Ipvs, _ => DumpKind.Iptables }) { Listing = NftListing.Read("", family) };
        }

        if (Array.Exists(lines, line => line.StartsWith("table ", StringComparison.Ordinal)))
        {
            return new RuleDump(DumpKind.Nftables) { Listing = NftListing.Read(text, family), IsCut = text.Count(c => c == '{') != text.Count(c => c == '}') };
        }

        if (Array.Exists(lines, line => line is "*nat" or "*filter"))
        {
            return ReadSaved(lines);
        }

        if (Array.Exists(lines, line => line.StartsWith("create KUBE-", StringComparison.Ordinal)))
        {
            return new RuleDump(DumpKind.IpSet) { Entries = [.. lines.Select(l => l.Split(' ')).Where(w => w.Length > 2 && w[0] == "add" && w[1].StartsWith("KUBE-6-", StringComparison.Ordinal) == (family == IPFamily.IPv6)).Select(w => (w[1], w[2]))] };
        }

        var isIpvs = Array.Exists(lines, line => line.StartsWith("-A -", StringComparison.Ordinal) || line.StartsWith("-A --", StringComparison.Ordinal));
        return isIpvs ? new RuleDump(DumpKind.Ipvs) { Servers = IpvsReader.ReadServers(lines).Where(s => s.IP.IndexOf(':') >= 0 == (family == IPFamily.IPv6)).ToArray() } : null;
    }

    /// <summary>What the node has besides objects, as its rules show.</summary>
    public ProxyEnvironment Environment => Kind switch
    {
        DumpKind.Iptables => new ProxyEnvironment
        {
            RandomFully = !Saved.Any(r => r is { Chain: "KUBE-POSTROUTING", Rule.Target: MasqueradeTarget { RandomFully: false } }),
            Nfacct = Saved.Any(r => r.Rule?.Matches.Any(m => m is NfacctMatch) == true),
            TcpBeLiberal = Chains.Contains("filter KUBE-FORWARD") && !Saved.Any(r => r.Chain == "KUBE-FORWARD" && r.Rule?.Matches.Any(m => m is ConntrackStateMatch { States: "INVALID" }) == true),
        },
        DumpKind.Nftables => new ProxyEnvironment { ServiceCIDRs = ServiceCIDRs() },
        _ => ProxyEnvironment.Default,
    };

    private static RuleDump ReadSaved(string[] lines)
    {
        var rules = new List<SavedRule>();
        var dump = new RuleDump(DumpKind.Iptables) { Saved = rules, IsCut = Array.FindLastIndex(lines, l => l.StartsWith("*", StringComparison.Ordinal)) > Array.LastIndexOf(lines, "COMMIT") };
        var table = "";
        foreach (var line in lines)
        {
            // With counters a rule starts with [packets:bytes].
            var start = line.Length > 0 && line[0] == '[' ? line.IndexOf("] ", StringComparison.Ordinal) + 2 : 0;
            if (line.StartsWith("*", StringComparison.Ordinal))
            {
                table = line.Substring(1).Trim();
            }
            else if (line.StartsWith(":", StringComparison.Ordinal))
            {
                dump.Chains.Add($"{table} {line.Substring(1).Split(' ')[0]}");
            }
            else if (string.CompareOrdinal(line, start, "-A ", 0, 3) == 0)
            {
                var text = line.Substring(start).TrimEnd();
                var (chain, rule) = IptablesReader.ReadLine(text);
                rules.Add(new SavedRule(table, chain, text, rule));
            }
        }

        return dump;
    }

    private List<CidrValue> ServiceCIDRs()
    {
        var ranges = new List<CidrValue>();
        foreach (var rule in Listing?.Rules ?? [])
        {
            if (rule is { Chain: "cluster-ips-check", Rule.Statements: [var match, NftVerdictStatement { Verdict: NftVerdict.Drop }] })
            {
                foreach (var text in match switch { NftAddressListMatch list => list.Texts, NftAddressMatch single => [single.Text], _ => (IReadOnlyList<string>)[] })
                {
                    if (CidrValue.TryParseSloppy(text, out var range))
                    {
                        ranges.Add(range);
                    }
                }
            }
        }

        return ranges;
    }
}
