using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>
/// A health check at a port of the Service or of its pods, where its controller wants one of the backend: nodes listen on node ports, pods on
/// target ports. Info, because a backend may listen on more than the manifests say.
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
                if (use.Annotation.Ports == PortPlace.Node)
                {
                    if (OfPods(context, service, port) is { } target)
                    {
                        yield return Report(
                            service,
                            use.Entry.Value.Span,
                            $"health check port {port} is the pods' port; the backends of Service {service.Name} are nodes",
                            [new RelatedSpan(target.KeySpan, "target port")],
                            effect: $"unless something else listens on {port} of the nodes, every backend is unhealthy",
                            help: "remove it; the default is the node port");
                    }

                    continue;
                }

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

    // Nodes listen on node ports, on host ports, and where pods are on their network.
    private static ServicePort? OfPods(RuleContext context, Service service, int port) =>
        NodePortClaim.Of(service).Any(c => c.Number == port) || service.Spec!.HealthCheckNodePort?.Value == port || context.Unit.Lookup.IsTakenOnNodes(port) || context.WorkloadsBehind(service) is not { Count: > 0 } pods
            || pods.Any(w => w.PodSpec?.HostNetwork?.Value == true)
            ? null
            : service.Spec.Ports!.Items.FirstOrDefault(p => PortResolution.Target(p)?.Int == port);

    /// <summary>A node port, a target port, or what pods of the unit declare; a name that leads to no number may be any.</summary>
    private static bool MayListen(RuleContext context, Service service, int port) =>
        NodePortClaim.Of(service).Any(c => c.Number == port)
        || service.Spec!.Ports!.Items.Any(p => PortResolution.Target(p) is not { Int: { } target } || target == port)
        || context.WorkloadsBehind(service).SelectMany(PortResolution.Declared).Any(p => p.Number?.Value == port)
        || context.Unit.Lookup.IsTakenOnNodes(port);
}
