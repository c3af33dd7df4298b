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

    /// <summary>Elements are compared with what is there, so that an element is added once; before, two of one key fail the transaction.</summary>
    public bool StoresElements { get; init; }

    /// <summary>No chain marks packets for others, and hairpin connections are looked up in a set when they leave.</summary>
    public bool MarksInPlace { get; init; }

    /// <summary>Service chains redirect by themselves; endpoints have chains for affinity alone.</summary>
    public bool SquashesEndpoints { get; init; }

    /// <summary>Sets and maps are emptied first; later releases take out what they find too much.</summary>
    public bool FlushesContainers { get; init; } = true;

    /// <summary>A Service chain chooses at random even from one endpoint.</summary>
    public bool ChoosesFromOne { get; init; } = true;

    /// <summary>Comments of elements are cut to this many bytes.</summary>
    public int LongestComment { get; init; } = int.MaxValue;

    /// <summary>There are chains, counters and a map for node ports on loopback addresses, deleted where the gate is off.</summary>
    public bool KnowsLocalhostNodePorts { get; init; }

    /// <summary>Two Services with one address, protocol and port: the kernel refuses the transaction as a whole.</summary>
    public bool RefusesSharedKeys => !StoresElements;

    /// <summary>Source ranges of a Service that overlap: the kernel refuses the transaction as a whole.</summary>
    public bool RefusesOverlappingRanges => Firewall == NftFirewallStyle.AllowSet;

    /// <summary>An interface's index knows no prefix: what is written for InterfaceNamePrefix never loads.</summary>
    public bool RefusesInterfacePrefix => InterfaceKeyword == "iif";

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

    /// <summary>1.31: elements are read and compared; those of firewall-ips lose their comment.</summary>
    public static NftablesLayout V31 { get; } = V30 with { StoresElements = true, CommentsFirewallElements = false };

    /// <summary>
    /// 1.33: chains that judge packets after DNAT moved behind it (PR 132456), what is there is listed and not flushed, interfaces are
    /// matched by name (PR 134099).
    /// </summary>
    public static NftablesLayout V33 { get; } = V31 with
    {
        BaseChains =
        [
            Base("filter-prerouting-pre-dnat", "filter", "prerouting", -110),
            Base("filter-output-pre-dnat", "filter", "output", -110),
            Base("filter-input", "filter", "input", 0),
            Base("filter-forward", "filter", "forward", 0),
            Base("filter-output", "filter", "output", 0),
            .. NatChains,
        ],
        Jumps =
        [
            new("filter-input", NodePortEndpointsCheck),
            new("filter-input", ServiceEndpointsCheck),
            new("filter-forward", ServiceEndpointsCheck),
            new("filter-output", ServiceEndpointsCheck),
            new("filter-prerouting-pre-dnat", FirewallCheck),
            new("filter-output-pre-dnat", FirewallCheck),
            .. NatJumps,
            new("filter-forward", ClusterIPsCheck),
            new("filter-output", ClusterIPsCheck),
        ],
        FlushesContainers = false,
        InterfaceKeyword = "iifname",
    };

    /// <summary>1.34: the rule that masquerades leaves the port out.</summary>
    public static NftablesLayout V34 { get; } = V33 with { MasqueradeNamesPort = false };

    /// <summary>1.36: no mark-for-masquerade chain (commit 5cffb4d1f6), no endpoint chains without affinity (commit 475f9622c8).</summary>
    public static NftablesLayout V36 { get; } = V34 with { MarksInPlace = true, SquashesEndpoints = true };

    /// <summary>1.37: one endpoint needs no random choice (PR 140723), comments are cut (PR 139516), localhost node ports can be rejected (PR 138427).</summary>
    public static NftablesLayout V37 { get; } = V36 with { ChoosesFromOne = false, LongestComment = 128, KnowsLocalhostNodePorts = true };

    // The first release of each, oldest first.
    private static readonly (int Since, NftablesLayout Layout)[] ByRelease = [(29, V29), (30, V30), (31, V31), (33, V33), (34, V34), (36, V36), (37, V37)];

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
    public static NftablesLayout Of(KubernetesVersion version)
    {
        if (version > VersionReview.NftablesLayout.Reviewed)
        {
            throw new ArgumentOutOfRangeException(nameof(version), $"nobody looked at nftables mode of {version}");
        }

        var found = V29;
        foreach (var (since, layout) in ByRelease)
        {
            found = version.Minor >= since ? layout : found;
        }

        return found;
    }

    private static NftChain Base(string name, string type, string hook, int priority) => new(name, new NftHook(type, hook, priority));
}
