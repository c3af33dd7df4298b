using SvcLint.Emulation.Iptables;
using SvcLint.Emulation.Ipvs;
using SvcLint.Emulation.Nftables;

namespace SvcLint.Emulation;

/// <summary>From objects to the rules that kube-proxy would write for them.</summary>
public static class Emulator
{
    /// <summary>Runs the proxier of the state's mode.</summary>
    public static RuleSet Sync(ProxyState state) => state.Configuration.Mode switch
    {
        ProxyMode.Ipvs => IpvsProxier.Sync(state),
        ProxyMode.Nftables => NftablesProxier.Sync(state),
        _ => IptablesProxier.Sync(state),
    };
}
