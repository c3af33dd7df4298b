using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Reachability.Policies;

/// <summary>What the API server asks of a cluster policy before it takes it.</summary>
internal static class ClusterPolicyShape
{
    private const int LastPriority = 1000;
    private const string Baseline = "BaselineAdminNetworkPolicy";

    /// <summary>The field for which the API server refuses the policy; null where it takes it.</summary>
    public static (string Field, SourceSpan Span)? Refusal(ClusterPolicy policy)
    {
        var isBaseline = policy.Kind.Value == Baseline;
        if (isBaseline && policy.Name is { } name && name != "default")
        {
            return ("metadata.name", policy.NameSpan);
        }

        if (!isBaseline && policy.Priority is not { Value: >= 0 and <= LastPriority })
        {
            return ("spec.priority", policy.Priority?.Span ?? policy.NameSpan);
        }

        foreach (var rule in (policy.Ingress?.Items ?? []).Concat(policy.Egress?.Items ?? []))
        {
            if (rule.Action?.Value is not ("Allow" or "Accept" or "Deny" or "Pass") || (isBaseline && rule.Action.Value == "Pass"))
            {
                return ("action", rule.Action?.Span ?? rule.KeySpan);
            }
        }

        return null;
    }
}
