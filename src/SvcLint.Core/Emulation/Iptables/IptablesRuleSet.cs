using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Iptables;

/// <summary>A rule; without a target it only counts (and comments).</summary>
public sealed record IptablesRule(IReadOnlyList<IptablesMatch> Matches, IptablesTarget? Target, Cause? Cause = null);

/// <summary>A chain that kube-proxy declares, with its rules.</summary>
public sealed class IptablesChain(string name, IReadOnlyList<IptablesRule> rules)
{
    public string Name { get; } = name;

    public IReadOnlyList<IptablesRule> Rules { get; } = rules;

    public override string ToString() => Name;
}

/// <summary>A table of the text for iptables-restore.</summary>
public sealed class IptablesTable(string name, IReadOnlyList<IptablesChain> chains)
{
    /// <summary>filter or nat.</summary>
    public string Name { get; } = name;

    public IReadOnlyList<IptablesChain> Chains { get; } = chains;
}

/// <summary>A rule that kube-proxy inserts at the top of a builtin chain before it restores the rest.</summary>
public sealed record IptablesJump(string Table, string Chain, IptablesRule Rule);

/// <summary>What the iptables proxier writes.</summary>
public sealed class IptablesRuleSet(IPFamily family, IReadOnlyList<IptablesJump> jumps, IReadOnlyList<IptablesTable> tables)
    : RuleSet(ProxyMode.Iptables, family)
{
    /// <summary>In the order in which they are inserted: the last one ends up first in its chain.</summary>
    public IReadOnlyList<IptablesJump> Jumps { get; } = jumps;

    public IReadOnlyList<IptablesTable> Tables { get; } = tables;

    private protected override void Write(RuleTextBuilder text)
    {
        var writer = new IptablesWriter(text);
        writer.WriteJumps(Jumps);
        writer.WriteRestore(Tables);
    }
}
