using System.Globalization;

namespace SvcLint.Kubernetes;

/// <summary>
/// An address with a prefix length, by Go's rules. Its family is that of the network: <c>::ffff:10.0.0.0/104</c> is the IPv4 range
/// 10.0.0.0/8, as Go's net.IPNet prints it.
/// </summary>
public readonly struct CidrValue : IEquatable<CidrValue>
{
    private const int MappedBits = 96;

    // Counted over 128 bits.
    private readonly int _bits;

    private CidrValue(IPAddressValue address, int bits)
    {
        Address = address;
        _bits = bits;
        Network = Mask(address, bits);
    }

    /// <summary>The address as written.</summary>
    public IPAddressValue Address { get; }

    /// <summary>The address with the bits beyond the prefix cleared.</summary>
    public IPAddressValue Network { get; }

    public IPFamily Family => Network.Family;

    /// <summary>0 to 32 or 0 to 128, by <see cref="Family"/>.</summary>
    public int PrefixLength => Family == IPFamily.IPv4 ? _bits - MappedBits : _bits;

    /// <summary>The prefix length as Go's net.IPMask has it: an IPv4 range in IPv6 notation keeps the length it was written with.</summary>
    public int MaskLength => IsIPv4Mapped ? _bits : PrefixLength;

    /// <summary>Bits are set beyond the prefix (<c>10.1.2.3/8</c>).</summary>
    public bool HasHostBits => Address != Network;

    /// <summary>The IPv4 range was written in IPv6 notation.</summary>
    public bool IsIPv4Mapped => Address.IsIPv4Mapped;

    /// <summary>Reads as Go's netip.ParsePrefix does: a strict address, and a prefix length without leading zeros.</summary>
    public static bool TryParse(string? text, out CidrValue cidr) => TryParse(text, sloppy: false, out cidr);

    /// <summary>Reads as kube-proxy and the API server read stored objects: leading zeros in both parts are decimal.</summary>
    public static bool TryParseSloppy(string? text, out CidrValue cidr) => TryParse(text, sloppy: true, out cidr);

    /// <summary>The range that holds this address alone.</summary>
    public static CidrValue Single(IPAddressValue address) => new(address, 128);

    /// <exception cref="ArgumentOutOfRangeException">The length is negative or longer than addresses of the family.</exception>
    public static CidrValue Create(IPAddressValue address, int prefixLength)
    {
        var longest = address.IsIPv4 ? 32 : 128;
        if (prefixLength < 0 || prefixLength > longest)
        {
            throw new ArgumentOutOfRangeException(nameof(prefixLength));
        }

        return new CidrValue(address, 128 - longest + prefixLength);
    }

    private static bool TryParse(string? text, bool sloppy, out CidrValue cidr)
    {
        cidr = default;
        var slash = text?.IndexOf('/') ?? -1;
        if (slash < 0)
        {
            return false;
        }

        var address = text.AsSpan(0, slash);
        var length = text.AsSpan(slash + 1);
        if (!new IPAddressParser(sloppy).TryParse(address, out var high, out var low, out var dotted))
        {
            return false;
        }

        var digits = IPAddressParser.ReadDecimal(length, out var bits);
        if (digits == 0 || digits != length.Length || bits > (dotted ? 32 : 128) || (!sloppy && digits > 1 && length[0] == '0'))
        {
            return false;
        }

        var value = new IPAddressValue(high, low);
        cidr = new CidrValue(new IPAddressValue(high, low, isIPv4Mapped: !dotted && value.IsIPv4), dotted ? MappedBits + bits : bits);
        return true;
    }

    public bool Contains(IPAddressValue address) => address.Family == Family && Mask(address, _bits) == Network;

    /// <summary>Every address of the other range is in this one.</summary>
    public bool Contains(CidrValue other) => other._bits >= _bits && Contains(other.Network);

    public bool Overlaps(CidrValue other) => Contains(other) || other.Contains(this);

    /// <summary>The network as Go's net.IPNet prints it.</summary>
    public override string ToString() => Network + "/" + PrefixLength.ToString(CultureInfo.InvariantCulture);

    private static IPAddressValue Mask(IPAddressValue address, int bits) =>
        new(address.High & Prefix(Math.Min(bits, 64)), address.Low & Prefix(Math.Max(bits - 64, 0)));

    private static ulong Prefix(int bits) => bits == 0 ? 0 : ulong.MaxValue << (64 - bits);

    /// <summary>Equal when both cover the same addresses, whatever their host bits.</summary>
    public bool Equals(CidrValue other) => Network == other.Network && _bits == other._bits;

    public override bool Equals(object? obj) => obj is CidrValue other && Equals(other);

    public override int GetHashCode() => (Network.GetHashCode() * 31) + _bits;

    public static bool operator ==(CidrValue a, CidrValue b) => a.Equals(b);

    public static bool operator !=(CidrValue a, CidrValue b) => !a.Equals(b);
}
