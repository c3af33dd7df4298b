using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A StatefulSet whose governing Service selects other pods than its own.</summary>
public sealed class GoverningServiceOtherPods : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2017",
        Name = "governing-service-other-pods",
        Title = "The Service that governs a StatefulSet does not select its pods",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (!context.Unit.IsFullyKnown)
        {
            yield break;
        }

        foreach (var workload in context.Unit.Workloads)
        {
            if (workload is not { WorkloadKind: WorkloadKind.StatefulSet, ServiceName: { } serviceName, PodLabels: { } labels })
            {
                continue;
            }

            var services = context.Unit.FindServices(serviceName.Value, workload.Namespace).Where(s => s.Spec?.Selector is { Count: > 0 }).ToArray();
            if (services.Length > 0 && !services.Any(s => LabelMatching.Selects(s.Spec!.Selector, labels)) && context.Unit.WorkloadsBehind(services[0]).Any())
            {
                yield return Report(
                    workload,
                    serviceName.Span,
                    $"serviceName '{serviceName.Value}' is a Service that does not select the pods of StatefulSet {workload.Name}",
                    [new RelatedSpan(services[0].Spec!.Selector!.KeySpan, "selector"), new RelatedSpan(labels.KeySpan, "pod labels")],
                    effect: $"{workload.Name}-0.{serviceName.Value} does not resolve",
                    help: "name the Service that selects these pods, or correct its selector");
            }
        }
    }
}
