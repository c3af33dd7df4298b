using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation;

/// <summary>
/// What a release of kube-proxy does differently from others, in one place. Each property says in which release it changed;
/// proxiers ask here and never compare versions themselves.
/// </summary>
public sealed class KubeProxyRelease
{
    private readonly int _minor;

    private KubeProxyRelease(KubernetesVersion version, FeatureGates? gates)
    {
        var settings = FeatureGates.Settings(gates);
        Version = version;
        _minor = version.Minor;
        FallsBackToTerminating = IsOn("ProxyTerminatingEndpoints");
        HonoursIPMode = IsOn("LoadBalancerIPMode");
        NodeHints = IsOn("PreferSameTrafficDistribution");
        TopologyHints = !IsOn("TopologyAwareHints") ? TopologyHintRule.Never
            : IsOn("ServiceTrafficDistribution") ? TopologyHintRule.Always
            : _minor >= 27 ? TopologyHintRule.AnyButDisabled
            : TopologyHintRule.AutoOnly;
        ReadsServiceCIDRs = _minor >= 30 && IsOn("MultiCIDRServiceAllocator");
        AllowsExternalIPs = _minor < 36 || IsOn("AllowServiceExternalIPs");
        RejectsLocalhostNodePorts = IsOn("KubeProxyNFTablesLocalhostNodePorts");

        bool IsOn(string gate) => FeatureGateTable.IsOn(gate, settings, version);
    }

    public KubernetesVersion Version { get; }

    public static KubeProxyRelease Of(KubernetesVersion version, FeatureGates? gates = null) => new(version, gates);

    /// <summary>Serving but terminating endpoints take traffic when no ready one is left.</summary>
    internal bool FallsBackToTerminating { get; }

    /// <summary>Load balancer addresses with ipMode Proxy are left out.</summary>
    internal bool HonoursIPMode { get; }

    /// <summary>hints.forNodes are considered before hints.forZones.</summary>
    internal bool NodeHints { get; }

    internal TopologyHintRule TopologyHints { get; }

    /// <summary>nftables mode drops traffic to addresses of ServiceCIDRs that no Service has.</summary>
    internal bool ReadsServiceCIDRs { get; }

    /// <summary>spec.externalIPs is served; 1.36 lets a gate turn that off.</summary>
    internal bool AllowsExternalIPs { get; }

    /// <summary>nftables mode rejects packets to node ports on loopback addresses (1.37, by a gate).</summary>
    internal bool RejectsLocalhostNodePorts { get; }

    /// <summary>1.27 reads service.kubernetes.io/topology-mode where the older annotation is absent.</summary>
    internal bool ReadsTopologyMode => _minor >= 27;

    /// <summary>1.28 takes the node IP from the Node object; before, only bindAddress tells it.</summary>
    internal bool NodeIPFromNode => _minor >= 28;

    /// <summary>1.29 honours externalTrafficPolicy Local on a ClusterIP Service that has externalIPs.</summary>
    internal bool ExternalPolicyOfExternalIPs => _minor >= 29;

    /// <summary>1.30 prints source ranges without host bits; before, as written.</summary>
    internal bool MasksSourceRanges => _minor >= 30;

    /// <summary>1.27 took the rule against packets from outside to loopback addresses over from the kubelet.</summary>
    internal bool OwnsKubeFirewall => _minor >= 27;

    /// <summary>1.26 wrote no node port rules at all where nodePortAddresses matches no address of the node.</summary>
    internal bool NodePortsNeedAddress => _minor <= 26;

    /// <summary>1.27 counted the jump to KUBE-POSTROUTING among those shared with the kubelet, which come last.</summary>
    internal bool PostroutingJumpIsShared => _minor == 27;

    /// <summary>1.27 ends firewall chains with a rule that has a comment alone.</summary>
    internal bool FirewallChainEndsWithComment => _minor >= 27;

    /// <summary>1.29 leaves packets of state INVALID alone where conntrack is liberal.</summary>
    internal bool AsksTcpBeLiberal => _minor >= 29;

    /// <summary>1.31 counts dropped and localhost packets with nfacct where the kernel has it (PR 122812, 125015).</summary>
    internal bool UsesNfacct => _minor >= 31;

    /// <summary>1.27 hashes the source port too with the scheduler mh.</summary>
    internal bool HashesSourcePort => _minor >= 27;

    /// <summary>1.28 leaves addresses of the node's own interfaces off kube-ipvs0.</summary>
    internal bool IpvsSparesInterfaceAddresses => _minor >= 28;

    /// <summary>1.28 lets health checks through KUBE-IPVS-FILTER.</summary>
    internal bool IpvsFilterPassesHealthChecks => _minor >= 28;

    /// <summary>1.29 keeps the node itself from load balancer addresses whose source ranges leave it out.</summary>
    internal bool IpvsFiltersOutput => _minor >= 29;

    /// <summary>1.30 lets external IPs of policy Local through KUBE-IPVS-FILTER.</summary>
    internal bool IpvsFilterPassesLocalExternalIPs => _minor >= 30;

    /// <summary>1.30 serves node ports on the node's primary address alone where nodePortAddresses is unset.</summary>
    internal bool NftablesServesPrimaryAddress => Version >= KubeProxyChecks.NftablesPrimaryAddress;

    /// <summary>1.30 does so for each family that nodePortAddresses has no range of.</summary>
    internal bool NftablesServesPrimaryAddressByFamily => NftablesServesPrimaryAddress && Version < KubeProxyChecks.NftablesOtherFamilyServesAll;

    /// <summary>1.31 takes the word <c>primary</c> in nodePortAddresses, alone; in nftables mode it is what unset means.</summary>
    internal bool KnowsPrimaryAddress => Version >= KubeProxyChecks.PrimaryAddresses;

    /// <summary>1.37 takes <c>primary</c>, <c>localhost</c> and <c>all</c> in any mixture with ranges.</summary>
    internal bool MixesAddressKeywords => Version >= KubeProxyChecks.AddressKeywords;

    /// <summary>1.34 tells a range of every address by its bits; before, by its spelling.</summary>
    internal bool ParsesZeroRanges => _minor >= 34;

    /// <summary>1.34: a source range that holds every address of the family means no restriction for it.</summary>
    internal bool ZeroSourceRangeMeansAny => _minor >= 34;

    /// <summary>1.30 prints external and load balancer addresses canonically; before, as written.</summary>
    internal bool CanonicalAddresses => _minor >= 30;

    /// <summary>1.31 prints endpoint addresses canonically; before, as the slice spells them.</summary>
    internal bool CanonicalEndpoints => _minor >= 31;

    /// <summary>Of two equal endpoints 1.36 keeps the later unless it terminates; before, a later one replaces it only when it is local.</summary>
    internal bool LaterEndpointWins => _minor >= 36;

    /// <summary>1.36 is given Services with the headless label and slices with the proxy-name label, which were withheld before.</summary>
    internal bool WithholdsByOneLabel => Version >= KubeProxyChecks.OneLabelEach;

    /// <summary>1.37 takes for granted that iptables knows --random-fully.</summary>
    internal bool AlwaysFullyRandom => _minor >= 37;
}
