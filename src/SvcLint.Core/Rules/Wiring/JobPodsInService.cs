using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// A selector that also matches the pods of a Job which do not serve the port. A running Job pod without readiness probe counts as ready,
/// so a share of the connections is refused while it runs.
/// </summary>
public sealed class JobPodsInService : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2005",
        Name = "job-pods-in-service",
        Title = "A Service's selector also matches the pods of a Job that does not serve its port",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services.Where(s => !ServicePorts.IsHeadless(s)))
        {
            var workloads = context.WorkloadsBehind(service);
            if (!workloads.Any(w => !IsJob(w)))
            {
                continue;
            }

            foreach (var job in workloads.Where(IsJob))
            {
                // A job that declares no other container port than the Service's, or that probes readiness, serves on purpose.
                if (job.ServingContainers().Any(c => c.ReadinessProbe is not null) || PortResolution.Declared(job).Any(p => IsServed(service, p)))
                {
                    continue;
                }

                yield return Report(
                    service,
                    service.Spec!.Selector!.KeySpan,
                    $"the selector of Service {service.Name} also matches the pods of {job.Kind.Value} {job.Name}, which do not serve its port",
                    [new RelatedSpan(job.PodLabels?.KeySpan ?? job.NameSpan, $"labels of the {job.Kind.Value}'s pods")],
                    effect: "while the Job runs its pods count as ready, and some connections are refused",
                    help: $"give the pods of {job.Kind.Value} {job.Name} other labels");
            }
        }
    }

    private static bool IsJob(Workload workload) => workload.WorkloadKind is WorkloadKind.Job or WorkloadKind.CronJob;

    private static bool IsServed(Service service, ContainerPort port) =>
        service.Spec?.Ports?.Items.Any(p => PortResolution.Target(p) is { } target && (target.Int is { } number ? port.Number?.Value == number : port.Name?.Value == target.String)) == true;
}
