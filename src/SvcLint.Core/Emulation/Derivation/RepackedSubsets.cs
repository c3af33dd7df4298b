using System.Globalization;
using System.Text;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>An address of Endpoints as the API server stores it.</summary>
internal sealed record RepackedAddress(EndpointAddress Address, IPAddressValue IP, bool IsReady);

/// <summary>A subset of Endpoints as the API server stores it: addresses that have exactly these ports.</summary>
internal sealed record RepackedSubsets(IReadOnlyList<EndpointPort> Ports, IReadOnlyList<RepackedAddress> Addresses)
{
    /// <summary>
    /// The subsets taken apart and put together anew, as the API server does when it stores Endpoints: each address once with all its
    /// ports, not ready where any subset says so, in the order of their texts.
    /// </summary>
    public static IReadOnlyList<RepackedSubsets> Of(Endpoints endpoints)
    {
        var addresses = new List<(EndpointAddress Address, IPAddressValue IP)>();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var byPort = new List<(EndpointPort? Port, SortedDictionary<int, bool> Ready)>();
        var ports = new Dictionary<(string Name, int Number, string Protocol, string? Application), int>();
        foreach (var subset in endpoints.Subsets?.Items ?? [])
        {
            foreach (var port in subset.Ports is { Count: > 0 } written ? written.Items : (IReadOnlyList<EndpointPort?>)[null])
            {
                var ready = ReadyAt(port);
                Add(subset.Addresses, true, ready);
                Add(subset.NotReadyAddresses, false, ready);
            }
        }

        var repacked = new List<RepackedSubsets>();
        foreach (var alike in byPort.GroupBy(p => KeyOf(p.Ready), StringComparer.Ordinal))
        {
            var own = alike.First().Ready.Select(r => new RepackedAddress(addresses[r.Key].Address, addresses[r.Key].IP, r.Value)).OrderBy(a => a.Address.IP!.Value, StringComparer.Ordinal);
            repacked.Add(new RepackedSubsets([.. alike.Select(p => p.Port).OfType<EndpointPort>()], [.. own.Where(a => a.IsReady), .. own.Where(a => !a.IsReady)]));
        }

        return repacked;

        SortedDictionary<int, bool> ReadyAt(EndpointPort? port)
        {
            var key = port is null ? ("", -1, "", null) : (port.Name?.Value ?? "", port.Port?.Value ?? 0, port.Protocol?.Value ?? "TCP", port.AppProtocol?.Value);
            if (!ports.TryGetValue(key, out var at))
            {
                ports.Add(key, at = byPort.Count);
                byPort.Add((port, []));
            }

            return byPort[at].Ready;
        }

        void Add(LocatedList<EndpointAddress>? written, bool isReady, SortedDictionary<int, bool> ready)
        {
            foreach (var address in written?.Items ?? [])
            {
                if (address.IP is not { } ip || !IPAddressValue.TryParseSloppy(ip.Value, out var parsed))
                {
                    continue;
                }

                if (!known.TryGetValue(ip.Value, out var at))
                {
                    known.Add(ip.Value, at = addresses.Count);
                    addresses.Add((address, parsed));
                }

                ready[at] = isReady && (!ready.TryGetValue(at, out var before) || before);
            }
        }
    }

    private static string KeyOf(SortedDictionary<int, bool> ready)
    {
        var key = new StringBuilder();
        foreach (var one in ready)
        {
            key.Append(one.Key.ToString(CultureInfo.InvariantCulture)).Append(one.Value ? '+' : '-');
        }

        return key.ToString();
    }
}
