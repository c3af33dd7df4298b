using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>A PodMonitor whose selector matches no pod while a workload of its name, or with the port that it scrapes, is there.</summary>
public sealed class PodMonitorSelectsNoPod : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2077",
        Name = "pod-monitor-selects-no-pod",
        Title = "A PodMonitor selects no pod, though one is meant",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "Prometheus finds no target",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var monitor in context.Unit.IsFullyKnown ? context.Unit.OfType<OtherObject>() : [])
        {
            if (PodMonitor.Of(monitor) is not { Selector: { IsEmpty: false, MatchLabels: { Count: > 0 } labels } selector } read
                || context.Repository.WorkloadCandidates(labels).Any(w => LabelMatching.Selects(selector, w.PodLabels)))
            {
                continue;
            }

            if (context.Unit.Workloads.FirstOrDefault(w => w.PodLabels is { Count: > 0 } && read.MayLookInto(w.Namespace) && IsMeant(monitor, labels, w) && read.HasPorts(w)) is { PodLabels: { } carried } workload)
            {
                var pair = labels.Entries.First(l => carried[l.Key.Value] != l.Value.Value);
                var has = carried.Find(pair.Key.Value);
                yield return Report(
                    monitor,
                    pair.Value.Span,
                    $"'{pair.Key.Value}: {pair.Value.Value}' matches no pod; {workload} has {(has is null ? "no such label" : $"'{has.Key.Value}: {has.Value.Value}'")}",
                    [new RelatedSpan(has?.Value.Span ?? carried.KeySpan, "pod labels")],
                    help: has is null ? $"use a label of the pods: '{carried.Entries[0].Key.Value}: {carried.Entries[0].Value.Value}'" : $"write '{has.Key.Value}: {has.Value.Value}'");
            }
            else if (context.IsClosedWorld)
            {
                yield return Report(monitor, selector.Span, $"the selector of PodMonitor {monitor.Name} matches no pod template of the input", help: "correct the selector");
            }
        }
    }

    // Its own name, a value that a label of the pods has under another key or nearly has under this, or a name that begins alike.
    private static bool IsMeant(OtherObject monitor, StringMap labels, Workload workload) =>
        monitor.Name is { } name && workload.Name is { } own && (own == name || own.StartsWith(name + "-", StringComparison.Ordinal) || name.StartsWith(own + "-", StringComparison.Ordinal))
        || labels.Entries.Any(l => workload.PodLabels!.Entries.Any(c => c.Value.Value == l.Value.Value || (c.Key.Value == l.Key.Value && NearMiss.Nearest(l.Value.Value, [c.Value.Value]) is not null)));
}
