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
                $"Service {service.Name} governs StatefulSet {workload.Name} but has a cluster IP. Only a headless Service gives each pod a name such as {workload.Name}-0.{service.Name}{(needed ? ", and such names are used in this unit: they do not resolve" : "; without one, clients cannot reach a single pod")}. Set clusterIP: None, or let serviceName name a headless Service",
                [new RelatedSpan(serviceName.Span, "serviceName here")],
                needed ? Severity.Warning : Severity.Info);
        }
    }
}
