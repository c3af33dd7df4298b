using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Traffic;

/// <summary>One pod behind a Service that others use, stopped before its successor starts, though it holds no storage that would need that.</summary>
public sealed class RecreateOfOnePod : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3026",
        Name = "recreate-of-one-pod",
        Title = "The only pod behind a used Service is stopped before the new one starts",
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
                && context.Unit.ServiceOf(workload) is { } service && UseOf(context.Unit, service, workload) is { } use)
            {
                yield return Report(
                    workload,
                    strategy.Span,
                    $"strategy Recreate stops the only pod of {workload.Kind.Value} {workload.Name} before the new one starts",
                    [new RelatedSpan(service.NameSpan, "without endpoints meanwhile"), new RelatedSpan(use, "used here")],
                    help: "use RollingUpdate with maxUnavailable: 0, unless two pods must never run together");
            }
        }
    }

    // To the world, or to another workload that is configured with its name.
    private static Text.SourceSpan? UseOf(DeploymentUnit unit, Service service, Workload workload) =>
        service.Spec?.Type is { Value: "LoadBalancer" } type ? type.Span
        : unit.Lookup.AddressesOf(service.Name ?? "").FirstOrDefault(a => a is { IsCertain: true, Workload: { } client } && client != workload && NamespaceComparer.MayBeSame(a.Namespace, service.Namespace)) is { } address ? address.HostSpan
        : unit.Lookup.RoutedTo(service.Name ?? "").FirstOrDefault(x => NamespaceComparer.MayBeSame(x.Reference.NamespaceFor(x.Referrer), service.Namespace)).Reference?.Name.Span;
}
