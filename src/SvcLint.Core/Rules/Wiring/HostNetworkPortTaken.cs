using SvcLint.Cluster;
using SvcLint.Cluster.Listening;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>A process in the node's network that listens on a port which the kubelet or kube-proxy of every node holds, or another workload of the node's network.</summary>
public sealed class HostNetworkPortTaken : Rule
{
    // Ports that every node has by default; to bind every address fails where one of them is taken.
    private static readonly (int Port, string Owner)[] OfNode = [(10250, "the kubelet"), (10256, "kube-proxy (healthz)"), (10248, "the kubelet (healthz)"), (10249, "kube-proxy (metrics)")];

    private static readonly string[] NodeComponents = ["kube-proxy", "kubelet", "hyperkube", "k3s", "rke2"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2047",
        Name = "host-network-port-taken",
        Title = "A pod of the node's network listens on a port that is taken there",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "the process cannot bind the port, or clients reach the other one",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var daemons = new Dictionary<(int, string), (Workload Workload, SourceSpan Span)>();
        foreach (var workload in context.Unit.Workloads)
        {
            foreach (var (port, protocol, span, container) in Ports(workload, context.Unit))
            {
                var owner = Array.Find(OfNode, o => o.Port == port && protocol == "TCP").Owner;
                if (owner is not null && !IsComponent(workload, container))
                {
                    yield return Report(
                        workload,
                        span,
                        $"container {container.Name?.Value} listens on {port} of the node, which {owner} holds",
                        workload.PodSpec?.HostNetwork is { } host ? [new RelatedSpan(host.Span, "node's network")] : null,
                        help: "use another port, or leave the node's network");
                }
                else if (workload.WorkloadKind == WorkloadKind.DaemonSet && IsEverywhere(workload) && context.Unit.IsAppliedTogether)
                {
                    // Two DaemonSets on every node surely meet.
                    if (daemons.TryGetValue((port, protocol), out var first) && !ReferenceEquals(first.Workload, workload))
                    {
                        yield return Report(
                            workload,
                            span,
                            $"port {port}/{protocol} of the node is also taken by {first.Workload.Kind.Value} {first.Workload.Name}",
                            [new RelatedSpan(first.Span, "the same port")],
                            help: "choose another port for one of the two");
                    }
                    else
                    {
                        daemons[(port, protocol)] = (workload, span);
                    }
                }
            }
        }
    }

    private static IEnumerable<(int Port, string Protocol, SourceSpan Span, Container Container)> Ports(Workload workload, DeploymentUnit unit)
    {
        var onHost = workload.PodSpec?.HostNetwork?.Value == true;
        foreach (var container in workload.ServingContainers())
        {
            var seen = new HashSet<(int, string)>();
            foreach (var port in container.Ports?.Items ?? [])
            {
                // An address of its own leaves the others free.
                if (port.HostIP is null or { Value: "0.0.0.0" or "" } && PortResolution.OnNode(workload, port) is { Value: > 0 } number && seen.Add((number.Value, PortResolution.Protocol(port))))
                {
                    yield return (number.Value, PortResolution.Protocol(port), number.Span, container);
                }
            }

            foreach (var listener in onHost ? ContainerListeners.Of(container, workload, unit).Listeners : [])
            {
                if (listener is { Evidence: ListenerEvidence.Command, To: not BoundTo.Loopback } && seen.Add((listener.Port, "TCP")))
                {
                    yield return (listener.Port, "TCP", listener.Span, container);
                }
            }
        }
    }

    private static bool IsEverywhere(Workload workload) => workload.PodSpec is { NodeSelector: null or { Count: 0 }, NodeLabels.Count: 0 };

    private static bool IsComponent(Workload workload, Container container) =>
        NodeComponents.Any(c => (container.Image?.Value ?? "").IndexOf(c, StringComparison.Ordinal) >= 0 || (workload.Name ?? "").IndexOf(c, StringComparison.Ordinal) >= 0);
}
