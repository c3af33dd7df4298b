using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation;

/// <summary>The node on which kube-proxy runs.</summary>
public sealed record ProxyNode
{
    public const string ZoneLabel = "topology.kubernetes.io/zone";

    public required string Name { get; init; }

    public string? Zone { get; init; }

    /// <summary>The node's labels; null for a synthetic node.</summary>
    public StringMap? Labels { get; init; }

    /// <summary>Addresses on the node's interfaces, loopback left out.</summary>
    public IReadOnlyList<IPAddressValue> InternalIPs { get; init; } = [];

    /// <summary>Addresses under which others reach the node: on an interface, or translated on the way. The input does not tell which.</summary>
    public IReadOnlyList<IPAddressValue> ExternalIPs { get; init; } = [];

    /// <summary>The first address of each family, an InternalIP before an ExternalIP.</summary>
    public IReadOnlyList<IPAddressValue> HostIPs { get; init; } = [];

    public IReadOnlyList<CidrValue> PodCIDRs { get; init; } = [];

    /// <summary>The Node object; null for a synthetic node.</summary>
    public Cause? Cause { get; init; }

    public static ProxyNode Of(Node node)
    {
        var internalIPs = Addresses(node, "InternalIP");
        var externalIPs = Addresses(node, "ExternalIP");
        return new ProxyNode
        {
            Name = node.Name ?? "",
            Labels = node.Metadata.Labels,
            Zone = node.Metadata.Labels?[ZoneLabel],
            InternalIPs = internalIPs,
            ExternalIPs = externalIPs,
            HostIPs = FirstOfEachFamily([.. internalIPs, .. externalIPs]),
            PodCIDRs = ReadPodCIDRs(node.Spec),
            Cause = new Cause(node.NameSpan),
        };
    }

    private static List<IPAddressValue> Addresses(Node node, string type)
    {
        var found = new List<IPAddressValue>();
        foreach (var address in node.Status?.Addresses?.Items ?? [])
        {
            if (address.Type?.Value == type && IPAddressValue.TryParseSloppy(address.Address?.Value, out var ip))
            {
                found.Add(ip);
            }
        }

        return found;
    }

    private static List<IPAddressValue> FirstOfEachFamily(IReadOnlyList<IPAddressValue> addresses)
    {
        var found = new List<IPAddressValue>();
        foreach (var address in addresses)
        {
            if (found.Count == 0 || (found.Count == 1 && found[0].Family != address.Family))
            {
                found.Add(address);
            }
        }

        return found;
    }

    private static List<CidrValue> ReadPodCIDRs(NodeSpec? spec)
    {
        var cidrs = new List<CidrValue>();
        var written = spec?.PodCIDRs is { Count: > 0 } list ? list.Items : spec?.PodCIDR is { } single ? [single] : [];
        foreach (var text in written)
        {
            if (CidrValue.TryParseSloppy(text.Value, out var cidr))
            {
                cidrs.Add(cidr);
            }
        }

        return cidrs;
    }
}
