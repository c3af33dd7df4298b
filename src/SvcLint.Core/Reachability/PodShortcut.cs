using SvcLint.Emulation;
using SvcLint.Emulation.Tracing;
using SvcLint.Kubernetes;

namespace SvcLint.Reachability;

/// <summary>
/// What pods send to external addresses of a Service passes externalTrafficPolicy Local, where kube-proxy tells pods from others (clusterCIDR,
/// detectLocal). Installers say that outside of what is applied: without a configuration each node is taken to know its own pods.
/// </summary>
internal sealed class PodShortcut(ConnectionWorld world, ConnectionSource source)
{
    public const string Assumption = "kube-proxy is taken to tell pods from others (clusterCIDR or detectLocal), and so to let them pass externalTrafficPolicy Local: the input has no KubeProxyConfiguration";

    /// <summary>True when it depends on kube-proxy's configuration, which the input lacks, which endpoints the packet may go to.</summary>
    /// <param name="destination">Where the pod sends to.</param>
    /// <param name="node">Whose kube-proxy meets the packet.</param>
    public bool Matters(ConnectionDestination destination, EmulatedNode node) =>
        source.Origin == PacketOrigin.Pod
        && destination is { End: null, IsClusterIP: false, ServicePort: { } asked }
        && node.State.Configuration is { Cause: null, Mode: not ProxyMode.Ipvs }
        && node.State.ServicePorts.FirstOrDefault(p => p.Name == asked.Name) is { ExternalPolicyLocal: true } port
        && port.Choice.Cluster.Any(e => !e.IsLocal);

    /// <summary>The same, where the source's own node decides.</summary>
    public bool IsTaken(ConnectionDestination destination, EmulatedNode node) =>
        destination.Address is { } address && (world.NodeAt(address) ?? node.Node).Name == node.Node.Name && Matters(destination, node);

    /// <summary>The node, with a kube-proxy that tells the pod from others.</summary>
    public EmulatedNode Knowing(IPAddressValue pod, EmulatedNode node)
    {
        var state = ProxyState.Create(
            world.Objects, node.Node, node.State.Configuration with { ClusterCIDRs = [RangeOf(pod, node.Node)] }, node.State.Family, node.State.Release, node.State.Environment);
        return new EmulatedNode(state.Node, state, new PacketTracer(state, Emulator.Sync(state)));
    }

    private static CidrValue RangeOf(IPAddressValue pod, ProxyNode node)
    {
        foreach (var range in node.PodCIDRs)
        {
            if (range.Contains(pod))
            {
                return range;
            }
        }

        return CidrValue.Single(pod);
    }
}
