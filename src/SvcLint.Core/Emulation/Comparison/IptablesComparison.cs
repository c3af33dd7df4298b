using SvcLint.Emulation.Iptables;
using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Comparison;

/// <summary>iptables rules of both sides, in one form: matches in a fixed order, addresses as ranges.</summary>
internal sealed class IptablesComparison
{
    private static readonly string[] ServicePrefixes = ["KUBE-SVC-", "KUBE-SVL-", "KUBE-EXT-", "KUBE-FW-", "KUBE-SEP-", "KUBE-XLB-"];

    private readonly HashSet<string> _own = new(StringComparer.Ordinal);
    private readonly HashSet<string> _targets;
    private readonly HashSet<string> _services;
    private readonly Dictionary<string, string> _ownerByChain = new(StringComparer.Ordinal);

    public IptablesComparison(IReadOnlyList<IptablesJump> jumps, IReadOnlyList<IptablesTable> tables, IEnumerable<ProxyServicePort> services)
    {
        _services = new HashSet<string>(services.Select(s => s.NameText), StringComparer.Ordinal);
        foreach (var table in tables)
        {
            _own.UnionWith(table.Chains.Select(c => $"{table.Name} {c.Name}"));
            Attribute(table.Chains.SelectMany(c => c.Rules.Select(r => (c.Name, Rule: (IptablesRule?)r))));
        }

        // Some chains are made sure of and jumped to, and filled for one family alone.
        _targets = new HashSet<string>(_own.Concat(jumps.Select(j => $"{j.Table} {(j.Rule.Target as ChainTarget)?.Chain}")), StringComparer.Ordinal);
        Emulated = [.. jumps.Select(j => Of(j.Table, j.Chain, j.Rule)), .. tables.SelectMany(t => t.Chains.SelectMany(c => c.Rules.Select(r => Of(t.Name, c.Name, r))))];
    }

    public IReadOnlyList<ComparedObject> Emulated { get; }

    /// <summary>Rules in kube-proxy's chains, and jumps into them; what others put into the builtin chains is theirs.</summary>
    public IReadOnlyList<ComparedObject> Found(IReadOnlyList<SavedRule> saved)
    {
        Attribute(saved.Select(s => (s.Chain, s.Rule)));
        return saved.Where(IsOfKubeProxy).Select(s => s.Rule is { } rule ? Of(s.Table, s.Chain, rule) with { Shown = s.Text } : new ComparedObject($"{s.Table} {s.Chain}", s.Text, s.Text, OwnerOf(s.Chain, null)) { IsOrdered = IsOfService(s.Chain) }).ToArray();
    }

    private bool IsOfKubeProxy(SavedRule saved) =>
        _own.Contains($"{saved.Table} {saved.Chain}") || (saved.Table is "nat" or "filter" && IsOfService(saved.Chain))
        || (saved.Rule?.Target is ChainTarget target && _targets.Contains($"{saved.Table} {target.Chain}") && !saved.Chain.StartsWith("KUBE-", StringComparison.Ordinal));

    private static bool IsOfService(string chain) => Array.Exists(ServicePrefixes, p => chain.StartsWith(p, StringComparison.Ordinal));

    // Comments name the Service; an endpoint's chain without one belongs to whom the jump into it does.
    private void Attribute(IEnumerable<(string Chain, IptablesRule? Rule)> rules)
    {
        var all = rules.ToArray();
        for (var pass = 0; pass < 3; pass++)
        {
            foreach (var (chain, rule) in all)
            {
                if (rule is null)
                {
                    continue;
                }

                if (IsOfService(chain) && !_ownerByChain.ContainsKey(chain) && Named(rule) is { } named)
                {
                    _ownerByChain[chain] = named;
                }

                if (rule.Target is ChainTarget target && IsOfService(target.Chain) && !_ownerByChain.ContainsKey(target.Chain) && OwnerOf(chain, rule) is { } owner)
                {
                    _ownerByChain[target.Chain] = owner;
                }
            }
        }
    }

    private string? OwnerOf(string chain, IptablesRule? rule) =>
        (rule is null ? null : Named(rule)) ?? (_ownerByChain.TryGetValue(chain, out var owner) ? owner : null);

    private string? Named(IptablesRule rule)
    {
        string? unknown = null;
        foreach (var comment in rule.Matches.OfType<CommentMatch>())
        {
            foreach (var word in comment.Text.Split(' '))
            {
                if (_services.Contains(word))
                {
                    return WithoutPort(word);
                }

                unknown ??= word.IndexOf('/') > 0 && word.IndexOf('/') == word.LastIndexOf('/') && word[word.Length - 1] != '/' ? WithoutPort(word) : null;
            }
        }

        return unknown;
    }

    private static string WithoutPort(string name)
    {
        var colon = name.IndexOf(':');
        return colon < 0 ? name : name.Substring(0, colon);
    }

    private ComparedObject Of(string table, string chain, IptablesRule rule)
    {
        var canonical = new IptablesRule([.. rule.Matches.Where(m => !IsAll(m)).Select(Canonical).Distinct().OrderBy(Rank).ThenBy(m => m.ToString(), StringComparer.Ordinal)], rule.Target is DnatTarget dnat ? new DnatTarget(WrittenAddress.Destination(dnat.Destination)) : rule.Target);
        var comment = string.Join(" ", rule.Matches.OfType<CommentMatch>().Select(c => c.Text));
        var port = rule.Matches.OfType<DestinationPortMatch>().FirstOrDefault()?.Port;
        return new ComparedObject($"{table} {chain}", IptablesWriter.TextOf(chain, canonical), $"{comment} {port}", OwnerOf(chain, rule), rule.Cause) { IsOrdered = IsOfService(chain), Shown = IptablesWriter.TextOf(chain, rule) };
    }

    // A range of every address is no condition, and is not printed.
    private static bool IsAll(IptablesMatch match) => match is AddressMatch { Negated: false } address && address.Range.ToString().EndsWith("/0", StringComparison.Ordinal);

    private static IptablesMatch Canonical(IptablesMatch match) => match switch
    {
        AddressMatch address when CidrValue.TryParseSloppy(address.Range.ToString(), out var range) => address with { Text = range.ToString() },
        ProtocolMatch protocol => ProtocolMatch.Of(protocol.Protocol),
        ConntrackStateMatch state => state with { States = string.Join(",", state.States.Split(',').OrderBy(s => s, StringComparer.Ordinal)) },
        _ => match,
    };

    private static int Rank(IptablesMatch match) => match switch
    {
        AddressMatch address => address.IsSource ? 0 : 1,
        InInterfaceMatch => 2,
        ProtocolMatch => 3,
        CommentMatch => 4,
        _ => 5,
    };
}
