using SvcLint.Emulation;
using SvcLint.Emulation.Nftables;
using SvcLint.Kubernetes;

namespace SvcLint.Rules.Conflicts;

/// <summary>What becomes of two Services on one address, protocol and port, in words for messages.</summary>
internal static class SharedKey
{
    private const string Refused = "the kernel rejects all rules (File exists); the node is not updated any more";
    private const string LastWins = "one of the two gets every connection, and which one changes from sync to sync";

    /// <summary>For the cluster's mode and version; where they are unknown, what holds in all.</summary>
    public static string EffectIn(ClusterProxy proxy) => EffectIn(proxy.Mode, proxy.Version);

    public static string EffectIn(ProxyMode? mode, KubernetesVersion? version) => mode switch
    {
        ProxyMode.Iptables => "the first rule takes every connection in iptables mode, and the order changes from sync to sync",
        ProxyMode.Ipvs => "both are one virtual server in ipvs mode, and every sync replaces one's endpoints by the other's",
        ProxyMode.Nftables when version is { } known => "in nftables mode " + (NftablesLayout.Of(known).RefusesSharedKeys ? Refused : LastWins),
        ProxyMode.Nftables => $"in nftables mode up to Kubernetes {LastRefusing} {Refused}",
        _ => "only one of the two receives traffic, and which one is undefined",
    };

    private static KubernetesVersion LastRefusing => KubernetesVersion.Supported.Last(v => NftablesLayout.Of(v).RefusesSharedKeys);
}
