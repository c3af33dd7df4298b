using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A chosen node port beside source ranges: what comes in through it is not filtered.</summary>
public sealed class NodePortBypassesSourceRanges : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4009",
        Name = "node-port-bypasses-source-ranges",
        Title = "A node port is open to everyone, in spite of the Service's source ranges",
        Category = Category.LoadBalancers,
        Severity = Severity.Info,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (SourceRanges.Of(service) is not { } ranges || ranges.Items.Any(r => r.Cidr.PrefixLength == 0))
            {
                continue;
            }

            foreach (var port in service.Spec?.Ports?.Items ?? [])
            {
                // An allocated one is kube-proxy's affair; who writes a number means it to be used.
                if (port.NodePort is { IsDefault: false, Value: > 0 } nodePort)
                {
                    yield return Report(
                        service,
                        nodePort.Span,
                        $"nodePort {nodePort.Value} of Service {service.Name} is not covered by its source ranges",
                        [new RelatedSpan(ranges.KeySpan, "filters the load balancer's address only")],
                        effect: "any client that reaches a node can connect to it",
                        help: "close the port with a firewall, or omit it with allocateLoadBalancerNodePorts: false");
                }
            }
        }
    }
}
