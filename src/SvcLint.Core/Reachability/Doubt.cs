using SvcLint.Text;

namespace SvcLint.Reachability;

/// <summary>What files cannot decide about a connection.</summary>
public enum DoubtKind
{
    /// <summary>What NetworkPolicies do to pods on the host network is not defined.</summary>
    HostNetwork,

    /// <summary>Whether an ipBlock also stands for pods is up to the network plugin.</summary>
    RangeOfPods,

    /// <summary>Labels of a namespace that the input does not declare.</summary>
    NamespaceLabels,

    /// <summary>Labels that controllers set when they make pods.</summary>
    RunTimeLabels,

    /// <summary>A pod that the input does not declare: the controller behind an Ingress.</summary>
    UndeclaredPod,

    /// <summary>The address of an end is not in the input.</summary>
    Address,

    /// <summary>A rule names domains, which only DNS resolves.</summary>
    DomainNames,

    /// <summary>Two cluster policies of one tier and priority disagree.</summary>
    SamePriority,

    /// <summary>The API server refuses the policy.</summary>
    InvalidPolicy,

    /// <summary>A named port of a native sidecar: network plugins differ.</summary>
    SidecarPort,

    /// <summary>A pod lets its own node in, and which node that is depends on the scheduler.</summary>
    OwnNode,

    /// <summary>A policy of another kind.</summary>
    OtherPolicy,
}

/// <summary>Why an answer is unknown.</summary>
/// <param name="Kind">What is not decided.</param>
/// <param name="Text">One sentence without a full stop.</param>
/// <param name="Policy">The policy, as people name it; null where none is behind it.</param>
/// <param name="Span">The YAML behind it.</param>
public sealed record Doubt(DoubtKind Kind, string Text, string? Policy, SourceSpan? Span);

/// <summary>A line of a policy that decided about a connection.</summary>
/// <param name="Policy">As people name it: <c>NetworkPolicy shop/web</c>.</param>
/// <param name="Span">The rule or peer, as a person wrote it.</param>
public sealed record PolicyCause(string Policy, SourceSpan Span)
{
    public SourceSpan Span { get; } = Span.Written;
}
