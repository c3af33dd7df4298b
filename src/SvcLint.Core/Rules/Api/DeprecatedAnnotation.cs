using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>An annotation or node label of Kubernetes itself that another one or a field has replaced; some have no effect any more.</summary>
public sealed class DeprecatedAnnotation : Rule
{
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
                if (VersionTable.Find(VersionedThing.Annotation, pair.Key.Value) is { } entry && Holds(context, entry))
                {
                    yield return Say(context, verdict, entry, "annotation", pair);
                }
            }

            foreach (var pair in (item as Workload)?.PodSpec?.NodeSelector?.Entries ?? [])
            {
                if (VersionTable.Find(VersionedThing.Label, pair.Key.Value) is { } entry && Holds(context, entry))
                {
                    yield return Say(context, verdict, entry, "node label", pair);
                }
            }
        }
    }

    private static bool Holds(RuleContext context, VersionEntry entry) => (context.Version ?? KubernetesVersion.Newest) >= entry.Deprecated;

    private Finding Say(RuleContext context, ObjectVerdict verdict, VersionEntry entry, string what, StringMapEntry pair)
    {
        var (item, key) = (verdict.Object, pair.Key);
        var state = entry.Removed is { } removed && removed <= (context.Version ?? KubernetesVersion.Oldest)
            ? $"has had no effect since Kubernetes {removed}"
            : $"is deprecated since Kubernetes {entry.Deprecated}";
        // What still works without harm is worth a word, not a warning.
        var isHarmless = (entry.Removed is null && entry.Thing == VersionedThing.Label) || entry.Name == "kubernetes.io/ingress.class";
        var isAdvice = isHarmless || (context.Version is null && (entry.Deprecated > KubernetesVersion.Oldest || !entry.CanReplaceIn(null)));
        var warning = verdict.Warnings.FirstOrDefault(w => w.Value.Code == WarningCode.DeprecatedAnnotation && w.Value.Span == key.Span);
        var finding = Report(
            item,
            key.Span,
            $"{item.Kind.Value} {item.Name}: {what} {key.Value} {state}; {entry.Replacement} takes its place",
            severity: isAdvice ? Severity.Info : null);
        return finding with
        {
            Api = warning is { IsCertain: true } ? new ApiVerdict(warning.Value.Field, "Warning", warning.Value.Code.ToString()) : null,
            Fixes = Repair(context, item, entry, pair, isAdvice) is { } fix ? [fix] : [],
        };
    }

    // Only a key for a key: a field needs its own place.
    private static Fix? Repair(RuleContext context, KubernetesObject item, VersionEntry entry, StringMapEntry pair, bool isAdvice)
    {
        if (entry.Replacement is not { } right || right.StartsWith("spec.", StringComparison.Ordinal) || !entry.CanReplaceIn(context.Version ?? KubernetesVersion.Newest)
            || item.Metadata.Annotations?.Find(right) is not null)
        {
            return null;
        }

        var quote = pair.Key.Span.Text is { Length: > 0 } text && text[0] is '"' or '\'' ? pair.Key.Span.Text.Substring(0, 1) : "";
        return new Fix($"Write {right}", isAdvice ? FixSafety.Unsafe : FixSafety.Safe, [new TextEdit(pair.Key.Span, quote + right + quote)]);
    }
}
