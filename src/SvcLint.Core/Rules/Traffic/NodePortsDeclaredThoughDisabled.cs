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
                        $"nodePort {nodePort.Value} is set beside allocateLoadBalancerNodePorts: false",
                        [new RelatedSpan(service.Spec!.AllocateLoadBalancerNodePorts!.Span, "switched off")],
                        effect: $"the field stops automatic allocation only; port {nodePort.Value} is still opened on every node",
                        help: "remove nodePort, or the field");
                }
            }
        }
    }
}
