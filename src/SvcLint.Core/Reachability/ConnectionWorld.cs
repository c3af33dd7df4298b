using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Emulation.Derivation;
using SvcLint.Emulation.Tracing;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Names;
using SvcLint.Text;

namespace SvcLint.Reachability;

/// <summary>One node with its kube-proxy.</summary>
internal sealed record EmulatedNode(ProxyNode Node, ProxyState State, PacketTracer Tracer);

/// <summary>The cluster that a unit describes, completed, and its nodes as far as they are asked for.</summary>
internal sealed class ConnectionWorld
{
    private readonly Dictionary<(string Node, IPFamily Family), EmulatedNode> _nodes = [];
    private readonly EmulationOptions _options;
    private readonly EmulationResult _first;
    private ClusterDns? _dns;

    private ConnectionWorld(DeploymentUnit unit, EmulationOptions options, EmulationResult first, bool areNodesSynthetic)
    {
        Unit = unit;
        _options = options;
        _first = first;
        AreNodesSynthetic = areNodesSynthetic;
        Nodes = _first.Nodes;
        Pods = _first.Cluster!.Pods.Value;
        Services = _first.Cluster.Objects.OfType<Service>().ToArray();
        Slices = _first.Cluster.Objects.OfType<EndpointSlice>().ToArray();
    }

    /// <summary>The world of a unit; a problem where there is no such node, or several configurations.</summary>
    public static ConnectionAnswer<ConnectionWorld> Of(DeploymentUnit unit, EmulationOptions options)
    {
        var nodes = NodeSelection.NodesOf(unit.Objects);
        var first = Emulator.Prepare(unit.Objects, options with { Node = options.Node ?? (nodes.Count > 0 ? nodes[0].Name : null) });
        return first.Problem == EmulationProblem.None
            ? new ConnectionWorld(unit, options, first, nodes.Count == 0)
            : new ConnectionProblem(first.Why!, first.IsAboutNode ? QuestionPart.Node : null);
    }

    public DeploymentUnit Unit { get; }

    /// <summary>The cluster's DNS server, as the input sets it up.</summary>
    public ClusterDns Dns => _dns ??= new ClusterDns(Unit.Objects, DnsServer.Assuming(Unit.Objects, Unit.Facts.ClusterDomain), _options.Version);

    public bool AreNodesSynthetic { get; }

    public IReadOnlyList<ProxyNode> Nodes { get; }

    public IReadOnlyList<DerivedPod> Pods { get; }

    public IReadOnlyList<Service> Services { get; }

    public IReadOnlyList<EndpointSlice> Slices { get; }

    /// <summary>Those of the input, and what the cluster's controllers make of them.</summary>
    public IReadOnlyList<KubernetesObject> Objects => _first.Cluster!.Objects;

    /// <summary>Why pods that a Service selects are no endpoints: nobody makes or starts them.</summary>
    public IReadOnlyList<string> MissingPodsOf(Service service) => _first.Cluster!.MissingPodsOf(service);

    public ProxyMode Mode => _first.State!.Configuration.Mode;

    public EmulatedNode On(ProxyNode node, IPFamily family)
    {
        if (!_nodes.TryGetValue((node.Name, family), out var emulated))
        {
            // Of a dump each emulation is work: what was prepared is not prepared again. What one node could answer, each can.
            var state = _first.State!.Node.Name == node.Name && _first.State.Family == family ? _first.State
                : Emulator.Prepare(Unit.Objects, _options with { Node = node.Name, Family = family }).State!;
            _nodes.Add((node.Name, family), emulated = new EmulatedNode(state.Node, state, new PacketTracer(state, Emulator.Sync(state))));
        }

        return emulated;
    }

    public static string NamespaceOf(KubernetesObject item) => item.Namespace ?? "default";

    public static string NameOf(KubernetesObject item) => $"{NamespaceOf(item)}/{item.Name}";

    public static string NameOf(DerivedPod pod) => $"{NamespaceOf(pod.Workload)}/{pod.Name}";

    public static IPAddressValue? AddressOf(IEnumerable<IPAddressValue> addresses, IPFamily family)
    {
        foreach (var address in addresses)
        {
            if (address.Family == family)
            {
                return address;
            }
        }

        return null;
    }

    /// <summary>True when the cluster would choose another address.</summary>
    public bool IsPlaceholder(DerivedPod pod) => pod.Workload.PodSpec?.HostNetwork?.Value == true ? AreNodesSynthetic || !IsPlaced(pod) : pod.Workload.PodIPs.Count == 0;

