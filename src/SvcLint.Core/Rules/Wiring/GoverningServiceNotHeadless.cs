using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A StatefulSet whose governing Service has a cluster IP: its pods get no DNS names of their own.</summary>
public sealed class GoverningServiceNotHeadless : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2016",
        Name = "governing-service-not-headless",
        Title = "The Service that governs a StatefulSet is not headless",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var workload in context.Unit.Workloads)
        {
            if (workload is not { WorkloadKind: WorkloadKind.StatefulSet, ServiceName: { } serviceName })
            {
                continue;
            }

            var services = context.Unit.FindServices(serviceName.Value, workload.Namespace).ToArray();
            if (services.Length == 0 || services.Any(s => ServicePorts.IsHeadless(s) || s.Spec is not { Ports.Count: > 0 } || s.Spec.Type?.Value == "ExternalName"))
            {
                continue;
            }

            // Healthy repositories have it too where nobody asks for a single pod.
            var needed = PodNames.AreUsed(context.Unit, workload, serviceName.Value);
            var service = services[0];
            yield return Report(
                service,
                service.Spec!.ClusterIP is { IsDefault: false } ip ? ip.Span : service.Spec.KeySpan,
                $"governing Service {service.Name} of StatefulSet {workload.Name} is not headless",
                [new RelatedSpan(serviceName.Span, "serviceName")],
                needed ? Severity.Warning : Severity.Info,
                effect: needed ? $"the specification does not give {workload.Name}-0.{service.Name} a DNS name, and this unit uses it" : $"the specification gives pods names such as {workload.Name}-0.{service.Name} only under a headless Service",
                help: "set clusterIP: None, or name a headless Service in serviceName");
        }
    }
}
