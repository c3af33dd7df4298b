using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A key that is nearly one that a controller reads: nothing complains and nothing happens.</summary>
public sealed class AnnotationMisspelt : AnnotationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4101",
        Name = "annotation-misspelt",
        Title = "An annotation is nearly one that a controller reads",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> Check(AnnotatedService service)
    {
        foreach (var entry in service.Service.Metadata.Annotations?.Entries ?? [])
        {
            if (AnnotationCatalog.Intended(entry.Key.Value) is { } meant && AnnotationCatalog.Find(meant) is { } known)
            {
                var effect = known.Annotation.MakesInternal(entry.Value.Value) ? "the load balancer is not made internal" : "the setting is silently ignored";
                var finding = Report(service.Service, entry.Key.Span, $"unknown annotation '{Short(entry.Key.Value)}'; did you mean '{Hint(entry.Key.Value, meant)}'?",
                    effect: effect);
                yield return service.Service.Metadata.Annotations!.Find(meant) is null
                    ? finding with { Fixes = [Rename(entry, meant, FixSafety.Unsafe)] }
                    : finding;
            }
        }
    }

    // The part that differs: both in full would not fit a line.
    private static string Hint(string written, string meant) => written.Split('/')[0] == meant.Split('/')[0] ? Short(meant) : meant;
}
