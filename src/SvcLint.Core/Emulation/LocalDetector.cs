using SvcLint.Kubernetes;

namespace SvcLint.Emulation;

/// <summary>How kube-proxy tells packets of the node's own pods (or of any pod) from others.</summary>
public enum LocalDetectorKind
{
    /// <summary>It cannot: the rules that need the difference are absent.</summary>
    None,
    Cidr,
    BridgeInterface,
    InterfaceNamePrefix,
}

/// <param name="Kind">What is compared.</param>
/// <param name="Value">The range as Go prints it, the interface, or the prefix of its name.</param>
public sealed record LocalDetector(LocalDetectorKind Kind, string Value)
{
    public static LocalDetector None { get; } = new(LocalDetectorKind.None, "");

    public bool IsImplemented => Kind != LocalDetectorKind.None;

    internal static LocalDetector Of(ProxyConfiguration configuration, ProxyNode node, IPFamily family) => configuration.DetectLocalMode switch
    {
        "ClusterCIDR" => OfRanges(configuration.ClusterCIDRs, family),
        "NodeCIDR" => OfRanges(node.PodCIDRs, family),
        "BridgeInterface" => new LocalDetector(LocalDetectorKind.BridgeInterface, configuration.BridgeInterface),
        "InterfaceNamePrefix" => new LocalDetector(LocalDetectorKind.InterfaceNamePrefix, configuration.InterfaceNamePrefix),
        _ => None,
    };

    private static LocalDetector OfRanges(IReadOnlyList<CidrValue> ranges, IPFamily family)
    {
        foreach (var range in ranges)
        {
            if (range.Family == family)
            {
                return new LocalDetector(LocalDetectorKind.Cidr, range.ToString());
            }
        }

        return None;
    }
}
