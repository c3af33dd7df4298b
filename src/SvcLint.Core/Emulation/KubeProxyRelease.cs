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
        Version = version;
        _minor = version.Minor;
        var table = FeatureGateTable.Of(version, gates);
        FallsBackToTerminating = table.ProxyTerminatingEndpoints;
        HonoursIPMode = table.LoadBalancerIPMode;
        NodeHints = table.PreferSameTrafficDistribution;
        TopologyHints = !table.TopologyAwareHints ? TopologyHintRule.Never
            : table.ServiceTrafficDistribution ? TopologyHintRule.Always
            : _minor >= 27 ? TopologyHintRule.AnyButDisabled
            : TopologyHintRule.AutoOnly;
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
    internal bool NftablesServesPrimaryAddress => _minor >= 30;

    /// <summary>1.31 takes the word <c>primary</c> in nodePortAddresses.</summary>
    internal bool KnowsPrimaryAddress => _minor >= 31;

    /// <summary>1.34 prints endpoint addresses canonically and lets a later duplicate win unless it terminates; before, the first won unless a later one was local.</summary>
    /// <remarks>Source: pkg/proxy/endpointslicecache.go of 2025; the release is inferred.</remarks>
    internal bool CanonicalEndpoints => _minor >= 34;
}
