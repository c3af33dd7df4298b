using System.Globalization;
using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Iptables;

/// <summary>One condition of a rule (or its comment), in the order of the rule's text.</summary>
public abstract record IptablesMatch;

/// <summary><c>-m comment --comment text</c>: matches every packet.</summary>
public sealed record CommentMatch(string Text) : IptablesMatch;

/// <summary><c>-m tcp -p tcp</c>, or <c>-p tcp</c> alone.</summary>
public sealed record ProtocolMatch(string Protocol, bool LoadsModule = true) : IptablesMatch
{
    private static readonly ProtocolMatch Tcp = new("tcp");
    private static readonly ProtocolMatch Udp = new("udp");
    private static readonly ProtocolMatch Sctp = new("sctp");

    /// <summary>A shared instance for the protocols of Services.</summary>
    internal static ProtocolMatch Of(string protocol) => protocol switch
    {
        "tcp" => Tcp,
        "udp" => Udp,
        "sctp" => Sctp,
        _ => new ProtocolMatch(protocol),
    };
}

/// <summary><c>-s</c> or <c>-d</c> with an address or range.</summary>
public sealed record AddressMatch(bool IsSource, string Text, bool Negated = false) : IptablesMatch
{
    /// <summary>The range that the text means; an address is a range of one.</summary>
    public CidrValue Range => CidrValue.TryParseSloppy(Text, out var range) ? range
        : IPAddressValue.TryParseSloppy(Text, out var address) ? CidrValue.Single(address)
        : default;
}

/// <summary><c>--dport</c>.</summary>
public sealed record DestinationPortMatch(int Port) : IptablesMatch;

/// <summary><c>-i</c>; a name that ends in <c>+</c> is a prefix.</summary>
public sealed record InInterfaceMatch(string Name, bool Negated = false) : IptablesMatch;

/// <summary><c>-m conntrack --ctstate</c>.</summary>
public sealed record ConntrackStateMatch(string States, bool Negated = false) : IptablesMatch;

/// <summary><c>-m mark --mark value/value</c>.</summary>
public sealed record MarkMatch(uint Mark, bool Negated = false) : IptablesMatch;

/// <summary><c>-m addrtype --src-type LOCAL</c> or <c>--dst-type LOCAL</c>.</summary>
public sealed record LocalAddressMatch(bool IsSource, bool Negated = false) : IptablesMatch;

/// <summary><c>-m statistic --mode random --probability</c>: one of <see cref="Outcomes"/> equally likely outcomes.</summary>
public sealed record StatisticMatch(int Outcomes) : IptablesMatch
{
    public string Text { get; } = (1.0 / Outcomes).ToString("F10", CultureInfo.InvariantCulture);
}

/// <summary><c>-m recent --name list</c>: checks whether the client was seen within some seconds, or remembers it.</summary>
/// <param name="List">The list's name: the endpoint's chain.</param>
/// <param name="Seconds">Seconds of a check; null where the client is remembered.</param>
public sealed record RecentMatch(string List, int? Seconds) : IptablesMatch;

/// <summary><c>-m nfacct --nfacct-name</c>: counts the packet.</summary>
public sealed record NfacctMatch(string Counter) : IptablesMatch;

/// <summary><c>-m set --match-set name dst,dst</c>.</summary>
public sealed record SetMatch(string Set, string Flags) : IptablesMatch;

/// <summary><c>-m physdev ! --physdev-is-in</c>: the packet did not come in over a bridge port.</summary>
public sealed record NotFromBridgeMatch : IptablesMatch
{
    internal static NotFromBridgeMatch Instance { get; } = new();
}

/// <summary><c>-m ipvs --vaddr --vproto --vport</c>: the packet belongs to this virtual server.</summary>
public sealed record IpvsMatch(string Address, string Protocol, int Port) : IptablesMatch;
