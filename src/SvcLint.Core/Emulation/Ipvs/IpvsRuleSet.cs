using SvcLint.Emulation.Iptables;
using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Ipvs;

/// <summary>What the ipvs proxier leaves on a node: final state, not a log.</summary>
public sealed class IpvsRuleSet(IPFamily family) : RuleSet(ProxyMode.Ipvs, family)
{
    public required IReadOnlyList<Sysctl> Sysctls { get; init; }

    /// <summary>Addresses on kube-ipvs0.</summary>
    public required IReadOnlyList<DummyAddress> BoundAddresses { get; init; }

    /// <summary>Null when none is configured.</summary>
    public IpvsTimeouts? Timeouts { get; init; }

    public required IReadOnlyList<VirtualServer> VirtualServers { get; init; }

    public required IReadOnlyList<IpSet> Sets { get; init; }

    public required IReadOnlyList<IptablesJump> Jumps { get; init; }

    public required IReadOnlyList<IptablesTable> Tables { get; init; }

    private protected override void Write(RuleTextBuilder text) => IpvsWriter.Write(this, text);
}
