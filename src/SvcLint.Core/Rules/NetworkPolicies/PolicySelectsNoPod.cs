using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>A policy whose podSelector matches no pod although one is meant: the pods stay unprotected.</summary>
public sealed class PolicySelectsNoPod : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5001",
        Name = "policy-selects-no-pod",
        Title = "A NetworkPolicy selects no pod, though one is meant",
        Category = Category.NetworkPolicies,
        Severity = Severity.Error,
        SecuritySeverity = "7.0",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            if (PolicySelectorEvidence.Find(policy.Spec?.PodSelector, context.Unit, context.Repository) is { } evidence)
            {
                yield return Report(policy, evidence);
            }
        }
    }

    private Finding Report(NetworkPolicy policy, PolicySelectorEvidence evidence)
    {
        var wrong = $"{evidence.Wrong.Key.Value}: {evidence.Wrong.Value.Value}";
        var message = evidence.IsSlip
            ? $"NetworkPolicy {policy.Name} selects pods with '{wrong}', which no pod has; {evidence.Owner} has '{evidence.Meant}'. The policy restricts nothing and those pods stay open. Make the two equal"
            : $"NetworkPolicy {policy.Name} asks for '{wrong}' beside labels of {evidence.Owner}, but no pod template carries it (its pods have {evidence.Meant}). The policy restricts nothing. Remove the pair, or add the label to the pod template";
        return Report(
            policy,
            evidence.Wrong.Value.Span,
            message,
            [new RelatedSpan(evidence.Place, "what is meant")],
            evidence.IsSlip ? Severity.Error : Severity.Warning,
            evidence.IsSlip ? Confidence.High : Confidence.Medium);
    }
}
