using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>An annotation or node label of Kubernetes itself that another one or a field has replaced; some have no effect any more.</summary>
public sealed class DeprecatedAnnotation : Rule
{
    private const string MasterRole = "node-role.kubernetes.io/master";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1204",
        Name = "deprecated-annotation",
        Title = "An annotation or label of Kubernetes is deprecated or has no effect any more",
        Category = Category.Api,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var verdict in context.Verdicts)
        {
            var item = verdict.Object;
            foreach (var pair in item.Metadata.Annotations?.Entries ?? [])
            {
                if (VersionTable.Find(VersionedThing.Annotation, pair.Key.Value) is { } entry && Holds(context, entry) && !IsOnlyWay(pair) && !IsBesideField(item, entry))
                {
                    yield return Say(context, verdict, entry, "annotation", pair.Key, advice => AnnotationRepair.Of(context.Version, item, entry, pair, advice));
                }
            }

            var labels = (item as Workload)?.PodSpec?.NodeLabels ?? [];
            foreach (var use in labels)
            {
                // Both names side by side serve clusters of either age.
                if (VersionTable.Find(VersionedThing.Label, use.Key.Value) is { } entry && Holds(context, entry) && !labels.Any(l => l.Key.Value == entry.Replacement) && !(entry.Name == MasterRole && IsOfOpenShift(item)))
                {
                    yield return Say(context, verdict, entry, "node label", use.Key, advice => AnnotationRepair.Rename(use.Key, entry, advice));
                }
            }
        }
    }

    // Whose nodes keep the label.
    private static bool IsOfOpenShift(KubernetesObject item) =>
        item.Namespace?.StartsWith("openshift-", StringComparison.Ordinal) == true
        || (item.Metadata.Annotations?.Entries ?? []).Concat(item.Metadata.Labels?.Entries ?? []).Any(e => e.Key.Value.IndexOf(".openshift.io/", StringComparison.Ordinal) >= 0);

    // GKE's controller looks at the annotation alone: an Ingress with a class of that name is nobody's.
    private static bool IsOnlyWay(StringMapEntry pair) => pair is { Key.Value: Ingress.ClassAnnotation, Value.Value: "gce" or "gce-internal" or "gce-multi-cluster" };

    // The field does what the annotation did; charts keep both for clusters of either age.
    private static bool IsBesideField(KubernetesObject item, VersionEntry entry) =>
        (entry.Replacement == "spec.publishNotReadyAddresses" && item is Service { Spec.PublishNotReadyAddresses.Value: true })
        || (entry.Name == Ingress.ClassAnnotation && item is Ingress { IngressClassName: not null });

    private static bool Holds(RuleContext context, VersionEntry entry) => (context.Version ?? KubernetesVersion.Newest) >= entry.Deprecated;

    private Finding Say(RuleContext context, ObjectVerdict verdict, VersionEntry entry, string what, Located<string> key, Func<bool, Fix?> repair)
    {
        var item = verdict.Object;
        var isGone = entry.Removed is { } removed && removed <= (context.Version ?? KubernetesVersion.Oldest);
        var since = isGone ? entry.Removed : entry.Deprecated;
        var state = $"{(isGone ? "has no effect" : "is deprecated")} since {since}";
        // What still works without harm is worth a word, not a warning.
        var isHarmless = (entry.Removed is null && entry.Thing == VersionedThing.Label) || entry.Name == Ingress.ClassAnnotation;
        var isAdvice = isHarmless || (context.Version is null && (entry.Deprecated > KubernetesVersion.Oldest || !entry.CanReplaceIn(null)));
        var finding = Report(
            item,
            key.Span,
            $"{what} '{key.Value}' {state}",
            severity: isAdvice ? Severity.Info : null,
            help: entry.Name == Ingress.ClassAnnotation ? $"use {entry.Replacement}, where an IngressClass of that name exists" : $"use {entry.Replacement}");
        return finding with
        {
            NamedVersion = since,
            Api = WarningsAt.Find(verdict, key.Span),
            Fixes = repair(isAdvice) is { } fix ? [fix] : [],
        };
    }
}
