using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>
/// A kustomization's commonLabels end up in the podSelector of a peer that means pods of another namespace, which never carry them.
/// </summary>
public sealed class LabelsRewritePeer : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5020",
        Name = "common-labels-rewrite-peer",
        Title = "Kustomize adds the unit's labels to a policy peer of another namespace",
        Category = Category.NetworkPolicies,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Unit.Kind != UnitKind.Kustomization)
        {
            yield break;
        }

        foreach (var policy in context.Unit.NetworkPolicies)
        {
            foreach (var (_, rule) in PolicyWords.AllRules(policy))
            {
                foreach (var peer in rule.Peers?.Items ?? [])
                {
                    // Only a peer with a namespaceSelector, and with labels that no pod of the unit has, surely means foreign pods.
                    if (peer is { NamespaceSelector: not null, PodSelector.MatchLabels: { } labels } && Added(labels) is { } added
                        && !context.Unit.WorkloadCandidates(labels).Any(w => LabelMatching.Selects(labels, w.PodLabels)))
                    {
                        yield return Report(
                            policy,
                            added.Key.Span,
                            $"commonLabels adds '{added.Key.Value}: {added.Value.Value}' to a peer of another namespace in NetworkPolicy {policy.Name}",
                            [new RelatedSpan(labels.KeySpan, "peer")],
                            effect: "the pods there do not have the label, so their connections are denied",
                            help: "use 'labels' with includeSelectors: false");
                    }
                }
            }
        }
    }

    // A label that kustomize added stands in the kustomization; the selector itself in the policy's file.
    private static StringMapEntry? Added(StringMap labels) =>
        labels.Entries.FirstOrDefault(e => e.Key.Span.Source != labels.KeySpan.Source && ParsedFile.IsKustomizationName(e.Key.Span.Source.Path));
}
