using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Text;

namespace SvcLint.Reachability;

/// <summary>How a connection ends; of several ways the least one that is certain counts.</summary>
public enum ConnectionVerdict
{
    /// <summary>The network carries it to a pod, and the reply back.</summary>
    Allowed,

    /// <summary>Discarded silently: the client waits.</summary>
    Dropped,

    /// <summary>The client is told at once.</summary>
    Rejected,

    /// <summary>It arrives, and the reply takes another way back.</summary>
    ReplyLost,

    /// <summary>Nothing leads there.</summary>
    NoRoute,

    /// <summary>The input does not tell.</summary>
    Unknown,
}

/// <summary>What a step of a connection is about.</summary>
public enum ConnectionStage
{
    Source,
    Name,
    Service,
    Rule,
    Endpoint,
    Address,
    Policy,
    Port,
}

/// <summary>One step of a connection.</summary>
/// <param name="Stage">What it is about.</param>
/// <param name="Text">What happens, one sentence without a full stop.</param>
/// <param name="Span">The YAML behind it; null where none is.</param>
public sealed record ConnectionStep(ConnectionStage Stage, string Text, SourceSpan? Span = null)
{
    /// <summary>Text names something that svclint chose in the cluster's place.</summary>
    public bool HasDerivedValue { get; init; }

    /// <summary>The chain, map or table of virtual servers, of a step in kube-proxy's rules.</summary>
    public string? Chain { get; init; }

    /// <summary>The rule or element as the kernel gets it.</summary>
    public string? Rule { get; init; }
}

/// <summary>One way that a connection may take.</summary>
/// <param name="Verdict">How it ends.</param>
/// <param name="Why">What decided, one sentence without a full stop.</param>
/// <param name="Probability">0 to 1.</param>
/// <param name="Endpoint"><c>ip:port</c>, or null where none was chosen.</param>
/// <param name="Pod">Who has the address, or null.</param>
/// <param name="IsMasqueraded">The endpoint sees a node's address as the sender.</param>
/// <param name="Steps">In order, those that all ways share left out.</param>
public sealed record ConnectionPath(
    ConnectionVerdict Verdict, string Why, double Probability, string? Endpoint, string? Pod, bool IsMasqueraded, IReadOnlyList<ConnectionStep> Steps)
{
    /// <summary>The YAML that decided; null where none did.</summary>
    public SourceSpan? Span { get; init; }
}

/// <summary>A connection from end to end.</summary>
public sealed record ConnectionTrace
{
    public required string From { get; init; }

    /// <summary>With port and protocol as they were resolved.</summary>
    public required string To { get; init; }

    /// <summary>Null where the cluster has no kube-proxy.</summary>
    public required ProxyMode? Mode { get; init; }

    public required IPFamily Family { get; init; }

    /// <summary>The node whose kube-proxy meets the packet first.</summary>
    public required string Node { get; init; }

    public required KubernetesVersion Version { get; init; }

    /// <summary>What comes before the ways part.</summary>
    public required IReadOnlyList<ConnectionStep> Steps { get; init; }

    /// <summary>At least one; their probabilities add up to 1.</summary>
    public required IReadOnlyList<ConnectionPath> Paths { get; init; }

    /// <summary>What the answer takes for granted.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The path that decides: one that surely fails, else one that is unknown.</summary>
    public ConnectionPath Decisive => Paths.OrderBy(p => p.Verdict switch { ConnectionVerdict.Allowed => 2, ConnectionVerdict.Unknown => 1, _ => 0 }).ThenByDescending(p => p.Probability).First();

    public ConnectionVerdict Verdict => Decisive.Verdict;

    /// <summary>What decided, one sentence without a full stop.</summary>
    public string Why => Verdict == ConnectionVerdict.Allowed && Paths.Count > 1 ? "every endpoint is reached" : Decisive.Why;
}
