using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Diagnosis;

/// <summary>The ranges from which nodes give addresses to pods, as far as the pods of a dump bear them out, and who has which address.</summary>
internal sealed class PodRanges
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<CidrValue, string> _nodes = [];
    private readonly HashSet<int> _lengths = [];

    public PodRanges(IEnumerable<Node> nodes, IReadOnlyList<Workload> pods)
    {
        var declared = new Dictionary<string, List<CidrValue>>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            var ranges = node.Spec?.PodCIDRs?.Items.Select(r => r.Value) ?? (node.Spec?.PodCIDR is { } single ? [single.Value] : []);
            declared[node.Name ?? ""] = [.. ranges.Select(r => CidrValue.TryParse(r, out var range) ? range : (CidrValue?)null).OfType<CidrValue>()];
        }

        // A dump of some namespaces does not tell which addresses are free, and some networks pass the nodes' ranges by.
        var isWhole = false;
        var areUsed = false;
        foreach (var pod in pods)
        {
            isWhole |= pod.Namespace == "kube-system";
            foreach (var ip in pod.Status?.IsTerminal == true ? [] : pod.PodIPs)
            {
                _taken.Add(ip.Value);
                areUsed |= pod.PodSpec?.NodeName is { } node && declared.TryGetValue(node.Value, out var own) && IPAddressValue.TryParse(ip.Value, out var address) && own.Exists(r => r.Contains(address));
            }
        }

        foreach (var (node, ranges) in isWhole && areUsed ? declared.Select(d => (d.Key, d.Value)) : [])
        {
            foreach (var range in ranges)
            {
                _nodes[range] = node;
            }
        }

        _lengths.UnionWith(_nodes.Keys.Select(r => r.PrefixLength));
    }

    public bool IsFree(string address) => !_taken.Contains(address);

    public string? NodeOf(string address)
    {
        if (IPAddressValue.TryParse(address, out var parsed))
        {
            foreach (var length in _lengths)
            {
                if (length <= (parsed.IsIPv4 ? 32 : 128) && _nodes.TryGetValue(CidrValue.Create(parsed, length), out var node))
                {
                    return node;
                }
            }
        }

        return null;
    }
}
