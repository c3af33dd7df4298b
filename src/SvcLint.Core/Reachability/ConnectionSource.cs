using SvcLint.Emulation;
using SvcLint.Emulation.Derivation;
using SvcLint.Emulation.Tracing;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Reachability;

/// <summary>Who connects.</summary>
/// <param name="Text">As it was resolved: <c>pod shop/web-0</c>.</param>
/// <param name="Pod">A pod of the input, else null.</param>
/// <param name="Node">Where the packet starts; null outside.</param>
/// <param name="IP">The address of a pod that the input does not declare, or of something outside.</param>
/// <param name="Span">The YAML behind it.</param>
internal sealed record ConnectionSource(string Text, DerivedPod? Pod, ProxyNode? Node, IPAddressValue? IP, SourceSpan? Span)
{
    // Addresses that documentation keeps for itself stand for any of a client outside.
    private static readonly IPAddressValue[] Anybody = [Parsed("203.0.113.1"), Parsed("2001:db8::1")];

    /// <summary>Any client outside the cluster.</summary>
    public bool IsAnybody { get; private init; }

    public PacketOrigin Origin => Node is null ? PacketOrigin.Outside : IsOnHostNetwork || IsNode ? PacketOrigin.Node : PacketOrigin.Pod;

    private bool IsNode => Pod is null && IP is null;

    public bool IsOnHostNetwork => Pod?.Workload.PodSpec?.HostNetwork?.Value == true;

    /// <summary>Null where there is none of the family.</summary>
    public IPAddressValue? AddressOf(IPFamily family) =>
        Pod is not null ? ConnectionWorld.AddressOf(Pod.Addresses, family)
        : IsNode ? ConnectionWorld.AddressOf(Node!.HostIPs, family)
        : IsAnybody ? Array.Find(Anybody, a => a.Family == family)
        : IP?.Family == family ? IP : null;

    public TrafficEnd End(ConnectionWorld world, IPFamily family) =>
        Pod is not null ? world.End(Pod, family)
        : IsNode ? world.End(Node!, family)
        : Node is not null ? new TrafficEnd(TrafficEndKind.UndeclaredPod, Text, Node: Node.Name, Address: IP)
        : TrafficEnd.Outside(Text, AddressOf(family));

    /// <param name="world">The cluster.</param>
    /// <param name="address">What was written.</param>
    /// <param name="node">The node that was asked for, or null.</param>
    /// <exception cref="ConnectionQuestionException">There is no such source, or several.</exception>
    public static ConnectionSource Find(ConnectionWorld world, ConnectionAddress address, string? node)
    {
        switch (address.Kind)
        {
            case AddressKind.Pod:
                return OfPod(world, ConnectionLookup.Pod(world, address), node);
            case AddressKind.Workload:
                var pods = ConnectionLookup.PodsOf(world, ConnectionLookup.Workload(world, address));
                return OfPod(world, pods.FirstOrDefault(p => p.Node.Name == node) ?? pods[0], node);
            case AddressKind.Node:
                return OfNode(ConnectionLookup.Node(world, address.Name), node);
            case AddressKind.Internet:
                return new ConnectionSource("any client outside", null, null, Anybody[0], null) { IsAnybody = true };
            default:
                var ip = address.IP!.Value;
                return world.PodAt(ip) is { } pod ? OfPod(world, pod, node)
                    : world.NodeAt(ip) is { } own ? OfNode(own, node)
                    : world.IsOfPods(ip) ? new ConnectionSource($"the pod at {ip}", null, NodeOf(world, ip, node), ip, null)
                    : new ConnectionSource(ip.ToString(), null, null, ip, null);
        }
    }

    private static IPAddressValue Parsed(string text) => IPAddressValue.TryParse(text, out var address) ? address : throw new ArgumentException(text);

    private static ProxyNode NodeOf(ConnectionWorld world, IPAddressValue pod, string? node) =>
        node is not null ? ConnectionLookup.Node(world, node)
        : world.Nodes.FirstOrDefault(n => n.PodCIDRs.Any(r => r.Contains(pod)))
        ?? (world.AreNodesSynthetic || world.Nodes.Count == 1 ? world.Nodes[0]
            : throw new ConnectionQuestionException($"the input does not tell which node {pod} runs on; choose one: {string.Join(", ", world.Nodes.Select(n => n.Name))}", QuestionPart.Node));

    private static ConnectionSource OfNode(ProxyNode own, string? node) =>
        node is null || own.Name == node
            ? new ConnectionSource($"node {own.Name}", null, own, null, own.Cause?.Span)
            : throw new ConnectionQuestionException($"packets of node {own.Name} start on that node", QuestionPart.Node);

