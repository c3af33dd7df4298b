using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>
/// Nodes as the load balancer's backends for a Service without node ports: there is no port on the nodes to send to. On AWS only where the
/// target type is written: the default depends on how the controller runs.
/// </summary>
public sealed class InstanceTargetWithoutNodePort : Rule
{
    private const string ServiceType = "service.beta.kubernetes.io/aws-load-balancer-type";
    private const string ServiceTargetType = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type";
    private const string IngressTargetType = "alb.ingress.kubernetes.io/target-type";

    // Their controllers know no other kind of backend.
    private static readonly CloudProvider[] NodePortClouds = [DigitalOcean.Provider, OpenStack.Provider];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4014",
        Name = "instance-target-without-node-port",
        Title = "A load balancer sends to node ports, but the Service has none",
        Category = Category.LoadBalancers,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service is not { Spec: { Type.Value: "LoadBalancer", AllocateLoadBalancerNodePorts: { Value: false } allocate, Ports: { } ports } } || ports.Items.All(p => p.NodePort is { Value: > 0 }))
            {
                continue;
            }

            // The older type means pods, whatever the target type says.
            if (service.Metadata.Annotations?.Find(ServiceTargetType) is { Value.Value: "instance" } target && service.Metadata.Annotations[ServiceType] != "nlb-ip")
            {
                yield return Report(
                    service,
                    target.Value.Span,
                    "target type 'instance' requires node ports, which allocateLoadBalancerNodePorts: false does not allocate",
                    [new RelatedSpan(allocate.Span, "no node ports")],
                    effect: $"the load balancer of Service {service.Name} has no backend",
                    help: "use target type ip, or allow the node ports");
            }
            else if (SendsToNodePorts(context, service) is { } cloud)
            {
                yield return Report(
                    service,
                    allocate.Span,
                    $"a load balancer of {cloud} requires node ports, which allocateLoadBalancerNodePorts: false does not allocate",
                    [new RelatedSpan(ports.KeySpan, "ports without a nodePort")],
                    effect: $"the load balancer of Service {service.Name} has no backend",
                    help: "allow the node ports, or set a nodePort for each port");
            }
        }

        foreach (var ingress in context.Unit.OfType<Ingress>())
        {
            var target = ingress.Metadata.Annotations?.Find(IngressTargetType);
            if (target is not null ? target.Value.Value != "instance" : !IsApplicationLoadBalancer(ingress))
            {
                continue;
            }

            foreach (var name in ingress.ServiceReferences.Where(r => r.Place == "Ingress backend").Select(r => r.Name.Value).Distinct())
            {
                // What the Service itself says counts more; one without ports is a patch.
                var services = context.Unit.FindServices(name, ingress.Namespace).ToArray();
                if (services.Length > 0 && services.All(s => s.Spec is { Type.Value: "ClusterIP", Ports.Count: > 0 } && s.Metadata.Annotations?.Find(IngressTargetType) is null))
                {
                    if (target is null)
                    {
                        yield return ByDefault(ingress, services[0]);
                        continue;
                    }

                    yield return Report(
                        ingress,
                        target.Value.Span,
                        $"target type 'instance' requires node ports; backend Service {name} is type ClusterIP",
                        [new RelatedSpan(services[0].Spec!.Type!.Span, "backend Service")],
                        effect: $"the load balancer of Ingress {ingress.Name} has no backend for it",
                        help: "use target-type: ip, or make the Service type NodePort");
                }
            }
        }
    }

    // A flag of the controller may choose another default, so it is no error.
    private Finding ByDefault(Ingress ingress, Service service) => Report(
        ingress,
        ClassOf(ingress)?.Span ?? ingress.NameSpan,
        $"Ingress {ingress.Name} has no target-type, and Service {service.Name} has no node port for the default 'instance'",
        [new RelatedSpan(service.Spec!.Type!.Span, "backend Service"), .. ingress.Metadata.Annotations is { } annotations ? [new RelatedSpan(annotations.KeySpan, "no target-type")] : (RelatedSpan[])[]],
        Severity.Warning,
        Confidence.Medium,
        effect: "the load balancer has no target to register",
        help: $"set {IngressTargetType}: ip, or make the Service a NodePort one");

    private static bool IsApplicationLoadBalancer(Ingress ingress) => ClassOf(ingress)?.Value == "alb";

    private static Located<string>? ClassOf(Ingress ingress) =>
        (ingress.Node is { } node ? MappingReader.Of(node).Nested("spec")?.String("ingressClassName") : null) ?? ingress.Metadata.Annotations?.Find(Ingress.ClassAnnotation)?.Value;

    // A class hands the Service to somebody else; keys of two clouds, or of another than the declared one, leave it open.
    private static string? SendsToNodePorts(RuleContext context, Service service)
    {
        var clouds = AnnotationQueries.Clouds(new AnnotatedService(service));
        var declared = context.Facts.Provider;
        foreach (var provider in service.Spec?.LoadBalancerClass is null ? NodePortClouds : [])
        {
            var isMarked = clouds.Count == 1 && clouds[0].Key == provider;
            if (declared == provider ? isMarked || clouds.Count == 0 : isMarked && declared == CloudProvider.Unknown)
            {
                return provider.Name;
            }
        }

        return null;
    }
}
