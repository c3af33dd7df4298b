using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Nftables;

/// <summary>A jump from a base chain: (from, to, for new connections only).</summary>
internal readonly record struct NftJump(string From, string To, bool NewOnly = true);

/// <summary>How a release restricts load balancer addresses to source ranges.</summary>
internal enum NftFirewallStyle
{
    /// <summary>One set of restricted destinations and one of allowed (destination, source) pairs.</summary>
    AllowSet,

    /// <summary>A chain for each restricted Service, found by a map.</summary>
    ServiceChains,
}

/// <summary>The base chains of a release of nftables mode and what else differs between releases.</summary>
/// <remarks>Source: pkg/proxy/nftables/proxier.go, by release.</remarks>
internal sealed record NftablesLayout
{
    private const string Services = "services";
    private const string Masquerading = "masquerading";
    private const string FirewallCheck = "firewall-check";
    private const string ServiceEndpointsCheck = "service-endpoints-check";
    private const string NodePortEndpointsCheck = "nodeport-endpoints-check";
    private const string ClusterIPsCheck = "cluster-ips-check";

    public required IReadOnlyList<NftChain> BaseChains { get; init; }

    public required IReadOnlyList<NftJump> Jumps { get; init; }

    /// <summary>The first sync deletes base chains, because their priority may have changed.</summary>
    public bool RecreatesBaseChains { get; init; } = true;

    /// <summary>Packets of state INVALID are dropped when forwarded.</summary>
    public bool DropsInvalid { get; init; }

    /// <summary>Undefined ports of cluster IPs are rejected.</summary>
    public bool ChecksClusterIPs { get; init; } = true;

    public NftFirewallStyle Firewall { get; init; } = NftFirewallStyle.ServiceChains;

    /// <summary>Where destinations of Services and of node ports are looked up for verdicts without endpoints.</summary>
    public string ServiceEndpointsChain { get; init; } = ServiceEndpointsCheck;

    public string NodePortEndpointsChain { get; init; } = NodePortEndpointsCheck;

    /// <summary>The check of node ports asks itself whether the destination is the node's; in the input hook it always is.</summary>
    public bool NodePortCheckAsksForLocal { get; init; }

    /// <summary>The rule that masquerades traffic to a cluster IP names the port.</summary>
    public bool MasqueradeNamesPort { get; init; } = true;

    /// <summary>Elements of firewall-ips carry the Service's name.</summary>
    public bool CommentsFirewallElements { get; init; } = true;

    /// <summary>How interfaces are matched.</summary>
    public string InterfaceKeyword { get; init; } = "iif";

    /// <summary>1.29.</summary>
    public static NftablesLayout V29 { get; } = new()
    {
        BaseChains =
        [
            Base("filter-input", "filter", "input", -101),
            Base("filter-forward", "filter", "forward", -101),
            Base("filter-output", "filter", "output", -101),
            .. NatChains,
        ],
        Jumps =
        [
            new("filter-input", "endpoints-check"),
            new("filter-forward", "endpoints-check"),
            new("filter-output", "endpoints-check"),
            new("filter-forward", "forward", NewOnly: false),
            new("filter-input", FirewallCheck),
            new("filter-output", FirewallCheck),
            new("filter-forward", FirewallCheck),
            .. NatJumps,
        ],
        RecreatesBaseChains = false,
        DropsInvalid = true,
        ChecksClusterIPs = false,
        Firewall = NftFirewallStyle.AllowSet,
        ServiceEndpointsChain = "endpoints-check",
        NodePortEndpointsChain = "endpoints-check",
        NodePortCheckAsksForLocal = true,
    };

    /// <summary>1.30.</summary>
    public static NftablesLayout V30 { get; } = new()
    {
        BaseChains =
        [
            Base("filter-prerouting", "filter", "prerouting", -110),
            Base("filter-input", "filter", "input", -110),
            Base("filter-forward", "filter", "forward", -110),
            Base("filter-output", "filter", "output", -110),
            Base("filter-output-post-dnat", "filter", "output", -90),
            .. NatChains,
        ],
        Jumps =
        [
            new("filter-input", NodePortEndpointsCheck),
            new("filter-input", ServiceEndpointsCheck),
            new("filter-forward", ServiceEndpointsCheck),
            new("filter-output", ServiceEndpointsCheck),
            new("filter-prerouting", FirewallCheck),
            new("filter-output", FirewallCheck),
            .. NatJumps,
            new("filter-forward", ClusterIPsCheck),
            new("filter-output-post-dnat", ClusterIPsCheck),
        ],
    };

    private static IReadOnlyList<NftChain> NatChains =>
    [
        Base("nat-prerouting", "nat", "prerouting", -100),
        Base("nat-output", "nat", "output", -100),
        Base("nat-postrouting", "nat", "postrouting", 100),
    ];

    private static IReadOnlyList<NftJump> NatJumps =>
    [
        new("nat-output", Services, NewOnly: false),
        new("nat-prerouting", Services, NewOnly: false),
        new("nat-postrouting", Masquerading, NewOnly: false),
    ];

    /// <summary>The layout of a release; releases before 1.29 have no nftables mode and get the first one.</summary>
    public static NftablesLayout Of(KubernetesVersion version) => version.Minor switch
    {
        <= 29 => V29,
        _ => V30,
    };

    private static NftChain Base(string name, string type, string hook, int priority) => new(name, new NftHook(type, hook, priority));
}
