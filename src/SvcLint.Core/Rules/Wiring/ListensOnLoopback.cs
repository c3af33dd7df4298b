using SvcLint.Cluster;
using SvcLint.Cluster.Listening;
using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>A process that is bound to loopback by its command or its configuration, while a Service or a probe connects from outside the pod.</summary>
public sealed class ListensOnLoopback : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2042",
        Name = "listens-on-loopback",
        Title = "A process listens on localhost, where a Service or a probe cannot reach it",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "connections from outside the pod are refused",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var workload in context.Unit.Workloads)
        {
            // The kubelet's probes reach the loopback of a pod on the host network.
            var onHost = workload.PodSpec?.HostNetwork?.Value == true;
            foreach (var container in workload.ServingContainers())
            {
                var known = ContainerListeners.Of(container, workload, context.Unit);
                // A program's default counts only where nothing can say otherwise.
                foreach (var port in known.Listeners.Where(l => known.Application is null && (known.IsComplete || l.Evidence != ListenerEvidence.Default)).GroupBy(l => l.Port).Where(g => g.All(l => l.To == BoundTo.Loopback)))
                {
                    var uses = PortUse.Of(workload, container, context.Unit)
                        .Where(u => u.Port == port.Key && (u.User == PortUser.Service || (u.User == PortUser.Probe && !onHost)))
                        .ToArray();
                    if (uses.Length == 0)
                    {
                        continue;
                    }

                    var listener = port.First();
                    yield return Report(
                        workload,
                        listener.Span,
                        $"container {container.Name?.Value} listens on localhost:{port.Key} ({listener.What}), but {uses[0].What} connects to port {port.Key}",
                        [.. uses.Select(u => u.Span).Distinct().Select(s => new RelatedSpan(s, "connects from outside"))],
                        // Nobody wrote an address: what the image comes with may have changed, and that is worth a look only.
                        severity: listener.Evidence == ListenerEvidence.Image ? Severity.Info : null,
                        confidence: listener.Evidence == ListenerEvidence.Default ? Confidence.Medium : null,
                        help: "bind 0.0.0.0, or :: for both families");
                }
            }
        }
    }
}
