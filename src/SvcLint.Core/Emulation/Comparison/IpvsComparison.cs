using System.Globalization;
using SvcLint.Emulation.Ipvs;

namespace SvcLint.Emulation.Comparison;

/// <summary>Virtual servers of both sides. kube-proxy drains servers at weight 0, and serves node ports on addresses that the input does not know.</summary>
internal sealed class IpvsComparison(IReadOnlyList<ProxyServicePort> services)
{
    // Node ports stand under no address.
    private readonly Dictionary<(string Protocol, string IP, int Port), string> _owners = [];

    public IReadOnlyList<ComparedObject> Of(IReadOnlyList<VirtualServer> servers) => servers.SelectMany(Of).ToArray();

    /// <summary>What was found, less the copies of node ports on further addresses of the node.</summary>
    public IReadOnlyList<ComparedObject> Found(IReadOnlyList<VirtualServer> found, IReadOnlyList<VirtualServer> emulated)
    {
        var known = new HashSet<string>(emulated.Select(s => s.Service), StringComparer.Ordinal);
        var served = new HashSet<(int, string)>(services.Where(p => p.NodePort != 0).Select(p => (p.NodePort, p.ProtocolText)));
        var nodePorts = emulated.Where(s => served.Contains((s.Port, s.Protocol))).GroupBy(s => (s.Port, s.Protocol)).ToDictionary(g => g.Key, g => Shape(g.First()));
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
        if (_owners.Count == 0)
        {
            foreach (var port in services)
            {
                var owner = $"{port.Name.Namespace}/{port.Name.Name}";
                foreach (var address in port.LoadBalancerVIPs.Concat(port.ExternalIPs).Append(port.ClusterIP))
                {
                    _owners[(port.ProtocolText, address.IP, port.Port)] = owner;
                }

                _owners[(port.ProtocolText, "", port.NodePort)] = owner;
            }
        }

        return _owners.TryGetValue((server.Protocol, server.IP, server.Port), out var own) || _owners.TryGetValue((server.Protocol, "", server.Port), out own) ? own : null;
    }
}
