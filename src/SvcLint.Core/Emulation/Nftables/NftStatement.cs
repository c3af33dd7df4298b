namespace SvcLint.Emulation.Nftables;

/// <summary>One part of a rule: a match, or what is done with packets that matched so far.</summary>
public abstract record NftStatement;

/// <summary><c>ip saddr 10.0.0.0/8</c> or <c>ip daddr != 127.0.0.0/8</c>.</summary>
public sealed record NftAddressMatch(bool IsSource, string Text, bool Negated = false) : NftStatement;

/// <summary><c>ip saddr @set</c>.</summary>
public sealed record NftSetMatch(bool IsSource, string Set) : NftStatement;

/// <summary><c>ip saddr != { range , range }</c>; ranges of ServiceCIDRs are joined by a bare comma.</summary>
public sealed record NftAddressListMatch(bool IsSource, IReadOnlyList<string> Texts, bool Negated, bool IsSpaced = true) : NftStatement;

/// <summary><c>tcp dport 80</c>.</summary>
public sealed record NftDestinationPortMatch(string Protocol, int Port) : NftStatement;

/// <summary><c>meta l4proto tcp</c>.</summary>
public sealed record NftProtocolMatch(string Protocol) : NftStatement;

/// <summary><c>fib saddr type local</c>: the address is the node's.</summary>
public sealed record NftLocalAddressMatch(bool IsSource) : NftStatement;

/// <summary><c>iif cni0</c> or <c>iifname != "cali*"</c>.</summary>
/// <param name="Keyword">iif compares the index of an interface that must exist when the rule is loaded, iifname its name.</param>
/// <param name="Name">The interface; a name that ends in <c>*</c> is a prefix.</param>
/// <param name="Negated">Other interfaces match.</param>
public sealed record NftInterfaceMatch(string Keyword, string Name, bool Negated) : NftStatement;

/// <summary><c>ct state new</c>.</summary>
public sealed record NftConntrackStateMatch(string State) : NftStatement;

/// <summary><c>ct status dnat</c>: the connection was redirected.</summary>
public sealed record NftConntrackStatusMatch(string Status) : NftStatement;

/// <summary><c>mark and 0x4000 == 0</c> (the bit is not set), or <c>!= 0</c>.</summary>
public sealed record NftMarkMatch(uint Mark, bool IsSet) : NftStatement;

/// <summary>The parts of a packet that a concatenated key holds.</summary>
public enum NftKey
{
    /// <summary><c>ip daddr . meta l4proto . th dport</c>.</summary>
    Destination,

    /// <summary><c>meta l4proto . th dport</c>.</summary>
    Port,

    /// <summary><c>ip daddr . meta l4proto . th dport . ip saddr</c>.</summary>
    DestinationAndSource,

    /// <summary><c>ip saddr . ip daddr . meta l4proto . th dport</c>.</summary>
    SourceAndDestination,
}

/// <summary>The key is in a set.</summary>
public sealed record NftKeyMatch(NftKey Key, string Set) : NftStatement;

/// <summary><c>… vmap @map</c>: the verdict that a map holds for the key, if any.</summary>
public sealed record NftVerdictMapLookup(NftKey Key, string Map) : NftStatement;

/// <summary><c>numgen random mod n vmap { 0 : goto a , … }</c>: every chain is as likely as another.</summary>
public sealed record NftRandomGoto(IReadOnlyList<string> Chains) : NftStatement;

public enum NftVerdict
{
    Jump,
    Goto,
    Drop,
    Return,
    Reject,
}

/// <summary>A verdict, with its chain where it has one.</summary>
public sealed record NftVerdictStatement(NftVerdict Verdict, string? Chain = null) : NftStatement
{
    internal static NftVerdictStatement Drop { get; } = new(NftVerdict.Drop);

    internal static NftVerdictStatement Return { get; } = new(NftVerdict.Return);

    internal static NftVerdictStatement Reject { get; } = new(NftVerdict.Reject);

    internal static NftVerdictStatement Jump(string chain) => new(NftVerdict.Jump, chain);

    internal static NftVerdictStatement Goto(string chain) => new(NftVerdict.Goto, chain);
}

/// <summary><c>mark set mark or 0x4000</c>, or xor.</summary>
public sealed record NftMarkStatement(uint Mark, bool IsXor) : NftStatement;

/// <summary><c>counter name "name"</c>: counts the packet.</summary>
public sealed record NftCounterStatement(string Name) : NftStatement;

/// <summary><c>masquerade fully-random</c>.</summary>
public sealed record NftMasqueradeStatement : NftStatement;

/// <summary><c>dnat ip addr . port to numgen random mod n map { 0 : 10.0.0.1 . 80 , … }</c>.</summary>
public sealed record NftRandomDnat(IReadOnlyList<string> Destinations) : NftStatement;

/// <summary><c>dnat to 10.0.0.1:80</c>.</summary>
public sealed record NftDnatStatement(string Destination) : NftStatement;

/// <summary><c>update @set { ip saddr }</c>: remembers the client.</summary>
public sealed record NftUpdateSetStatement(string Set) : NftStatement;
