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
    private static readonly IPAddressValue[] Anybody = [.. new[] { "203.0.113.1", "2001:db8::1" }.Select(t => IPAddressValue.TryParse(t, out var address) ? address : default)];

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
    /// <returns>A problem where there is no such source, or several.</returns>
    public static ConnectionAnswer<ConnectionSource> Find(ConnectionWorld world, ConnectionAddress address, string? node)
    {
        switch (address.Kind)
        {
            case AddressKind.Pod:
                return ConnectionLookup.Pod(world, address).SelectMany(p => OfPod(world, p, node));
            case AddressKind.Workload:
                return
                    from workload in ConnectionLookup.Workload(world, address)
                    from pods in ConnectionLookup.PodsOf(world, workload)
                    from source in OfPod(world, pods.FirstOrDefault(p => p.Node.Name == node) ?? pods[0], node)
                    select source;
            case AddressKind.Node:
                return ConnectionLookup.Node(world, address.Name).SelectMany(n => OfNode(n, node));
            case AddressKind.Internet:
                return new ConnectionSource("any client outside", null, null, Anybody[0], null) { IsAnybody = true };
            default:
                var ip = address.IP!.Value;
                // What was chosen in the cluster's place is nobody's address.
                return world.PodAt(ip) is { } pod && !world.IsPlaceholder(pod) ? OfPod(world, pod, node)
                    : !world.AreNodesSynthetic && world.NodeAt(ip) is { } own ? OfNode(own, node)
                    : world.IsOfPods(ip) ? NodeOf(world, ip, node).Select(n => new ConnectionSource($"the pod at {ip}", null, n, ip, null))
                    : new ConnectionSource(ip.ToString(), null, null, ip, null);
        }
    }

    private static ConnectionAnswer<ProxyNode> NodeOf(ConnectionWorld world, IPAddressValue pod, string? node) =>
        node is not null ? ConnectionLookup.Node(world, node)
        : world.Nodes.FirstOrDefault(n => n.PodCIDRs.Any(r => r.Contains(pod))) is { } own ? own
        : world.AreNodesSynthetic || world.Nodes.Count == 1 ? world.Nodes[0]
        : new ConnectionProblem($"the input does not tell which node {pod} runs on; choose one: {string.Join(", ", world.Nodes.Select(n => n.Name))}", QuestionPart.Node);

    private static ConnectionAnswer<ConnectionSource> OfNode(ProxyNode own, string? node) =>
        node is null || own.Name == node
            ? new ConnectionSource($"node {own.Name}", null, own, null, own.Cause?.Span)
            : new ConnectionProblem($"packets of node {own.Name} start on that node", QuestionPart.Node);

    private static ConnectionAnswer<ConnectionSource> OfPod(ConnectionWorld world, DerivedPod pod, string? node) =>
        node is null || pod.Node.Name == node ? On(pod, pod.Node)
        : world.IsPlaced(pod) ? new ConnectionProblem($"pod {ConnectionWorld.NameOf(pod)} runs on node {pod.Node.Name}", QuestionPart.Node)
        : ConnectionLookup.Node(world, node).Select(n => On(pod, n));

    private static ConnectionSource On(DerivedPod pod, ProxyNode node) =>
        new($"pod {ConnectionWorld.NameOf(pod)}", pod with { Node = node }, node, null, ConnectionWorld.PlaceOf(pod));
}

/// <summary>Finds what an end names, or says what there is.</summary>
internal static class ConnectionLookup
{
    public static ConnectionAnswer<DerivedPod> Pod(ConnectionWorld world, ConnectionAddress address)
    {
        var named = world.Pods.Where(p => p.Name == address.Name && IsIn(p.Workload, address)).ToArray();
        return named.Length == 1 ? named[0] : Unclear("pod", address, named.Length == 0 ? world.Pods.Select(ConnectionWorld.NameOf) : named.Select(ConnectionWorld.NameOf), named.Length);
    }

    public static ConnectionAnswer<Workload> Workload(ConnectionWorld world, ConnectionAddress address)
    {
        var workloads = world.Unit.Workloads;
        var named = workloads.Where(w => w.Name == address.Name && IsIn(w, address)).ToArray();
        return named.Length == 1 ? named[0] : Unclear("workload", address, (named.Length == 0 ? workloads : named).Select(w => $"{ConnectionWorld.NameOf(w)} ({w.Kind.Value})"), named.Length);
    }

    public static ConnectionAnswer<Service> Service(ConnectionWorld world, ConnectionAddress address)
    {
        var named = world.Services.Where(s => s.Name == address.Name && IsIn(s, address)).ToArray();
        return named.Length == 1 ? named[0] : Unclear("service", address, (named.Length == 0 ? world.Services : named).Select(ConnectionWorld.NameOf), named.Length);
    }

    /// <summary>Null where there is none, or several.</summary>
    public static Service? FindService(ConnectionWorld world, ConnectionAddress address) =>
        world.Services.Where(s => s.Name == address.Name && IsIn(s, address)).Take(2).ToArray() is [var only] ? only : null;

    public static ConnectionAnswer<ProxyNode> Node(ConnectionWorld world, string name) =>
        world.Nodes.FirstOrDefault(n => n.Name == name) is { } node ? node
        : new ConnectionProblem($"node/{name}: no such Node; there {(world.Nodes.Count == 1 ? "is" : "are")} {string.Join(", ", world.Nodes.Select(n => n.Name))}");

    /// <summary>The pods of a workload: those of a running cluster where the input has them, else those that it would make.</summary>
    public static ConnectionAnswer<DerivedPod[]> PodsOf(ConnectionWorld world, Workload workload)
    {
        var running = workload.WorkloadKind == WorkloadKind.Pod ? [] : world.Pods.Where(p =>
            p.Workload.WorkloadKind == WorkloadKind.Pod && p.Workload.PodIPs.Count > 0
            && ConnectionWorld.NamespaceOf(p.Workload) == ConnectionWorld.NamespaceOf(workload)
            && workload.Selector is { IsEmpty: false } selector && Cluster.LabelMatching.Selects(selector, p.Workload.PodLabels)).ToArray();
        var pods = running.Length > 0 ? running : world.Pods.Where(p => ReferenceEquals(p.Workload, workload)).ToArray();
        return pods.Length > 0 ? pods : new ConnectionProblem($"{workload} of namespace {ConnectionWorld.NamespaceOf(workload)} runs no pod");
    }

    private static bool IsIn(KubernetesObject item, ConnectionAddress address) => address.Namespace is null || ConnectionWorld.NamespaceOf(item) == address.Namespace;

    private static ConnectionProblem Unclear(string kind, ConnectionAddress address, IEnumerable<string> candidates, int found)
    {
        const int Shown = 20;
        var all = candidates.Distinct().OrderBy(c => c, StringComparer.Ordinal).ToArray();
        var list = all.Length == 0 ? "the input has none" : $"there {(all.Length == 1 ? "is" : "are")} {string.Join(", ", all.Take(Shown))}{(all.Length > Shown ? ", …" : "")}";
        var written = $"{kind}/{(address.Namespace is null ? "" : address.Namespace + "/")}{address.Name}";
        return new ConnectionProblem(found == 0 ? $"{written}: no such {kind}; {list}" : $"{written}: several; {list}");
    }
}
