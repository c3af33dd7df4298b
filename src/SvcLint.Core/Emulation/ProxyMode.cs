using SvcLint.Config;

namespace SvcLint.Emulation;

/// <summary>kube-proxy's modes on Linux.</summary>
public enum ProxyMode
{
    Iptables,
    Ipvs,
    Nftables,
}

/// <summary>The modes as a configuration names them.</summary>
public static class ProxyModes
{
    public static string NameOf(ProxyMode mode) => mode switch
    {
        ProxyMode.Ipvs => "ipvs",
        ProxyMode.Nftables => "nftables",
        _ => "iptables",
    };

    /// <summary>Null where a cluster has no kube-proxy, or its mode is not known.</summary>
    public static ProxyMode? Of(DataPlane plane) => plane switch
    {
        DataPlane.KubeProxyIptables => ProxyMode.Iptables,
        DataPlane.KubeProxyIpvs => ProxyMode.Ipvs,
        DataPlane.KubeProxyNftables => ProxyMode.Nftables,
        _ => null,
    };

    /// <summary>Null for what is no mode on Linux.</summary>
    public static ProxyMode? Read(string? name) => name switch
    {
        "iptables" => ProxyMode.Iptables,
        "ipvs" => ProxyMode.Ipvs,
        "nftables" => ProxyMode.Nftables,
        _ => null,
    };
}
