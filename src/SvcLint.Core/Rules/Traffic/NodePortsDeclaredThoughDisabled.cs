using SvcLint.Findings;

namespace SvcLint.Rules.Traffic;

/// <summary>allocateLoadBalancerNodePorts: false beside node ports that somebody chose: those are opened all the same.</summary>
public sealed class NodePortsDeclaredThoughDisabled : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3012",
        Name = "node-ports-declared-though-disabled",
        Title = "Node ports are switched off for a Service that names one",
        Category = Category.Traffic,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            foreach (var port in service.Spec is { AllocateLoadBalancerNodePorts.Value: false, Type.Value: "LoadBalancer" } ? service.Spec.Ports?.Items ?? [] : [])
            {
                if (port.NodePort is { Value: > 0, IsDefault: false } nodePort)
                {
                    yield return Report(
                        service,
                        nodePort.Span,
                        $"Service {service.Name} says allocateLoadBalancerNodePorts: false and names node port {nodePort.Value}. The field only stops the allocation of ports that nobody named: this one is opened on every node. Remove the nodePort, or the field",
                        [new RelatedSpan(service.Spec!.AllocateLoadBalancerNodePorts!.Span, "switched off here")]);
                }
            }
        }
    }
}
