using System.Globalization;
using SvcLint.Emulation.Ipvs;

namespace SvcLint.Emulation.Comparison;

/// <summary>Entries of kube-proxy's sets on both sides. Sets that hold addresses of nodes are left out: the input does not know them all.</summary>
internal sealed class IpSetComparison
{
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    public IpSetComparison(IReadOnlyList<ProxyServicePort> services)
    {
        foreach (var port in services)
        {
            var owner = $"{port.Name.Namespace}/{port.Name.Name}";
            foreach (var address in port.LoadBalancerVIPs.Concat(port.ExternalIPs).Append(port.ClusterIP))
            {
                _owners[$"{address.IP},{port.ProtocolText}:{Number(port.Port)}"] = owner;
            }

            if (port.NodePort != 0)
            {
                _owners[Number(port.NodePort)] = owner;
            }

            foreach (var endpoint in port.Endpoints)
            {
                var colon = endpoint.Address.LastIndexOf(':');
                _owners[$"{endpoint.Address.Substring(0, colon).Trim('[', ']')},{port.ProtocolText}:{endpoint.Address.Substring(colon + 1)}"] = owner;
            }
        }
    }

    public IReadOnlyList<ComparedObject> Emulated(IReadOnlyList<IpSet> sets) =>
        [.. sets.Where(s => IsCompared(s.Name)).SelectMany(s => s.Entries.Select(e => Of(s.Name, e.Text, e.Cause)))];

    public IReadOnlyList<ComparedObject> Found(IReadOnlyList<(string Set, string Entry)> entries) => [.. entries.Where(e => IsCompared(e.Set)).Select(e => Of(e.Set, e.Entry, null))];

    private ComparedObject Of(string set, string entry, Cause? cause)
    {
        // ipset leaves out the length of a single address.
        var text = entry.EndsWith("/32", StringComparison.Ordinal) ? entry.Substring(0, entry.Length - 3) : entry.EndsWith("/128", StringComparison.Ordinal) ? entry.Substring(0, entry.Length - 4) : entry;
        var parts = text.Split(',');
        var place = parts.Length > 2 ? $"{parts[0]},{parts[1]}" : text;
        return new ComparedObject($"set {set}", $"add {set} {text}", text, _owners.TryGetValue(place, out var owner) ? owner : null, cause);
    }

    private static bool IsCompared(string set) => set.StartsWith("KUBE-", StringComparison.Ordinal) && set.IndexOf("SCTP-HASH", StringComparison.Ordinal) < 0 && set.IndexOf("KUBE-IPVS-IPS", StringComparison.Ordinal) < 0;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
