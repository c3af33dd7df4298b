using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.Api;

/// <summary>An alert, a recording or a relabelling that names a metric which no kube-proxy of the version writes.</summary>
public sealed class RemovedMetric : Rule
{
    private static readonly VersionEntry[] Metrics = [.. VersionTable.Entries.Where(e => e.Thing == VersionedThing.Metric)];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1210",
        Name = "removed-metric",
        Title = "A monitoring rule names a metric that kube-proxy no longer has",
        Category = Category.Api,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var (about, text) in ConfiguredMetrics.In(context.Unit))
        {
            foreach (var entry in Metrics)
            {
                // "old or new" serves every version.
                if (entry.Removed is { } removed && context.HoldsIn(v => v >= removed) && MetricMention.Find(text, entry.Name) is { } place
                    && (entry.Replacement is null || MetricMention.IndexOf(text.Value, entry.Replacement) < 0))
                {
                    yield return Report(
                        about,
                        place,
                        $"metric {entry.Name} was removed in Kubernetes {removed}",
                        effect: about is PrometheusRule ? "the expression has no value, and an alert on it never fires" : "the relabelling never applies",
                        help: entry.Replacement is { } other ? $"use {other}" : "remove it");
                }
            }
        }
    }
}
