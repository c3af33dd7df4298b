using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Rules.Wiring;

namespace SvcLint.Rules.Traffic;

/// <summary>internalTrafficPolicy Local in front of pods that do not run on every node: clients elsewhere get no answer.</summary>
public sealed class InternalLocalWithoutDaemonSet : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3002",
        Name = "internal-local-without-daemonset",
        Title = "internalTrafficPolicy Local on a Service whose pods do not run on every node",
        Category = Category.Traffic,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec?.InternalTrafficPolicy is not { Value: "Local", IsDefault: false } policy || ServicePorts.IsHeadless(service) || service.Spec.Type?.Value == "ExternalName")
            {
                continue;
            }

            var workloads = context.WorkloadsBehind(service);
            if (PodCount.IsANumber(workloads))
            {
                var pods = PodCount.Of(context.Unit, workloads);
                var number = pods switch { 1 => "one pod", null => "a varying number of pods", _ => $"{pods} pods" };
                var place = workloads[0].Replicas is { IsDefault: false } replicas ? replicas.Span : workloads[0].NameSpan;
                yield return Report(
                    service,
                    policy.Span,
                    $"internalTrafficPolicy Local on Service {service.Name}, but {PortNames.Of(workloads)} {(workloads.Count == 1 ? "runs" : "run")} {number}",
                    [new RelatedSpan(place, "pods")],
                    pods == 1 ? null : Severity.Info,
                    effect: "connections from a node without a ready pod are dropped",
                    help: "use Cluster, trafficDistribution to prefer near pods, or a DaemonSet");
            }
        }
    }
}
