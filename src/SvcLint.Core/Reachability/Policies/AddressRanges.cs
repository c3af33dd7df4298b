using SvcLint.Kubernetes;

namespace SvcLint.Reachability.Policies;

/// <summary>Sets of addresses as few ranges in order: what is cut differently is still the same set.</summary>
internal static class AddressRanges
{
    /// <summary>Ranges in order; those that overlap or touch are one.</summary>
    public static IReadOnlyList<(IPAddressValue First, IPAddressValue Last)> Joined(IEnumerable<(IPAddressValue First, IPAddressValue Last)> ranges)
    {
        var joined = new List<(IPAddressValue First, IPAddressValue Last)>();
        foreach (var range in ranges.OrderBy(r => r.First))
        {
            if (joined.Count > 0 && joined[joined.Count - 1] is var last && last.First.Family == range.First.Family
                && (range.First.CompareTo(last.Last) <= 0 || AddressSpace.IsNext(last.Last, range.First)))
            {
                joined[joined.Count - 1] = (last.First, range.Last.CompareTo(last.Last) > 0 ? range.Last : last.Last);
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }

    /// <summary>What of a range lies in a set.</summary>
    public static IEnumerable<(IPAddressValue First, IPAddressValue Last)> Within(IReadOnlyList<(IPAddressValue First, IPAddressValue Last)> set, (IPAddressValue First, IPAddressValue Last) range) => set
        .Where(s => s.First.CompareTo(range.Last) <= 0 && s.Last.CompareTo(range.First) >= 0)
        .Select(s => (s.First.CompareTo(range.First) > 0 ? s.First : range.First, s.Last.CompareTo(range.Last) < 0 ? s.Last : range.Last));

    public static string Text(IEnumerable<(IPAddressValue First, IPAddressValue Last)> ranges) => string.Join(",", Joined(ranges).OrderBy(r => r.First.IsIPv6).Select(r => ReachEnds.NameOf(r.First, r.Last)));
}
