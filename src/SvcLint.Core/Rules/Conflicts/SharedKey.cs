using SvcLint.Emulation;
using SvcLint.Emulation.Nftables;
using SvcLint.Kubernetes;

namespace SvcLint.Rules.Conflicts;

/// <summary>What becomes of two Services on one address, protocol and port, in words for messages.</summary>
internal static class SharedKey
{
    private const string Refused = "the kernel refuses kube-proxy's whole transaction (File exists), so that the rules of the node are not updated any more";
    private const string LastWins = "the Service that kube-proxy writes last gets every connection, and which one that is changes from sync to sync";

    /// <summary>For the cluster's mode and version; where they are unknown, what holds in all.</summary>
    public static string EffectIn(ClusterProxy proxy) => EffectIn(proxy.Mode, proxy.Version);

    public static string EffectIn(ProxyMode? mode, KubernetesVersion? version) => mode switch
    {
        ProxyMode.Iptables => "in iptables mode kube-proxy writes a rule for each in an order that changes from sync to sync, and the first one takes every connection",
        ProxyMode.Ipvs => "in ipvs mode both are one virtual server, and every sync replaces the endpoints of one by those of the other",
        ProxyMode.Nftables when version is { } known => "in nftables mode " + (NftablesLayout.Of(known).RefusesSharedKeys ? Refused : LastWins),
        ProxyMode.Nftables => $"in nftables mode up to Kubernetes {LastRefusing} {Refused}",
        _ => "connections go to one of them, and which one is not defined",
    };

    private static KubernetesVersion LastRefusing => KubernetesVersion.Supported.Last(v => NftablesLayout.Of(v).RefusesSharedKeys);
}
