using SvcLint.Cluster;
using SvcLint.Kubernetes;

namespace SvcLint.Reachability.Policies;

/// <summary>Where the addresses of pods lie, as far as the input tells.</summary>
internal sealed class PodAddresses
{
    // Where the input names no range, pods are anywhere in here; a policy that names less of it means something outside the cluster.
    private static readonly CidrValue Usual = CidrValue.Create(IPAddressValue.FromIPv4(0x0A000000), 8);
    private static readonly CidrValue UsualIPv6 = CidrValue.Create(new IPAddressValue(0xFD00UL << 48, 0), 8);

    private readonly IReadOnlyList<CidrValue> _ranges;

    public PodAddresses(DeploymentUnit unit)
    {
        var texts = unit.Facts.PodCidrs
            .Concat(unit.Nodes.SelectMany(n => n.Spec?.PodCIDRs?.Items.Select(c => c.Value) ?? (n.Spec?.PodCIDR is { } one ? [one.Value] : [])))
            .Concat(unit.KubeProxyConfigurations.SelectMany(c => (c.ClusterCIDR?.Value ?? "").Split(',')));
        var ranges = new List<CidrValue>();
        foreach (var text in texts)
        {
            if (CidrValue.TryParseSloppy(text.Trim(), out var range))
            {
                ranges.Add(range);
            }
        }

        _ranges = ranges;
    }

    /// <summary>A range surely holds the addresses of all pods.</summary>
    public bool LieIn(CidrValue range) => _ranges.Count > 0
        ? _ranges.Where(r => r.Family == range.Family).ToArray() is { Length: > 0 } own && Array.TrueForAll(own, range.Contains)
        : range.Family == IPFamily.IPv4 && range.PrefixLength == 0;

    /// <summary>A range may hold addresses of pods.</summary>
    public bool MayLieIn(CidrValue range, IReadOnlyList<CidrValue> except) => _ranges.Count > 0
        ? _ranges.Any(r => r.Overlaps(range) && !except.Any(e => e.Contains(r)))
        : (range.Contains(Usual) && !except.Any(e => e.Contains(Usual))) || (range.Contains(UsualIPv6) && !except.Any(e => e.Contains(UsualIPv6)));
}
