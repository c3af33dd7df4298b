using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Validation;

/// <summary>What the API server asks of a cluster policy before it takes it.</summary>
internal static class ClusterPolicyShape
{
    private const int LastPriority = 1000;
    private const int LastPort = 65535;
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

        if (policy.Subject is not { NamespaceSelector: not null })
        {
            return ("spec.subject", policy.Subject?.KeySpan ?? policy.NameSpan);
        }

        foreach (var rule in (policy.Ingress?.Items ?? []).Concat(policy.Egress?.Items ?? []))
        {
            if (rule.Action?.Value is not ("Allow" or "Accept" or "Deny" or "Pass") || (isBaseline && rule.Action.Value == "Pass"))
            {
                return ("action", rule.Action?.Span ?? rule.KeySpan);
            }

            if (rule.Peers is not { Count: > 0 })
            {
                return ("peers", rule.Peers?.KeySpan ?? rule.KeySpan);
            }

            if (rule.Ports?.Items.FirstOrDefault(p => p.Protocol is not null && (p.First < 1 || p.Last > LastPort || p.First > p.Last)) is { } port)
            {
                return ("ports", port.KeySpan);
            }
        }

        return null;
    }
}
