using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules.Wiring;

namespace SvcLint.Rules.Traffic;

/// <summary>externalTrafficPolicy Local in front of pods that stand on few nodes: the other nodes drop what comes in.</summary>
public sealed class ExternalLocalFewPods : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3001",
        Name = "external-local-few-pods",
        Title = "externalTrafficPolicy Local stands in front of pods that run on few nodes",
        Category = Category.Traffic,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec?.ExternalTrafficPolicy is not { Value: "Local", IsDefault: false } policy || !IsOpenToOutside(service.Spec))
            {
                continue;
            }

            var workloads = context.WorkloadsBehind(service);
            var isBalanced = service.Spec.Type?.Value == "LoadBalancer";
            // A load balancer's health check takes out the nodes without pods; several pods there are the design.
            if (PodCount.Of(context.Unit, workloads) is not { } pods || (isBalanced && pods > 1))
            {
                continue;
            }

            var behind = $"{PortNames.Of(workloads)} runs {(pods == 1 ? "one pod" : pods + " pods")}";
            var message = isBalanced
                ? $"Service {service.Name} has externalTrafficPolicy Local and {behind}: the load balancer's health check leaves one node in use, and when the pod moves, connections are dropped until the check has noticed. Run more pods, spread over nodes, or use Cluster if the client's address does not matter"
                : $"Service {service.Name} has externalTrafficPolicy Local and {behind}, so {(pods == 1 ? "every node but one drops" : "every node without a pod drops")} what arrives at its node port, and no load balancer checks which. Use Cluster, run the pods on every node (DaemonSet), or send clients to the right nodes alone";
            yield return Report(service, policy.Span, message, [new RelatedSpan(Place(workloads[0]), "pods here")], isBalanced || pods > 1 ? Severity.Info : null);
        }
    }

    // On any other Service the API server refuses the field.
    private static bool IsOpenToOutside(ServiceSpec spec) => spec.Type?.Value is "LoadBalancer" or "NodePort" || spec.ExternalIPs is { Count: > 0 };

    private static Text.SourceSpan Place(Workload workload) => workload.Replicas is { IsDefault: false } replicas ? replicas.Span : workload.NameSpan;
}
