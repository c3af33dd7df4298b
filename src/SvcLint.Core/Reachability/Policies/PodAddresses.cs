using SvcLint.Cluster;
using SvcLint.Kubernetes;

namespace SvcLint.Reachability.Policies;

/// <summary>Where the addresses of pods lie, as far as the input tells.</summary>
internal sealed class PodAddresses
{
    // Where the input names no range, pods may be in any private one; a policy that names less than the first means something outside the cluster.
    private static readonly CidrValue[] Usual =
    [
        CidrValue.Create(IPAddressValue.FromIPv4(0x0A000000), 8),
        CidrValue.Create(IPAddressValue.FromIPv4(0xAC100000), 12),
        CidrValue.Create(IPAddressValue.FromIPv4(0xC0A80000), 16),
    ];

    private static readonly CidrValue[] UsualIPv6 = [CidrValue.Create(new IPAddressValue(0xFD00UL << 48, 0), 8)];

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
        ? _ranges.Any(r => r.Overlaps(range) && !IsCovered(range.Contains(r) ? r : range, except))
        : MayHold(range, except, Usual) || MayHold(range, except, UsualIPv6);

    private static bool MayHold(CidrValue range, IReadOnlyList<CidrValue> except, CidrValue[] usual) =>
        range.Contains(usual[0]) && Array.Exists(usual, u => range.Contains(u) && !IsCovered(u, except));

    // One exception may take it all, or several of them their parts.
    private static bool IsCovered(CidrValue range, IReadOnlyList<CidrValue> except)
    {
        var overlapping = except.Where(e => e.Overlaps(range)).ToArray();
        return Array.Exists(overlapping, e => e.Contains(range))
            || (overlapping.Length > 1 && IsCovered(CidrValue.Create(range.Network, range.PrefixLength + 1), overlapping) && IsCovered(AddressSpace.UpperHalf(range), overlapping));
    }
}
