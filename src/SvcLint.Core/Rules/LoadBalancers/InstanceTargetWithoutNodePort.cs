using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>
/// AWS targets of type instance for a Service without node ports: there is no port on the instances to register. Only where the target
/// type is written: the default depends on how the controller runs.
/// </summary>
public sealed class InstanceTargetWithoutNodePort : Rule
{
    private const string ServiceTargetType = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type";
    private const string IngressTargetType = "alb.ingress.kubernetes.io/target-type";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4014",
        Name = "instance-target-without-node-port",
        Title = "A load balancer targets instances, but the Service has no node port",
        Category = Category.LoadBalancers,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service is { Spec: { Type.Value: "LoadBalancer", AllocateLoadBalancerNodePorts: { Value: false } allocate } spec }
                && service.Metadata.Annotations?.Find(ServiceTargetType) is { Value.Value: "instance" } target
                && spec.Ports?.Items.Any(p => p.NodePort is not { Value: > 0 }) == true)
            {
                yield return Report(
                    service,
                    target.Value.Span,
                    $"Service {service.Name} wants its load balancer to target instances, but allocateLoadBalancerNodePorts is false and not every port has a nodePort: there is nothing on the instances to register. Target ip, or let node ports be allocated",
                    [new RelatedSpan(allocate.Span, "no node ports here")]);
            }
        }

        foreach (var ingress in context.Unit.OfType<Ingress>())
        {
            if (ingress.Metadata.Annotations?.Find(IngressTargetType) is not { Value.Value: "instance" } target)
            {
                continue;
            }

            foreach (var name in ingress.ServiceReferences.Where(r => r.Place == "Ingress backend").Select(r => r.Name.Value).Distinct())
            {
                // What the Service itself says counts more; one without ports is a patch.
                var services = context.Unit.FindServices(name, ingress.Namespace).ToArray();
                if (services.Length > 0 && services.All(s => s.Spec is { Type.Value: "ClusterIP", Ports.Count: > 0 } && s.Metadata.Annotations?.Find(IngressTargetType) is null))
                {
                    yield return Report(
                        ingress,
                        target.Value.Span,
                        $"Ingress {ingress.Name} targets instances, but its backend Service {name} is of type ClusterIP and has no node port: there is nothing on the instances to register. Target ip, or make the Service a NodePort one",
                        [new RelatedSpan(services[0].Spec!.Type!.Span, "backend Service here")]);
                }
            }
        }
    }
}
