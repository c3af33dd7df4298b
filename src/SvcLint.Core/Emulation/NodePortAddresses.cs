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

    /// <summary>A range of the family is one of loopback addresses, whatever other ranges hold.</summary>
    internal bool NamesLoopback { get; private set; }

    /// <param name="configuration">Mode and nodePortAddresses.</param>
    /// <param name="nodeIP">The node's address of each family; loopback when it is unknown.</param>
    /// <param name="family">Without a range of this family everything matches, even if there are ranges of the other.</param>
    /// <param name="release">Which keywords there are and what unset means.</param>
    internal static NodePortAddresses Of(ProxyConfiguration configuration, Func<IPFamily, IPAddressValue> nodeIP, IPFamily family, KubeProxyRelease release)
    {
        var isNftables = configuration.Mode == ProxyMode.Nftables;
        var written = configuration.NodePortAddresses;
        var addresses = new NodePortAddresses();
        var any = false;
        foreach (var text in written.Count == 0 && isNftables && release.KnowsPrimaryAddress ? ["primary"] : written)
        {
            foreach (var (range, spelling) in Ranges(text, written.Count, nodeIP, release))
            {
                addresses.NamesLoopback |= range.Family == family && range.Network.IsLoopback;
                if (range.Family == family && !addresses.MatchesAll)
                {
                    any = true;
                    addresses.Add(range, release.ParsesZeroRanges ? range.MaskLength == 0 : spelling is "0.0.0.0/0" or "::/0");
                }
            }
        }

        if (!any && isNftables && release.NftablesServesPrimaryAddressByFamily)
        {
            addresses.Add(CidrValue.Single(nodeIP(family)), isEverything: false);
        }
        else if (!any)
        {
            addresses.MatchesAll = true;
            addresses.ContainsIPv4Loopback = family == IPFamily.IPv4;
        }

        return addresses;
    }

    // A keyword that the release does not know, or not beside others, stops kube-proxy; here it adds nothing.
    private static IEnumerable<(CidrValue Range, string Spelling)> Ranges(string text, int count, Func<IPFamily, IPAddressValue> nodeIP, KubeProxyRelease release)
    {
        string[] expanded = text switch
        {
            "primary" when release.MixesAddressKeywords || (release.KnowsPrimaryAddress && count <= 1) => Primary(nodeIP),
            "localhost" when release.MixesAddressKeywords => ["127.0.0.0/8", "::1/128"],
            "all" when release.MixesAddressKeywords => ["0.0.0.0/0", "::/0"],
            _ => [text],
        };
        foreach (var spelling in expanded)
        {
            if (CidrValue.TryParseSloppy(spelling, out var range))
            {
                yield return (range, spelling);
            }
        }
    }

    private static string[] Primary(Func<IPFamily, IPAddressValue> nodeIP)
    {
        IPAddressValue[] both = [nodeIP(IPFamily.IPv4), nodeIP(IPFamily.IPv6)];
        return [.. both.Where(ip => !ip.IsLoopback).Select(ip => CidrValue.Single(ip).ToString())];
    }

    private void Add(CidrValue range, bool isEverything)
    {
        ContainsIPv4Loopback |= range.Family == IPFamily.IPv4 && (range.Network.IsLoopback || range.Contains(LoopbackStart));
        MatchesAll = isEverything;
        _ranges.Add(range);
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
