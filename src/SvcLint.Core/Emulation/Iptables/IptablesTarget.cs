namespace SvcLint.Emulation.Iptables;

/// <summary>What follows <c>-j</c>.</summary>
public abstract record IptablesTarget;

/// <summary>A jump into a chain of kube-proxy's.</summary>
public sealed record ChainTarget(string Chain) : IptablesTarget;

public enum IptablesVerdict
{
    Accept,
    Drop,
    Reject,
    Return,
}

/// <summary><c>ACCEPT</c>, <c>DROP</c>, <c>REJECT</c> or <c>RETURN</c>.</summary>
public sealed record VerdictTarget(IptablesVerdict Verdict) : IptablesTarget
{
    internal static VerdictTarget Accept { get; } = new(IptablesVerdict.Accept);

    internal static VerdictTarget Drop { get; } = new(IptablesVerdict.Drop);

    internal static VerdictTarget Reject { get; } = new(IptablesVerdict.Reject);

    internal static VerdictTarget Return { get; } = new(IptablesVerdict.Return);
}

/// <summary><c>MARK --or-mark</c> or <c>--xor-mark</c>.</summary>
public sealed record MarkTarget(uint Mark, bool IsXor) : IptablesTarget;

/// <summary><c>MASQUERADE --random-fully</c>, or without the option.</summary>
public sealed record MasqueradeTarget(bool RandomFully) : IptablesTarget;

/// <summary><c>DNAT --to-destination ip:port</c>.</summary>
public sealed record DnatTarget(string Destination) : IptablesTarget;
