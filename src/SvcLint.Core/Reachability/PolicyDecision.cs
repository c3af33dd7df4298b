using SvcLint.Text;

namespace SvcLint.Reachability;

/// <summary>What NetworkPolicies say of a connection; the order is that of union: the greatest of several answers holds.</summary>
public enum PolicyAnswer
{
    Denied,

    /// <summary>The manifests do not tell, or network plugins differ.</summary>
    Unknown,
    Allowed,
}

/// <summary>An answer for one direction.</summary>
/// <param name="Answer">Whether the connection passes.</param>
/// <param name="Why">One sentence without a full stop.</param>
/// <param name="Span">The rule that admits, the policy that denies; null where none is behind it.</param>
public sealed record PolicyDecision(PolicyAnswer Answer, string Why, SourceSpan? Span = null)
{
    /// <summary>No policy isolates the pod in this direction.</summary>
    public bool IsUnpoliced => Answer == PolicyAnswer.Allowed && Span is null;
}
