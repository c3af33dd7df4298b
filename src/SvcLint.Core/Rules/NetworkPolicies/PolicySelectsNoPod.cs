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
            if (PolicySelectorEvidence.Find(policy.Spec?.PodSelector, context.Unit, context.Repository, policy) is { } evidence)
            {
                yield return Report(policy, evidence);
            }
            else if (Elsewhere(context, policy) is { } workload)
            {
                yield return Report(context, policy, workload);
            }
            else if (context.IsClosedWorld && policy.Spec?.PodSelector is { IsEmpty: false } selector && !context.MaySelect(selector, policy.Namespace))
            {
                yield return Report(
                    policy,
                    selector.Span,
                    $"podSelector of NetworkPolicy {policy.Name} matches no pod template of the input",
                    severity: Severity.Warning,
                    effect: "the policy restricts nothing",
                    help: ClosedWorld.SelectorHelp);
            }
        }
    }

    // The pods are there, all of them in other namespaces, and the policy's own has nothing else of this unit in it.
    private static Workload? Elsewhere(RuleContext context, NetworkPolicy policy)
    {
        if (policy is not { Namespace: { } own, Spec.PodSelector: { IsEmpty: false } selector } || !context.Unit.IsFullyKnown
            || context.Unit.Lookup.ObjectsIn(own).NotPolicies > 0
            || (selector.MatchLabels is { } labels && context.Repository.Externals.DeclaresPod(labels)))
        {
            return null;
        }

        var selected = context.Repository.WorkloadCandidates(selector.MatchLabels).Where(w => LabelMatching.Selects(selector, w.PodLabels)).ToArray();
        return selected.Any(w => NamespaceComparer.MayBeSame(w.Namespace, own)) ? null : selected.FirstOrDefault(w => context.Unit.Lookup.WorkloadsNamed(w.Name ?? "").Any(o => o.Kind.Span == w.Kind.Span && o.Namespace == w.Namespace));
    }

    private Finding Report(RuleContext context, NetworkPolicy policy, Workload workload)
    {
        // A namespace that exists may hold pods that are not in the manifests.
        var isSlip = NearMiss.IsSlip(policy.Namespace!, workload.Namespace!) && !context.Repository.Namespaces.HasName(policy.Namespace!);
        return Report(
            policy,
            policy.Metadata.Namespace!.Span,
            $"NetworkPolicy {policy.Name} is in namespace {policy.Namespace}; the pods of {workload.Kind.Value} {workload.Name} are in {workload.Namespace}",
            [new RelatedSpan(workload.Metadata.Namespace?.Span ?? workload.NameSpan, "pods' namespace")],
            isSlip ? Severity.Error : Severity.Warning,
            isSlip ? Confidence.High : Confidence.Medium,
            effect: "the policy restricts nothing; these pods stay open",
            help: "use one namespace for both; a policy selects pods of its own namespace only");
    }

    private Finding Report(NetworkPolicy policy, PolicySelectorEvidence evidence)
    {
        var wrong = $"{evidence.Wrong.Key.Value}: {evidence.Wrong.Value.Value}";
        return Report(
            policy,
            evidence.Wrong.Value.Span,
            $"podSelector '{wrong}' of NetworkPolicy {policy.Name} matches no pod; {evidence.Owner} has '{evidence.Meant}'",
            [new RelatedSpan(evidence.Place, "pod labels")],
            evidence.IsSlip ? Severity.Error : Severity.Warning,
            evidence.IsSlip ? Confidence.High : Confidence.Medium,
            effect: "the policy restricts nothing; these pods stay open",
            help: evidence.IsSlip ? $"write '{evidence.Meant}'" : "remove the pair, or add the label to the pod template");
    }
}
