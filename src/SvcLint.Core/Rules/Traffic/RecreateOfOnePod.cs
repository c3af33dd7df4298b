using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Traffic;

/// <summary>One pod behind an exposed Service, stopped before its successor starts, though it holds no storage that would need that.</summary>
public sealed class RecreateOfOnePod : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3026",
        Name = "recreate-of-one-pod",
        Title = "The only pod behind an exposed Service is stopped before the new one starts",
        Category = Category.Traffic,
        Severity = Severity.Info,
        Effect = "every rollout leaves the Service without endpoints",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var workload in context.Unit.Workloads)
        {
            if (workload is { WorkloadKind: WorkloadKind.Deployment, Strategy: { Value: "Recreate" } strategy } && workload.Replicas?.Value is null or 1
                && workload.PodSpec?.Volumes?.Items.Any(v => v.IsPersistent) != true && workload.PodSpec?.HostNetwork?.Value != true
                && !PortResolution.Declared(workload).Any(p => p.HostPort is not null)
                && context.Unit.ServiceOf(workload) is { } service && IsExposed(context.Unit, service) is { } exposed)
            {
                yield return Report(
                    workload,
                    strategy.Span,
                    $"strategy Recreate stops the only pod of {workload.Kind.Value} {workload.Name} before the new one starts",
                    [new RelatedSpan(service.NameSpan, "without endpoints meanwhile"), new RelatedSpan(exposed, "exposed here")],
                    help: "use RollingUpdate with maxUnavailable: 0, unless two pods must never run together");
            }
        }
    }

    private static Text.SourceSpan? IsExposed(DeploymentUnit unit, Service service) =>
        service.Spec?.Type is { Value: "LoadBalancer" } type ? type.Span
        : unit.Lookup.RoutedTo(service.Name ?? "").FirstOrDefault(x => NamespaceComparer.MayBeSame(x.Reference.NamespaceFor(x.Referrer), service.Namespace)).Reference?.Name.Span;
}
