using SvcLint.Kubernetes;

namespace SvcLint.Emulation;

/// <summary>What kube-proxy finds on the node and in the cluster besides its objects. The defaults are those of a clean, current node.</summary>
public sealed record ProxyEnvironment
{
    public static ProxyEnvironment Default { get; } = new();

    /// <summary>iptables 1.6.2 or newer.</summary>
    public bool RandomFully { get; init; } = true;

    /// <summary>The kernel counts with nfacct, and the release uses it (1.31).</summary>
    public bool Nfacct { get; init; }

    /// <summary>net.netfilter.nf_conntrack_tcp_be_liberal is set: packets of state INVALID are not dropped (1.29).</summary>
    public bool TcpBeLiberal { get; init; }

    /// <summary>Ranges of ServiceCIDR objects; empty when the cluster has none.</summary>
    public IReadOnlyList<CidrValue> ServiceCIDRs { get; init; } = [];
}
