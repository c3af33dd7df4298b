using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>Rules of a direction that policyTypes does not name: accepted and ignored.</summary>
public sealed class PolicyRulesIgnored : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5008",
        Name = "policy-rules-ignored",
        Title = "A NetworkPolicy has rules of a direction that its policyTypes lacks",
        Category = Category.NetworkPolicies,
        Severity = Severity.Error,
        SecuritySeverity = "7.0",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            foreach (var direction in PolicyWords.Directions)
            {
                if (PolicyReach.Written(policy, direction) is { } rules && !PolicyReach.Isolates(policy, direction) && Check(policy, direction, rules) is { } finding)
                {
                    yield return finding;
                }
            }
        }
    }

    private Finding? Check(NetworkPolicy policy, PolicyDirection direction, LocatedList<NetworkPolicyRule> rules)
    {
        var types = policy.Spec!.PolicyTypes!;
        var field = direction == PolicyDirection.Ingress ? "ingress" : "egress";
        if (!types.IsDefault && rules.Count > 0)
        {
            return Report(
                policy,
                rules.KeySpan,
                $"NetworkPolicy {policy.Name} has {field} rules, but its policyTypes name {string.Join(", ", types.Items.Select(t => t.Value))} only, so the rules are ignored and {field} stays as open as without the policy. Add {direction} to policyTypes, or remove the rules",
                [new RelatedSpan(types.KeySpan, $"lacks {direction}")]);
        }

        // An empty list isolates only where policyTypes says so.
        return types.IsDefault && direction == PolicyDirection.Egress
            ? Report(
                policy,
                rules.KeySpan,
                $"NetworkPolicy {policy.Name} has 'egress: []' and no policyTypes. Without policyTypes an empty list isolates nothing, so egress stays open. Add policyTypes with Egress to forbid all egress, or remove the line",
                severity: Severity.Warning)
            : null;
    }
}
