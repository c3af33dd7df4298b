using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Diagnosis;

/// <summary>The addresses of pods and nodes, in order: whether a range holds any of them takes a search, however many ranges are asked about.</summary>
internal sealed class KnownAddresses
{
    private readonly IPAddressValue[] _addresses;
    private readonly CidrValue[] _podRanges;

    public KnownAddresses(IEnumerable<Node> nodes, IEnumerable<Workload> pods)
    {
        var all = new List<IPAddressValue>();
        var ranges = new List<CidrValue>();
        foreach (var node in nodes)
        {
            foreach (var address in node.Status?.Addresses?.Items ?? [])
            {
                Add(address.Address?.Value);
            }

            foreach (var range in node.Spec?.PodCIDRs?.Items ?? (node.Spec?.PodCIDR is { } single ? [single] : []))
            {
                if (CidrValue.TryParse(range.Value, out var parsed))
                {
                    ranges.Add(parsed);
                }
            }
        }

        foreach (var ip in pods.SelectMany(p => p.PodIPs))
        {
            Add(ip.Value);
        }

        all.Sort();
        _addresses = [.. all];
        // Pods that come later have their addresses from there.
        _podRanges = [.. ranges.Distinct()];

        void Add(string? text)
        {
            if (IPAddressValue.TryParse(text, out var address))
            {
                all.Add(address);
            }
        }
    }

    /// <summary>True where a pod or a node is in the range, or may come into it.</summary>
    public bool MayBeIn(CidrValue range)
    {
        var at = Array.BinarySearch(_addresses, range.Network);
        at = at < 0 ? ~at : at;
        return (at < _addresses.Length && range.Contains(_addresses[at])) || Array.Exists(_podRanges, r => r.Contains(range) || range.Contains(r));
    }
}
