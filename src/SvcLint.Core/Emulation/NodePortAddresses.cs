using SvcLint.Kubernetes;

namespace SvcLint.Emulation;

/// <summary>On which addresses of the node node ports are served.</summary>
public sealed class NodePortAddresses
{
    private static readonly IPAddressValue LoopbackStart = IPAddressValue.FromIPv4(0x7F000000);

    private readonly List<CidrValue> _ranges = [];

    private NodePortAddresses()
    {
    }

    /// <summary>Every address of the node.</summary>
    public bool MatchesAll { get; private set; }

    public bool ContainsIPv4Loopback { get; private set; }

    /// <summary>Ranges of the family; without one, everything matches, even if there are ranges of the other family.</summary>
    internal static NodePortAddresses Of(IPFamily family, IReadOnlyList<CidrValue> ranges)
    {
        var addresses = new NodePortAddresses();
        var any = false;
        foreach (var range in ranges)
        {
            if (range.Family != family || addresses.MatchesAll)
            {
                continue;
            }

            any = true;
            addresses.ContainsIPv4Loopback |= family == IPFamily.IPv4 && (range.Network.IsLoopback || range.Contains(LoopbackStart));
            addresses.MatchesAll = range.PrefixLength == 0;
            addresses._ranges.Add(range);
        }

        if (!any)
        {
            addresses.MatchesAll = true;
            addresses.ContainsIPv4Loopback = family == IPFamily.IPv4;
        }

        return addresses;
    }

    /// <summary>The node's addresses in the ranges; loopback addresses are among the interfaces' addresses.</summary>
    internal IReadOnlyList<IPAddressValue> Matching(IEnumerable<IPAddressValue> interfaceAddresses)
    {
        var found = new List<IPAddressValue>();
        foreach (var address in interfaceAddresses)
        {
            if (!found.Contains(address) && _ranges.Exists(range => range.Contains(address)))
            {
                found.Add(address);
            }
        }

        return found;
    }
}