    /// <summary>True when the input tells where the pod runs.</summary>
    public bool IsPlaced(DerivedPod pod) =>
        !AreNodesSynthetic && (Nodes.Count == 1 || pod.Workload.WorkloadKind == WorkloadKind.DaemonSet || pod.Workload.PodSpec?.NodeName is not null);

    public DerivedPod? PodAt(IPAddressValue address) =>
        Pods.FirstOrDefault(p => p.Workload.PodSpec?.HostNetwork?.Value != true && p.Addresses.Contains(address));

    public ProxyNode? NodeAt(IPAddressValue address) => Nodes.FirstOrDefault(n => n.InternalIPs.Contains(address) || n.HostIPs.Contains(address));

    /// <summary>The node that others reach at an address which is none of its own.</summary>
    public ProxyNode? NodeBehind(IPAddressValue address) => NodeAt(address) is null ? Nodes.FirstOrDefault(n => n.ExternalIPs.Contains(address)) : null;

    public TrafficEnd End(DerivedPod pod, IPFamily family) => new(
        TrafficEndKind.Pod,
        NameOf(pod),
        pod.Workload.Namespace,
        pod.Workload,
        IsPlaced(pod) ? pod.Node.Name : null,
        IsPlaceholder(pod) ? null : AddressOf(pod.Addresses, family));

    public TrafficEnd End(ProxyNode node, IPFamily family) => new(
        TrafficEndKind.Node,
        $"node {node.Name}",
        Node: AreNodesSynthetic ? null : node.Name,
        Address: AreNodesSynthetic ? null : AddressOf(node.HostIPs, family));

    /// <summary>Who has an endpoint's address: a declared pod, one that the slice tells of, or something outside.</summary>
    public TrafficEnd EndAt(IPAddressValue address)
    {
        if (PodAt(address) is { } pod)
        {
            return End(pod, address.Family);
        }

        foreach (var slice in Slices)
        {
            foreach (var endpoint in slice.Endpoints?.Items ?? [])
            {
                if ((endpoint.TargetRef is not null || endpoint.NodeName is not null)
                    && endpoint.Addresses?.Items.Any(a => IPAddressValue.TryParseSloppy(a.Value, out var ip) && ip == address) == true)
                {
                    var owner = Pods.FirstOrDefault(p => p.Workload.PodSpec?.HostNetwork?.Value == true && p.Addresses.Contains(address));
                    return owner is not null ? End(owner, address.Family)
                        : new TrafficEnd(TrafficEndKind.UndeclaredPod, NameAt(address, slice, endpoint), slice.Namespace, Node: endpoint.NodeName?.Value, Address: address);
                }
            }
        }

        return NodeAt(address) is { } node ? End(node, address.Family)
            : IsOfPods(address) ? new TrafficEnd(TrafficEndKind.UndeclaredPod, $"the pod at {address}", Address: address)
            : TrafficEnd.Outside(address.ToString(), address);
    }

    // What the slice calls it, unless the input has that pod at another address.
    private string NameAt(IPAddressValue address, EndpointSlice slice, SliceEndpoint endpoint)
    {
        if (endpoint.TargetRef?.Name is not { } name)
        {
            return $"the pod at {address}";
        }

        var pod = $"pod {NamespaceOf(slice)}/{name.Value}";
        var declared = endpoint.TargetRef.Kind?.Value == "Pod"
            ? Unit.Workloads.FirstOrDefault(w => w.WorkloadKind == WorkloadKind.Pod && w.Name == name.Value && NamespaceOf(w) == NamespaceOf(slice) && w.PodIPs.Count > 0) : null;
        return declared is null ? pod : $"the pod at {address} ({pod}, which the slice names, has {string.Join(", ", declared.PodIPs.Select(i => i.Value))})";
    }

    /// <summary>True when the address lies in a range that the input sets aside for pods.</summary>
    public bool IsOfPods(IPAddressValue address)
    {
        var state = _first.State!;
        return state.Configuration.ClusterCIDRs.Concat(Nodes.SelectMany(n => n.PodCIDRs)).Any(r => r.Contains(address))
            || Unit.Facts.PodCidrs.Any(text => CidrValue.TryParseSloppy(text, out var range) && range.Contains(address));
    }

    public bool IsOfServices(IPAddressValue address) => Unit.Facts.ServiceCidrs.Any(text => CidrValue.TryParseSloppy(text, out var range) && range.Contains(address));

    public static SourceSpan PlaceOf(DerivedPod pod) => pod.Workload.NameSpan;
}
