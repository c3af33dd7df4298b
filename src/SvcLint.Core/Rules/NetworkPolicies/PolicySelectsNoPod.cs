using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

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
            if (PolicySelectorEvidence.Find(policy.Spec?.PodSelector, context.Unit, context.Repository, policy.Name) is { } evidence)
            {
                yield return Report(policy, evidence);
            }
            else if (Elsewhere(context, policy) is { } workload)
            {
                yield return Report(context, policy, workload);
            }
        }
    }

    // The pods are there, all of them in other namespaces, and the policy's own has nothing else of this unit in it.
    private static Workload? Elsewhere(RuleContext context, NetworkPolicy policy)
    {
        if (policy is not { Namespace: { } own, Spec.PodSelector: { IsEmpty: false } selector } || !context.Unit.IsFullyKnown
            || context.Unit.Objects.Any(o => o is not NetworkPolicy && o.Namespace == own)
            || (selector.MatchLabels is { } labels && context.Repository.Externals.DeclaresPod(labels)))
        {
            return null;
        }

        var selected = context.Repository.WorkloadCandidates(selector.MatchLabels).Where(w => LabelMatching.Selects(selector, w.PodLabels)).ToArray();
        return selected.Any(w => NamespaceComparer.MayBeSame(w.Namespace, own)) ? null : selected.FirstOrDefault(context.Unit.Workloads.Contains);
    }

    private Finding Report(RuleContext context, NetworkPolicy policy, Workload workload)
    {
        // A namespace that exists may hold pods that are not in the manifests.
        var isSlip = NearMiss.IsSlip(policy.Namespace!, workload.Namespace!) && !context.Repository.Units.Any(u => u.Namespaces.Any(n => n.Name == policy.Namespace));
        return Report(
            policy,
            policy.Metadata.Namespace!.Span,
            $"NetworkPolicy {policy.Name} is in namespace {policy.Namespace}, but the pods that it selects, those of {workload.Kind.Value} {workload.Name}, are in namespace {workload.Namespace}. A policy selects pods of its own namespace only: it restricts nothing and those pods stay open. Use one namespace for both",
            [new RelatedSpan(workload.Metadata.Namespace?.Span ?? workload.NameSpan, "pods' namespace here")],
            isSlip ? Severity.Error : Severity.Warning,
            isSlip ? Confidence.High : Confidence.Medium);
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
