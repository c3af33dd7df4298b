using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Comparison;

/// <summary>Lists of ranges in one form, however they are written: nft joins neighbours and prints a range of one as an address.</summary>
internal static class AddressIntervals
{
    /// <param name="texts">Addresses, ranges with a prefix length, or <c>first-last</c>.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> texts)
    {
        var intervals = new List<(IPAddressValue First, IPAddressValue Last)>();
        foreach (var text in texts)
        {
            if (Read(text) is not { } interval)
            {
                return texts;
            }

            intervals.Add(interval);
        }

        intervals.Sort((a, b) => a.First.CompareTo(b.First));
        var joined = new List<(IPAddressValue First, IPAddressValue Last)>();
        foreach (var interval in intervals)
        {
            var last = joined.Count - 1;
            if (last >= 0 && interval.First.CompareTo(Next(joined[last].Last)) <= 0)
            {
                joined[last] = (joined[last].First, interval.Last.CompareTo(joined[last].Last) > 0 ? interval.Last : joined[last].Last);
            }
            else
            {
                joined.Add(interval);
            }
        }

        return joined.ConvertAll(i => i.First == i.Last ? i.First.ToString() : $"{i.First}-{i.Last}");
    }

    private static (IPAddressValue First, IPAddressValue Last)? Read(string text)
    {
        var dash = text.IndexOf('-');
        if (dash > 0)
        {
            return IPAddressValue.TryParse(text.Substring(0, dash), out var first) && IPAddressValue.TryParse(text.Substring(dash + 1), out var last) ? (first, last) : null;
        }

        return CidrValue.TryParseSloppy(text, out var range) ? (range.Network, Last(range))
            : IPAddressValue.TryParse(text, out var address) ? (address, address) : null;
    }

    private static IPAddressValue Last(CidrValue range)
    {
        var host = (range.Family == IPFamily.IPv4 ? 32 : 128) - range.PrefixLength;
        var low = host >= 64 ? ulong.MaxValue : (1UL << host) - 1;
        var high = host <= 64 ? 0 : host == 128 ? ulong.MaxValue : (1UL << (host - 64)) - 1;
        return new IPAddressValue(range.Network.High | high, range.Network.Low | low);
    }

    private static IPAddressValue Next(IPAddressValue address) =>
        address.Low == ulong.MaxValue ? new IPAddressValue(address.High == ulong.MaxValue ? address.High : address.High + 1, address.High == ulong.MaxValue ? address.Low : 0)
        : new IPAddressValue(address.High, address.Low + 1);
}
