using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>An older name of a key, or a key or value that its controller advises against.</summary>
public sealed class AnnotationSuperseded : AnnotationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4103",
        Name = "annotation-superseded",
        Title = "A load balancer annotation has a newer name or form",
        Category = Category.LoadBalancers,
        Severity = Severity.Info,
    };

    protected override IEnumerable<Finding> Check(AnnotatedService service)
    {
        foreach (var (use, advice) in AnnotationQueries.Superseded(service))
        {
            var since = advice.Since is { } version ? $" since {version}" : "";
            var state = advice.IsGone ? "no longer has an effect" : use.OlderKey is not null ? $"is an older name{since}, still read" : $"is deprecated{since}";
            var what = Short(use.Entry.Key.Value) + (advice.Value is { } value ? $": {value}" : "");
            var finding = Report(
                service.Service,
                advice.Value is null ? use.Entry.Key.Span : use.Entry.Value.Span,
                $"{what} {state} ({use.Provider.Name})",
                help: Quoted(advice.Replacement));
            var current = use.Annotation.Key;
            yield return use.OlderKey is not null && advice.ReplacementKey == current && service.Service.Metadata.Annotations!.Find(current) is null
                ? finding with { Fixes = [Rename(use.Entry, current, FixSafety.Unsafe)] }
                : finding;
        }
    }
}
