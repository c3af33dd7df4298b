namespace SvcLint.Emulation;

/// <summary>kube-proxy's modes on Linux.</summary>
public enum ProxyMode
{
    Iptables,
    Ipvs,
    Nftables,
}
