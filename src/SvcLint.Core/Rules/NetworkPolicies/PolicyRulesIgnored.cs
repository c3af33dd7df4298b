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
                $"{field} rules of NetworkPolicy {policy.Name} are ignored: policyTypes has {string.Join(", ", types.Items.Select(t => t.Value))} only",
                [new RelatedSpan(types.KeySpan, $"lacks {direction}")],
                effect: $"{field} stays as open as without the policy",
                help: $"add {direction} to policyTypes, or remove the rules");
        }

        // An empty list isolates only where policyTypes says so.
        return types.IsDefault && direction == PolicyDirection.Egress
            ? Report(
                policy,
                rules.KeySpan,
                "'egress: []' has no effect without policyTypes",
                severity: Severity.Warning,
                effect: "egress stays open",
                help: "add Egress to policyTypes to deny all egress, or remove the line")
            : null;
    }
}
