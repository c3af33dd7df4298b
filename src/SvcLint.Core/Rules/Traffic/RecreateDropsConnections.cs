using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Traffic;

/// <summary>Several replicas behind a Service, all stopped before the first new one starts.</summary>
public sealed class RecreateDropsConnections : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3010",
        Name = "recreate-drops-connections",
        Title = "A Deployment of several pods behind a Service is rolled out by Recreate",
        Category = Category.Traffic,
        Severity = Severity.Info,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var workload in context.Unit.Workloads)
        {
            // With one replica it is often the only way: a volume that one pod alone may mount.
            if (workload is { WorkloadKind: WorkloadKind.Deployment, Strategy: { Value: "Recreate" } strategy, Replicas: { Value: > 1 } replicas }
                && context.Unit.ServiceOf(workload) is { } service)
            {
                yield return Report(
                    workload,
                    strategy.Span,
                    $"strategy Recreate stops all {replicas.Value} pods of {workload} before the first new one starts",
                    [new RelatedSpan(service.NameSpan, "Service without endpoints meanwhile")],
                    effect: $"Service {service.Name} has no endpoints during each rollout; connections are refused",
                    help: "use RollingUpdate, unless old and new pods must never run together");
            }
        }
    }
}
