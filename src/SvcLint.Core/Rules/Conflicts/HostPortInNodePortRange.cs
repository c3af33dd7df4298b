using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.Conflicts;

/// <summary>A listener on the node itself inside the node-port range: a node port allocated later takes its traffic.</summary>
public sealed class HostPortInNodePortRange : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8004",
        Name = "host-port-in-node-port-range",
        Title = "A pod listens on the node inside the node-port range",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Proxy is null)
        {
            yield break;
        }

        var (low, high) = context.NodePortRange;
        var claims = context.Unit.Services.SelectMany(NodePortClaim.Of).ToArray();
        foreach (var workload in context.Unit.Workloads)
        {
            foreach (var port in PortResolution.Declared(workload))
            {
                var listener = PortResolution.OnNode(workload, port);
                if (listener is not { } number || number.Value < low || number.Value > high)
                {
                    continue;
                }

                var taken = claims.FirstOrDefault(c => c.Number == number.Value);
                yield return Report(
                    workload,
                    number.Span,
                    $"{workload.Kind.Value} {workload.Name} listens on port {number.Value} of the node, which is in the node-port range {low}-{high}",
                    taken is null ? [] : [new RelatedSpan(taken.Span, "node port")],
                    effect: taken is null ? "a Service may be given the same number, and its rules then take this port's packets" : $"Service {taken.Service.Name} has that node port, and its rules take this port's packets",
                    help: "use a port outside the range");
            }
        }
    }
}
