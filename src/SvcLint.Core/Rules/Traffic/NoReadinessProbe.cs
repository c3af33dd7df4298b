using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules.Wiring;

namespace SvcLint.Rules.Traffic;

/// <summary>
/// Pods behind a load balancer without any readiness probe: they get connections before they listen. Many samples are so; who has a
/// liveness probe knows how to ask the process and forgot the one that matters here.
/// </summary>
public sealed class NoReadinessProbe : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3011",
        Name = "no-readiness-probe",
        Title = "Pods behind a load balancer have no readiness probe",
        Category = Category.Traffic,
        Severity = Severity.Info,
        Confidence = Confidence.Low,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec?.Type is not { Value: "LoadBalancer", IsDefault: false } type)
            {
                continue;
            }

            var workloads = context.WorkloadsBehind(service);
            if (workloads.Count > 0 && workloads.All(HasNoProbe))
            {
                var alive = workloads.SelectMany(w => w.ServingContainers()).FirstOrDefault(c => c.LivenessProbe is not null);
                yield return Report(
                    service,
                    type.Span,
                    $"no container of {PortNames.Of(workloads)}, which Service {service.Name} exposes, has a readiness probe",
                    [new RelatedSpan(workloads[0].PodSpec!.Containers?.KeySpan ?? workloads[0].NameSpan, "containers without a readiness probe")],
                    confidence: alive is null ? null : Confidence.Medium,
                    effect: "at each start and rollout, connections arrive before anything listens",
                    help: alive is null ? "add a readinessProbe" : $"add a readinessProbe; start with what the livenessProbe of {alive.Name} checks");
            }
        }
    }

    private static bool HasNoProbe(Workload workload) => workload.PodSpec is not null && workload.ServingContainers().All(c => c.ReadinessProbe is null && c.StartupProbe is null);
}
