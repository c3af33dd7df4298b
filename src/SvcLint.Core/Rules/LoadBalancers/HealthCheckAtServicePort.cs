using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>
/// A health check at the Service's own port, where its controller wants a port of the backend: nodes listen on node ports, pods on target
/// ports. Info, because a backend may listen on more than the manifests say.
/// </summary>
public sealed class HealthCheckAtServicePort : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4109",
        Name = "health-check-at-service-port",
        Title = "A load balancer's health check uses the Service's port instead of a backend's",
        Category = Category.LoadBalancers,
        Severity = Severity.Info,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services.Where(s => s.Metadata.Annotations is { Count: > 0 } && ServicePorts.AreKnown(s)))
        {
            foreach (var (use, port) in AnnotationQueries.BackendPorts(new AnnotatedService(service)))
            {
                if (service.Spec!.Ports!.Items.FirstOrDefault(p => p.Port?.Value == port) is not { } own || MayListen(context, service, port))
                {
                    continue;
                }

                yield return Report(
                    service,
                    use.Entry.Value.Span,
                    $"health check port {port} is the port of Service {service.Name}, not one of its backends",
                    [new RelatedSpan(own.KeySpan, "the Service's port")],
                    effect: $"unless something else listens on {port} there, every backend is unhealthy",
                    help: "remove it; the default is a port of the backends");
            }
        }
    }

    /// <summary>A node port, a target port, or what pods of the unit declare; a name that leads to no number may be any.</summary>
    private static bool MayListen(RuleContext context, Service service, int port) =>
        NodePortClaim.Of(service).Any(c => c.Number == port)
        || service.Spec!.Ports!.Items.Any(p => PortResolution.Target(p) is not { Int: { } target } || target == port)
        || context.WorkloadsBehind(service).SelectMany(PortResolution.Declared).Any(p => p.Number?.Value == port)
        || context.Unit.Lookup.IsTakenOnNodes(port);
}
