using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.Conflicts;

/// <summary>An external IP that is a node's own address: the Service takes the port from whatever listens there.</summary>
public sealed class ExternalIPOfNode : Rule
{
    // What listens on nodes of most clusters, by TCP port.
    private static readonly Dictionary<int, string> NodeListeners = new()
    {
        [22] = "SSH",
        [2379] = "etcd",
        [2380] = "etcd",
        [6443] = "the API server",
        [10250] = "the kubelet",
        [10256] = "kube-proxy's health check",
    };

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8005",
        Name = "external-ip-of-node",
        Title = "An external IP is a node's own address",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Proxy is not { Nodes.Count: > 0 } proxy || !context.Unit.Services.Any(s => s.Spec?.ExternalIPs is { Count: > 0 }))
        {
            yield break;
        }

        foreach (var port in proxy.Ports)
        {
            var service = proxy.ServiceOf(port);
            foreach (var address in proxy.IsOfUnit(service) ? port.ExternalIPs : [])
            {
                if (NodeWith(proxy.Nodes, address.IP) is { } node)
                {
                    yield return Report(context, service, port, address, node);
                }
            }
        }
    }

    private static (Node Node, NodeAddress Address)? NodeWith(IReadOnlyList<Node> nodes, string ip)
    {
        foreach (var node in nodes)
        {
            foreach (var address in node.Status?.Addresses?.Items ?? [])
            {
                if (IPAddressValue.TryParseSloppy(address.Address?.Value, out var parsed) && parsed.ToString() == ip)
                {
                    return (node, address);
                }
            }
        }

        return null;
    }

    private Finding Report(RuleContext context, Service service, ProxyServicePort port, ServiceAddress address, (Node Node, NodeAddress Address) node)
    {
        var related = new List<RelatedSpan> { new(node.Address.Address!.Span, $"address of node {node.Node.Name}") };
        var listener = port.Name.Protocol == "TCP" && NodeListeners.TryGetValue(port.Port, out var known) ? known : null;
        if (ListenerOf(context.Unit, service, port) is { } found)
        {
            listener = $"{found.Workload.Kind.Value} {found.Workload.Name}";
            related.Add(new RelatedSpan(found.Port.Span, "listens on the node's port"));
        }

        var message = $"external IP {address.IP} of Service {service.Name} is the address of node {node.Node.Name} (port {port.Port}/{port.Name.Protocol})";
        return listener is null
            ? Report(service, address.Cause.Span, message, related, Severity.Info,
                effect: "nothing on the node can be reached at that port any more",
                help: "keep the port free there, or use an address of its own")
            : Report(service, address.Cause.Span, message, related,
                effect: $"{listener} on the node is cut off from everybody else",
                help: "use another address or another port");
    }

    // The Service's own pods on the host network are where the packets go anyway.
    private static (Workload Workload, Located<int> Port)? ListenerOf(DeploymentUnit unit, Service service, ProxyServicePort port)
    {
        foreach (var workload in unit.Workloads)
        {
            foreach (var declared in PortResolution.Declared(workload))
            {
                var listener = PortResolution.OnNode(workload, declared);
                if (listener?.Value == port.Port && PortResolution.Protocol(declared) == port.Name.Protocol && !LabelMatching.Selects(service.Spec?.Selector, workload))
                {
                    return (workload, listener);
                }
            }
        }

        return null;
    }
}
