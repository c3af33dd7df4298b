using SvcLint.Findings;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>A policy without podSelector: it is accepted and selects every pod of the namespace.</summary>
public sealed class PolicyWithoutPodSelector : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5019",
        Name = "policy-without-pod-selector",
        Title = "A NetworkPolicy has no podSelector and so selects every pod of its namespace",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            if (policy.Spec is { PodSelector: null } && context.Unit.IsFullyKnown)
            {
                yield return Report(
                    policy,
                    policy.NameSpan,
                    $"NetworkPolicy {policy.Name} has no podSelector",
                    effect: "it selects and isolates every pod of its namespace",
                    help: $"write podSelector: {{}} if that is meant; else move the selector to spec.podSelector");
            }
        }
    }
}
