using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Nftables;

/// <summary>What the nftables proxier gives the kernel: one transaction.</summary>
public sealed class NftablesRuleSet(IPFamily family, IReadOnlyList<NftCommand> transaction) : RuleSet(ProxyMode.Nftables, family)
{
    public IReadOnlyList<NftCommand> Transaction { get; } = transaction;

    private protected override void Write(RuleTextBuilder text) => new NftablesWriter(text, Family).Write(Transaction);
}
