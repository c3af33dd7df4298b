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
        Title = "externalTrafficPolicy Local on a Service whose pods run on few nodes",
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

            yield return Report(
                service,
                policy.Span,
                $"externalTrafficPolicy Local on Service {service.Name}, but {PortNames.Of(workloads)} {(workloads.Count == 1 ? "runs" : "together run")} {(pods == 1 ? "one pod" : pods + " pods")}",
                [new RelatedSpan(Place(workloads[0]), "pods")],
                isBalanced || pods > 1 ? Severity.Info : null,
                effect: isBalanced
                    ? "only one node is in use; when the pod moves, connections may drop until the health check notices"
                    : $"{(pods == 1 ? "every node but one" : "every node without a pod")} drops what arrives at its node port",
                help: isBalanced
                    ? "run more pods, spread over nodes, or use Cluster if the client's address does not matter"
                    : "use Cluster, or run the pods on every node (DaemonSet)");
        }
    }

    // On any other Service the API server refuses the field.
    private static bool IsOpenToOutside(ServiceSpec spec) => spec.Type?.Value is "LoadBalancer" or "NodePort" || spec.ExternalIPs is { Count: > 0 };

    private static Text.SourceSpan Place(Workload workload) => workload.Replicas is { IsDefault: false } replicas ? replicas.Span : workload.NameSpan;
}
