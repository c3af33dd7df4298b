using SvcLint.Emulation;
using SvcLint.Kubernetes;
using static SvcLint.Reachability.ConnectionWords;

namespace SvcLint.Reachability;

/// <summary>Destinations on the loopback: whoever sends there sends to itself, to its pod or to its node, where node ports may be served.</summary>
internal sealed class LoopbackResolver(ConnectionWorld world, ConnectionSource source, EmulatedNode entry, ConnectionAddress written)
{
    private readonly List<ConnectionStep> _steps = [];

    public ConnectionDestination[] Resolve(IPAddressValue address)
    {
        var itself = source.Pod is { } pod && !source.IsOnHostNetwork ? $"pod {ConnectionWorld.NameOf(pod)}" : source.Node is { } own ? $"node {own.Name}" : source.Text;
        _steps.Add(new ConnectionStep(ConnectionStage.Address, $"{address} is {itself} itself", null));
        var port = source.Node is null || (source.Pod is not null && !source.IsOnHostNetwork) ? null
            : entry.State.ServicePorts.FirstOrDefault(p => p.NodePort != 0 && p.NodePort == written.PortNumber && (written.Protocol is null || p.Name.Protocol == written.Protocol));
        if (port is null)
        {
            return Nowhere(ConnectionVerdict.Unknown, written.Port is null ? $"whether a process of {itself} listens there the input does not tell" : $"whether a process of {itself} listens on port {written.Port} the input does not tell");
        }

        _steps.Add(new ConnectionStep(ConnectionStage.Service, $"node port {Number(port.NodePort)}{Mark(IsDerived(port.NodePortCause))} of Service {port.NameText}", port.NodePortCause?.Span ?? port.Cause.Span) { HasDerivedValue = IsDerived(port.NodePortCause) });
        return entry.State.ServesLocalhostNodePorts ? [new ConnectionDestination { Steps = _steps, Address = address, Port = port.NodePort, Protocol = port.Name.Protocol, ServicePort = port }]
            : entry.State.ProxiesLocalhostNodePorts && port.Name.Protocol == "TCP" ? Proxied(port)
            : Nowhere(ConnectionVerdict.Rejected, WhyRejected(address, port));
    }

    private ConnectionDestination[] Nowhere(ConnectionVerdict verdict, string why) => [ConnectionDestination.Nowhere(_steps, verdict, why)];

    // kube-proxy listens itself, while there is an endpoint, and connects from the node.
    private ConnectionDestination[] Proxied(ProxyServicePort port)
    {
        var endpoints = port.ExternalPolicyLocal ? port.Choice.Local : port.Choice.Cluster;
        if (endpoints.Count == 0)
        {
            return Nowhere(
                ConnectionVerdict.Rejected,
                port.ExternalPolicyLocal && port.Choice.HasAny ? $"externalTrafficPolicy is Local, and node {entry.Node.Name} has no endpoint of Service {port.NameText}: kube-proxy does not listen there"
                    : $"Service {port.NameText} has no endpoint: kube-proxy does not listen there");
        }

        _steps.Add(new ConnectionStep(ConnectionStage.Service, "kube-proxy itself listens there (KubeProxyNFTablesLocalhostNodePorts) and connects to an endpoint", null));
        return [.. endpoints.Select(endpoint => To(endpoint, port, 1.0 / endpoints.Count))];
    }

    private ConnectionDestination To(ProxyEndpoint endpoint, ProxyServicePort port, double probability)
    {
        var address = IPAddressValue.TryParseSloppy(endpoint.IP, out var ip) ? ip : IPAddressValue.Loopback(entry.State.Family);
        var end = world.EndAt(address);
        return new ConnectionDestination
        {
            Steps = [.. _steps, new ConnectionStep(ConnectionStage.Endpoint, $"endpoint {endpoint.Address}{Mark(endpoint.Cause.IsDerived)}, {(end.Kind == TrafficEndKind.Pod ? "pod " : "")}{end}", endpoint.Cause.Span) { HasDerivedValue = endpoint.Cause.IsDerived }],
            Address = address,
            Port = endpoint.Port,
            Protocol = port.Name.Protocol,
            End = end,
            ServicePort = end.Kind is TrafficEndKind.Pod or TrafficEndKind.UndeclaredPod ? port : null,
            Probability = probability,
        };
    }

    private string WhyRejected(IPAddressValue address, ProxyServicePort port)
    {
        var mode = entry.State.Configuration.Mode;
        return mode == ProxyMode.Nftables && entry.State.ProxiesLocalhostNodePorts ? $"kube-proxy serves TCP alone on loopback addresses, and rejects {port.Name.Protocol}"
            : mode == ProxyMode.Nftables && entry.State.Release.RejectsLocalhostNodePorts ? "kube-proxy rejects node ports on loopback addresses: nodePortAddresses do not name the loopback"
            : mode != ProxyMode.Iptables ? $"kube-proxy serves no node ports on loopback addresses in {ProxyModes.NameOf(mode)} mode"
            : address.IsIPv6 ? "kube-proxy serves no node ports on the IPv6 loopback address"
            : "kube-proxy serves no node ports on loopback addresses here: localhostNodePorts is off, or nodePortAddresses leave them out";
    }
}
