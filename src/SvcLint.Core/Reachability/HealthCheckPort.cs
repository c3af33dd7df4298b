using SvcLint.Emulation;
using SvcLint.Kubernetes;

namespace SvcLint.Reachability;

/// <summary>
/// The health check node port of a Service with externalTrafficPolicy Local. kube-proxy itself listens there and answers any path: 200 where
/// the node has a ready endpoint of the Service, else 503, so that load balancers send only to nodes that can serve.
/// </summary>
/// <param name="Verdict">Whether kube-proxy listens at the address.</param>
/// <param name="Why">What it answers.</param>
/// <param name="Cause">The port in the Service.</param>
internal sealed record HealthCheckPort(ConnectionVerdict Verdict, string Why, Cause? Cause)
{
    /// <summary>What kube-proxy of a node answers at one of its addresses; null where the port is no health check of any Service.</summary>
    public static HealthCheckPort? At(EmulatedNode node, IPAddressValue address, int port, string protocol)
    {
        var state = node.State;
        if (protocol != "TCP" || state.ServicePorts.FirstOrDefault(p => p.HealthCheckNodePort == port) is not { } checkedPort)
        {
            return null;
        }

        var name = $"{checkedPort.Name.Namespace}/{checkedPort.Name.Name}";
        if (!state.NodePortAddresses.MatchesAll && !state.NodePortAddresses.Matching(state.InterfaceAddresses).Contains(address))
        {
            return new HealthCheckPort(ConnectionVerdict.NoRoute, $"kube-proxy does not listen for health checks of Service {name} at {address}: nodePortAddresses leaves it out", checkedPort.HealthCheckNodePortCause);
        }

        var ready = state.ServicePorts
            .Where(p => p.Name.Namespace == checkedPort.Name.Namespace && p.Name.Name == checkedPort.Name.Name)
            .SelectMany(p => p.Endpoints)
            .Where(e => e is { IsLocal: true, IsReady: true })
            .Select(e => e.IP)
            .Distinct()
            .Count();
        return new HealthCheckPort(
            ConnectionVerdict.Allowed,
            ready > 0
                ? $"kube-proxy answers 200: node {node.Node.Name} has {(ready == 1 ? "a ready endpoint" : $"{ready} ready endpoints")} of Service {name}"
                : $"kube-proxy answers 503: node {node.Node.Name} has no ready endpoint of Service {name}, and load balancers leave it out",
            checkedPort.HealthCheckNodePortCause);
    }
}