    private static ConnectionSource OfPod(ConnectionWorld world, DerivedPod pod, string? node)
    {
        if (node is not null && pod.Node.Name != node)
        {
            if (world.IsPlaced(pod))
            {
                throw new ConnectionQuestionException($"pod {ConnectionWorld.NameOf(pod)} runs on node {pod.Node.Name}", QuestionPart.Node);
            }

            pod = pod with { Node = ConnectionLookup.Node(world, node) };
        }

        return new ConnectionSource($"pod {ConnectionWorld.NameOf(pod)}", pod, pod.Node, null, ConnectionWorld.PlaceOf(pod));
    }
}

/// <summary>Finds what an end names, or says what there is.</summary>
internal static class ConnectionLookup
{
    public static DerivedPod Pod(ConnectionWorld world, ConnectionAddress address)
    {
        var named = world.Pods.Where(p => p.Name == address.Name && IsIn(p.Workload, address)).ToArray();
        return named.Length == 1 ? named[0] : throw Unclear("pod", address, named.Length == 0 ? world.Pods.Select(ConnectionWorld.NameOf) : named.Select(ConnectionWorld.NameOf), named.Length);
    }

    public static Workload Workload(ConnectionWorld world, ConnectionAddress address)
    {
        var workloads = world.Unit.Workloads;
        var named = workloads.Where(w => w.Name == address.Name && IsIn(w, address)).ToArray();
        return named.Length == 1 ? named[0] : throw Unclear("workload", address, (named.Length == 0 ? workloads : named).Select(w => $"{ConnectionWorld.NameOf(w)} ({w.Kind.Value})"), named.Length);
    }

    public static Service Service(ConnectionWorld world, ConnectionAddress address)
    {
        var named = world.Services.Where(s => s.Name == address.Name && IsIn(s, address)).ToArray();
        return named.Length == 1 ? named[0] : throw Unclear("service", address, (named.Length == 0 ? world.Services : named).Select(ConnectionWorld.NameOf), named.Length);
    }

    /// <summary>Null where there is none, or several.</summary>
    public static Service? FindService(ConnectionWorld world, ConnectionAddress address) =>
        world.Services.Where(s => s.Name == address.Name && IsIn(s, address)).Take(2).ToArray() is [var only] ? only : null;

    public static ProxyNode Node(ConnectionWorld world, string name) =>
        world.Nodes.FirstOrDefault(n => n.Name == name)
        ?? throw new ConnectionQuestionException($"node/{name}: no such Node; there {(world.Nodes.Count == 1 ? "is" : "are")} {string.Join(", ", world.Nodes.Select(n => n.Name))}");

    /// <summary>The pods of a workload: those of a running cluster where the input has them, else those that it would make.</summary>
    public static IReadOnlyList<DerivedPod> PodsOf(ConnectionWorld world, Workload workload)
    {
        var running = workload.WorkloadKind == WorkloadKind.Pod ? [] : world.Pods.Where(p =>
            p.Workload.WorkloadKind == WorkloadKind.Pod && p.Workload.PodIPs.Count > 0
            && ConnectionWorld.NamespaceOf(p.Workload) == ConnectionWorld.NamespaceOf(workload)
            && workload.Selector is { IsEmpty: false } selector && Cluster.LabelMatching.Selects(selector, p.Workload.PodLabels)).ToArray();
        var pods = running.Length > 0 ? running : world.Pods.Where(p => ReferenceEquals(p.Workload, workload)).ToArray();
        return pods.Length > 0 ? pods : throw new ConnectionQuestionException($"{workload} of namespace {ConnectionWorld.NamespaceOf(workload)} runs no pod");
    }

    private static bool IsIn(KubernetesObject item, ConnectionAddress address) => address.Namespace is null || ConnectionWorld.NamespaceOf(item) == address.Namespace;

    private static ConnectionQuestionException Unclear(string kind, ConnectionAddress address, IEnumerable<string> candidates, int found)
    {
        const int Shown = 20;
        var all = candidates.Distinct().OrderBy(c => c, StringComparer.Ordinal).ToArray();
        var list = all.Length == 0 ? "the input has none" : $"there {(all.Length == 1 ? "is" : "are")} {string.Join(", ", all.Take(Shown))}{(all.Length > Shown ? ", …" : "")}";
        var written = $"{kind}/{(address.Namespace is null ? "" : address.Namespace + "/")}{address.Name}";
        return new ConnectionQuestionException(found == 0 ? $"{written}: no such {kind}; {list}" : $"{written}: several; {list}");
    }
}
