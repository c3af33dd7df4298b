using SvcLint.Kubernetes;

namespace SvcLint.Reachability.Policies;

/// <summary>
/// The addresses outside the cluster, cut once at the borders of every range that a policy names: within a piece all addresses are alike.
/// IPv6 counts only where something has to do with it.
/// </summary>
internal static class AddressSpace
{
    private static readonly IPAddressValue FirstIPv4 = IPAddressValue.FromIPv4(0);
    private static readonly IPAddressValue LastIPv4 = IPAddressValue.FromIPv4(uint.MaxValue);

    /// <summary>Every address of a family, in order.</summary>
    public static IReadOnlyList<(IPAddressValue First, IPAddressValue Last)> All(IPFamily family) => family == IPFamily.IPv4
        ? [(FirstIPv4, LastIPv4)]
        : [.. Without((new IPAddressValue(0, 0), new IPAddressValue(ulong.MaxValue, ulong.MaxValue)))];

    public static IReadOnlyList<(IPAddressValue First, IPAddressValue Last)> Cut(IReadOnlyCollection<CidrValue> ranges, bool hasIPv6)
    {
        var pieces = Cut(ranges.Where(r => r.Family == IPFamily.IPv4), FirstIPv4, LastIPv4).ToList();
        if (hasIPv6)
        {
            // What stands between are the IPv4 addresses in IPv6 notation.
            var ipv6 = Cut(ranges.Where(r => r.Family == IPFamily.IPv6), new IPAddressValue(0, 0), new IPAddressValue(ulong.MaxValue, ulong.MaxValue));
            pieces.AddRange(ipv6.SelectMany(Without));
        }

        return pieces;
    }

    public static IPAddressValue LastOf(CidrValue range)
    {
        var host = (range.Family == IPFamily.IPv4 ? 32 : 128) - range.PrefixLength;
        var low = host >= 64 ? ulong.MaxValue : (1UL << host) - 1;
        var high = host <= 64 ? 0 : host == 128 ? ulong.MaxValue : (1UL << (host - 64)) - 1;
        return new IPAddressValue(range.Network.High | high, range.Network.Low | low);
    }

    /// <summary>The second of the two ranges that a range of several addresses is made of.</summary>
    public static CidrValue UpperHalf(CidrValue range)
    {
        var bit = (range.Family == IPFamily.IPv4 ? 32 : 128) - range.PrefixLength - 1;
        return CidrValue.Create(
            bit >= 64 ? new IPAddressValue(range.Network.High | (1UL << (bit - 64)), range.Network.Low) : new IPAddressValue(range.Network.High, range.Network.Low | (1UL << bit)),
            range.PrefixLength + 1);
    }

    /// <summary>Whether ranges together hold every address of one.</summary>
    public static bool IsCovered((IPAddressValue First, IPAddressValue Last) range, IEnumerable<(IPAddressValue First, IPAddressValue Last)> ranges)
    {
        IPAddressValue? missing = range.First;
        foreach (var (first, last) in ranges.OrderBy(r => r.First))
        {
            if (missing is { } from && first.CompareTo(from) <= 0 && last.CompareTo(from) >= 0)
            {
                missing = Next(last);
            }
        }

        return missing is not { } left || left.CompareTo(range.Last) > 0;
    }

    public static bool IsNext(IPAddressValue last, IPAddressValue first) => Next(last) is { } next && next == first;

    private static IEnumerable<(IPAddressValue First, IPAddressValue Last)> Cut(IEnumerable<CidrValue> ranges, IPAddressValue first, IPAddressValue last)
    {
        var starts = new List<IPAddressValue> { first };
        foreach (var range in ranges)
        {
            starts.Add(range.Network);
            if (Next(LastOf(range)) is { } after && after.CompareTo(last) <= 0)
            {
                starts.Add(after);
            }
        }

        starts.Sort();
        for (var i = 0; i < starts.Count; i++)
        {
            if (i + 1 < starts.Count && starts[i] == starts[i + 1])
            {
                continue;
            }

            yield return (starts[i], i + 1 < starts.Count ? Previous(starts[i + 1]) : last);
        }
    }

    private static IEnumerable<(IPAddressValue First, IPAddressValue Last)> Without((IPAddressValue First, IPAddressValue Last) piece)
    {
        if (piece.First.CompareTo(LastIPv4) > 0 || piece.Last.CompareTo(FirstIPv4) < 0)
        {
            yield return piece;
            yield break;
        }

        if (piece.First.CompareTo(FirstIPv4) < 0)
        {
            yield return (piece.First, Previous(FirstIPv4));
        }

        if (piece.Last.CompareTo(LastIPv4) > 0)
        {
            yield return (Next(LastIPv4)!.Value, piece.Last);
        }
    }

    private static IPAddressValue? Next(IPAddressValue address) =>
        address.Low != ulong.MaxValue ? new IPAddressValue(address.High, address.Low + 1)
        : address.High != ulong.MaxValue ? new IPAddressValue(address.High + 1, 0) : null;

    private static IPAddressValue Previous(IPAddressValue address) =>
        address.Low != 0 ? new IPAddressValue(address.High, address.Low - 1) : new IPAddressValue(address.High - 1, ulong.MaxValue);
}
