namespace SvcLint.Emulation.Nftables;

/// <summary>What a command of a transaction acts on.</summary>
public abstract record NftObject;

/// <summary>The table of kube-proxy.</summary>
public sealed record NftTable(string? Comment) : NftObject;

/// <summary>Where a base chain hangs: <c>type filter hook input priority -110</c>.</summary>
public sealed record NftHook(string Type, string Hook, int Priority);

/// <summary>A chain; with a hook it is a base chain.</summary>
public sealed record NftChain(string Name, NftHook? Hook = null, string? Comment = null) : NftObject;

/// <summary>A rule at the end of its chain.</summary>
public sealed record NftRule(string Chain, IReadOnlyList<NftStatement> Statements, string? Comment = null, Cause? Cause = null) : NftObject;

/// <summary>A named set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Types of its keys, joined by <c> . </c>; null where a command needs none.</param>
/// <param name="Flags"><c>interval</c>, or <c>dynamic,timeout</c> for a set that rules fill.</param>
/// <param name="TimeoutSeconds">How long what rules add stays.</param>
/// <param name="Comment">Its comment.</param>
public sealed record NftSet(string Name, string? Type = null, string? Flags = null, int? TimeoutSeconds = null, string? Comment = null) : NftObject;

/// <summary>A map from keys to verdicts.</summary>
public sealed record NftMap(string Name, string? Type = null, string? Comment = null) : NftObject;

/// <summary>A named counter of packets.</summary>
public sealed record NftCounter(string Name) : NftObject;

/// <summary>An element of a set or map.</summary>
/// <param name="Container">The set or map.</param>
/// <param name="Key">Key parts joined by <c> . </c>: <c>10.96.0.10 . tcp . 80</c>.</param>
/// <param name="Verdict">What a map says for the key; null in a set.</param>
/// <param name="Comment">The Service port, where kube-proxy writes it.</param>
/// <param name="Cause">The YAML behind it.</param>
public sealed record NftElement(string Container, string Key, NftVerdictStatement? Verdict, string? Comment, Cause? Cause) : NftObject;

public enum NftVerb
{
    Add,
    Flush,
    Delete,
}

/// <summary>One command of a transaction.</summary>
public readonly record struct NftCommand(NftVerb Verb, NftObject Object);
