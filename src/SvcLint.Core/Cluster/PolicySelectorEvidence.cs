using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>Why a policy's selector that matches no pod was meant to match some.</summary>
/// <param name="Wrong">The pair that matches nothing.</param>
/// <param name="Place">Where the key or the value that is meant stands.</param>
/// <param name="Meant">The pair that is meant, as text.</param>
/// <param name="IsSlip">A slip of the hand; else a pair that no pod template carries.</param>
/// <param name="Owner">What carries the label that is meant.</param>
public sealed record PolicySelectorEvidence(StringMapEntry Wrong, SourceSpan Place, string Meant, bool IsSlip, KubernetesObject Owner)
{
    /// <summary>
    /// Null when the selector matches some pod of the repository, or when nothing shows what was meant: pods may be made by operators and
    /// charts that are not in the input.
    /// </summary>
    public static PolicySelectorEvidence? Find(LabelSelector? selector, DeploymentUnit unit, Repository repository, NetworkPolicy? policy = null)
    {
        if (selector?.MatchLabels is not { Count: > 0 } labels
            || repository.Externals.DeclaresPod(labels)
            || repository.WorkloadCandidates(labels).Any(w => LabelMatching.Selects(selector, w.PodLabels)))
        {
            return null;
        }

        var text = PolicyReach.TextOf(selector);
        if (!unit.Lookup.PolicyEvidence.TryGetValue(text, out var known))
        {
            unit.Lookup.PolicyEvidence.Add(text, known = Find(labels, unit, repository));
        }

        return known is not null && (policy is null || known.Owner is not Workload owner || NamespaceComparer.MayBeSame(owner.Namespace, policy.Namespace)) ? known with { Wrong = labels.Find(known.Wrong.Key.Value)! } : ByName(labels, unit, policy);
    }

    private static PolicySelectorEvidence? Find(StringMap labels, DeploymentUnit unit, Repository repository)
    {
        // Of many workloads the first ones: many selectors beside them would make as many pairs.
        var workloads = unit.Workloads.Take(NameNeighbours.Many).Concat(repository.DistinctlyLabelled.Take(NameNeighbours.Many)).ToArray();
        return BySlip(labels, workloads) ?? BySlipOfOtherSelector(labels, unit) ?? ByExtraPair(labels, unit);
    }

    private static PolicySelectorEvidence? BySlip(StringMap labels, IReadOnlyList<Workload> workloads)
    {
        foreach (var workload in workloads)
        {
            if (SelectorEvidence.Find(labels, workload, sameName: false) is { Kind: EvidenceKind.Slip, Label: { } label } found && !IsUsed(found.Pair, workloads))
            {
                return new PolicySelectorEvidence(found.Pair, label.Span, Text(label), true, workload);
            }
        }

        return null;
    }

    // A pair that some pod carries is a name of its own, however near another one lies.
    private static bool IsUsed(StringMapEntry pair, IReadOnlyList<Workload> workloads) =>
        workloads.Any(w => w.PodLabels?[pair.Key.Value] == pair.Value.Value);

    // Pods of operators are in no manifest, but their labels stand in more than one selector.
    private static PolicySelectorEvidence? BySlipOfOtherSelector(StringMap labels, DeploymentUnit unit)
    {
        var vocabulary = unit.Lookup.Vocabulary;
        foreach (var pair in labels.Entries)
        {
            if (!vocabulary.IsUsedBeside(labels, pair) && vocabulary.NearBeside(labels, pair) is var (owner, meant))
            {
                return new PolicySelectorEvidence(pair, meant.Value.Span, Text(meant), true, owner);
            }
        }

        return null;
    }

    // All pairs but one name a workload, and the remaining key is one that authors write and this workload has not.
    private static PolicySelectorEvidence? ByExtraPair(StringMap labels, DeploymentUnit unit)
    {
        // Some pair matches, so that of many workloads those that carry one are enough.
        var candidates = unit.Workloads.Count <= NameNeighbours.Many ? unit.Workloads : labels.Entries.SelectMany(p => unit.WorkloadsLabelled(p.Key.Value, p.Value.Value).Take(NameNeighbours.Many));
        foreach (var workload in candidates)
        {
            if (SelectorEvidence.Find(labels, workload, sameName: false) is { Kind: EvidenceKind.ExtraPair or EvidenceKind.ObjectLabelsOnly, Label: null } found
                && labels.Entries.Any(p => p != found.Pair && IsIdentity(p.Key.Value)) && workload.PodLabels is { } carried)
            {
                return new PolicySelectorEvidence(found.Pair, carried.KeySpan, string.Join(", ", carried.Entries.Select(Text)), false, workload);
            }
        }

        return null;
    }

    // The policy bears the name of a workload, its keys are ones that authors write, and nothing of the unit uses the pairs.
    private static PolicySelectorEvidence? ByName(StringMap labels, DeploymentUnit unit, NetworkPolicy? policy)
    {
        if (policy?.Name is not { } name || !unit.IsFullyKnown || !labels.Entries.All(p => SelectorEvidence.IsAuthored(p.Key.Value))
            || unit.Lookup.Services.Selecting(labels).Any())
        {
            return null;
        }

        return unit.Lookup.WorkloadsNamed(name).FirstOrDefault(w => NamespaceComparer.MayBeSame(policy.Namespace, w.Namespace) && w.PodLabels is { Count: > 0 }) is { PodLabels: { } carried } workload
            ? new PolicySelectorEvidence(labels.Entries.First(p => carried[p.Key.Value] != p.Value.Value), carried.KeySpan, string.Join(", ", carried.Entries.Take(3).Select(Text)), false, workload)
            : null;
    }

    private static bool IsIdentity(string key) => key is "app" or "name" or "k8s-app" or "app.kubernetes.io/name" or "app.kubernetes.io/instance";

    private static string Text(StringMapEntry pair) => $"{pair.Key.Value}: {pair.Value.Value}";
}
