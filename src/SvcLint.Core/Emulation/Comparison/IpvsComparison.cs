using System.Globalization;
using SvcLint.Emulation.Ipvs;

namespace SvcLint.Emulation.Comparison;

/// <summary>Virtual servers of both sides. kube-proxy drains servers at weight 0, and serves node ports on addresses that the input does not know.</summary>
internal sealed class IpvsComparison(IReadOnlyList<ProxyServicePort> services)
{
    public IReadOnlyList<ComparedObject> Of(IReadOnlyList<VirtualServer> servers) => servers.SelectMany(Of).ToArray();

    /// <summary>What was found, less the copies of node ports on further addresses of the node.</summary>
    public IReadOnlyList<ComparedObject> Found(IReadOnlyList<VirtualServer> found, IReadOnlyList<VirtualServer> emulated)
    {
        var known = new HashSet<string>(emulated.Select(s => s.Service), StringComparer.Ordinal);
        var nodePorts = emulated.Where(s => services.Any(p => p.NodePort == s.Port && p.ProtocolText == s.Protocol)).GroupBy(s => (s.Port, s.Protocol)).ToDictionary(g => g.Key, g => Shape(g.First()));
        return Of(found.Where(s => known.Contains(s.Service) || !nodePorts.TryGetValue((s.Port, s.Protocol), out var shape) || shape != Shape(s)).ToArray());
    }

    private static string Shape(VirtualServer server) =>
        $"{server.Scheduler} {server.PersistenceSeconds} {string.Join(" ", server.RealServers.Where(r => r.Weight > 0).Select(r => r.Address).OrderBy(a => a, StringComparer.Ordinal))}";

    private IEnumerable<ComparedObject> Of(VirtualServer server)
    {
        var owner = OwnerOf(server);
        var place = $"virtual server {server.Service}";
        yield return new ComparedObject(place, server.Text, "server", owner, server.Cause);
        foreach (var real in server.RealServers)
        {
            if (real.Weight > 0)
            {
                yield return new ComparedObject(place, $"-a {server.Service} -r {real.Address} -m -w {real.Weight.ToString(CultureInfo.InvariantCulture)}", real.Address, owner, real.Cause);
            }
        }
    }

    private string? OwnerOf(VirtualServer server)
    {
        foreach (var port in services)
        {
            if (port.ProtocolText == server.Protocol
                && (port.NodePort == server.Port || (port.Port == server.Port && (port.ClusterIP.IP == server.IP || port.ExternalIPs.Any(e => e.IP == server.IP) || port.LoadBalancerVIPs.Any(v => v.IP == server.IP)))))
            {
                return $"{port.Name.Namespace}/{port.Name.Name}";
            }
        }

        return null;
    }
}
