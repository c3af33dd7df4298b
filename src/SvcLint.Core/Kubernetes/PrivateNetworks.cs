namespace SvcLint.Kubernetes;

/// <summary>Networks that no packet of the internet comes from.</summary>
public static class PrivateNetworks
{
    // RFC 1918 and RFC 4193.
    private static readonly CidrValue[] Sites = [.. Parse("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")];

    // Shared, loopback and link-local addresses: RFC 6598, 1122, 3927, 4291.
    private static readonly CidrValue[] Nodes = [.. Parse("100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "fe80::/10", "::1/128")];

    /// <summary>True for a range within the networks that a site gives its own machines.</summary>
    public static bool Contain(CidrValue range) => Array.Exists(Sites, n => n.Contains(range));

    /// <summary>True for an address of a site, of a carrier's shared network, of a link or of the node itself.</summary>
    public static bool ContainOrAreLocal(IPAddressValue address) => Array.Exists(Sites, n => n.Contains(address)) || Array.Exists(Nodes, n => n.Contains(address));

    /// <summary>True where a range and any of these networks share an address.</summary>
    public static bool Overlap(CidrValue range) => Array.Exists(Sites, n => n.Contains(range) || range.Contains(n)) || Array.Exists(Nodes, n => n.Contains(range) || range.Contains(n));

    private static IEnumerable<CidrValue> Parse(params string[] texts)
    {
        foreach (var text in texts)
        {
            if (CidrValue.TryParse(text, out var cidr))
            {
                yield return cidr;
            }
        }
    }
}
