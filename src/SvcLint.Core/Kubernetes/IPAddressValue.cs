using System.Globalization;
using System.Text;

namespace SvcLint.Kubernetes;

/// <summary>
/// An IP address by Go's rules. Addresses are equal by their bits: <c>::ffff:10.0.0.1</c> is <c>10.0.0.1</c>, an IPv4 address, and
/// only <see cref="IsIPv4Mapped"/> tells how it was written.
/// </summary>
public readonly struct IPAddressValue : IEquatable<IPAddressValue>, IComparable<IPAddressValue>
{
    private const ulong MappedPrefix = 0xFFFF;

    private readonly ulong _high;
    private readonly ulong _low;

    internal IPAddressValue(ulong high, ulong low, bool isIPv4Mapped = false)
    {
        _high = high;
        _low = low;
        IsIPv4Mapped = isIPv4Mapped;
    }

    /// <summary>An IPv4 address was written in IPv6 notation.</summary>
    public bool IsIPv4Mapped { get; }

    public IPFamily Family => _high == 0 && _low >> 32 == MappedPrefix ? IPFamily.IPv4 : IPFamily.IPv6;

    public bool IsIPv4 => Family == IPFamily.IPv4;

    public bool IsIPv6 => Family == IPFamily.IPv6;

    public bool IsUnspecified => IsIPv4 ? IPv4Bits == 0 : _high == 0 && _low == 0;

    public bool IsLoopback => IsIPv4 ? IPv4Bits >> 24 == 127 : _high == 0 && _low == 1;

    /// <summary>169.254.0.0/16 or fe80::/10.</summary>
    public bool IsLinkLocalUnicast => IsIPv4 ? IPv4Bits >> 16 == 0xA9FE : _high >> 54 == 0xFE80 >> 6;

    /// <summary>224.0.0.0/24 or ff02::/16 with any flags.</summary>
    public bool IsLinkLocalMulticast => IsIPv4 ? IPv4Bits >> 8 == 0xE00000 : _high >> 56 == 0xFF && ((_high >> 48) & 0x0F) == 2;

    /// <summary>224.0.0.0/4 or ff00::/8.</summary>
    public bool IsMulticast => IsIPv4 ? IPv4Bits >> 28 == 0xE : _high >> 56 == 0xFF;

    /// <summary>127.0.0.1 or ::1.</summary>
    public static IPAddressValue Loopback(IPFamily family) =>
        family == IPFamily.IPv4 ? FromIPv4(0x7F000001) : new IPAddressValue(0, 1);

    internal ulong High => _high;

    internal ulong Low => _low;

    private uint IPv4Bits => (uint)_low;

    public static IPAddressValue FromIPv4(uint bits) => new(0, (MappedPrefix << 32) | bits);

    /// <summary>Reads as Go's net/netip does, without zones.</summary>
    public static bool TryParse(string? text, out IPAddressValue address) => TryParse(text.AsSpan(), out address);

    public static bool TryParse(ReadOnlySpan<char> text, out IPAddressValue address) => TryParse(text, sloppy: false, out address);

    /// <summary>Reads as kube-proxy and the API server read stored objects: leading zeros are decimal (<c>010.0.0.01</c> is 10.0.0.1).</summary>
    public static bool TryParseSloppy(string? text, out IPAddressValue address) => TryParseSloppy(text.AsSpan(), out address);

    public static bool TryParseSloppy(ReadOnlySpan<char> text, out IPAddressValue address) => TryParse(text, sloppy: true, out address);

    private static bool TryParse(ReadOnlySpan<char> text, bool sloppy, out IPAddressValue address)
    {
        if (!new IPAddressParser(sloppy).TryParse(text, out var high, out var low, out var dotted))
        {
            address = default;
            return false;
        }

        address = new IPAddressValue(high, low);
        if (!dotted && address.IsIPv4)
        {
            address = new IPAddressValue(high, low, isIPv4Mapped: true);
        }

        return true;
    }

    /// <summary>The text of Go's net.IP: RFC 5952, an IPv4-mapped address as dotted decimal.</summary>
    public override string ToString() => Append(new StringBuilder(39)).ToString();

    /// <summary>The text of Go's netip.Addr: as <see cref="ToString"/>, but IPv4-mapped addresses keep their notation.</summary>
    public string ToNetipString() => IsIPv4Mapped ? "::ffff:" + ToString() : ToString();

    internal StringBuilder Append(StringBuilder builder) => IsIPv4 ? AppendIPv4(builder) : AppendIPv6(builder);

    private StringBuilder AppendIPv4(StringBuilder builder)
    {
        var bits = IPv4Bits;
        return builder.Append((int)(bits >> 24)).Append('.').Append((int)((bits >> 16) & 0xFF)).Append('.')
            .Append((int)((bits >> 8) & 0xFF)).Append('.').Append((int)(bits & 0xFF));
    }

    private StringBuilder AppendIPv6(StringBuilder builder)
    {
        var (start, end) = LongestZeroRun();
        for (var i = 0; i < 8; i++)
        {
            if (i == start)
            {
                builder.Append("::");
                i = end;
                if (i >= 8)
                {
                    break;
                }
            }
            else if (i > 0)
            {
                builder.Append(':');
            }

            builder.Append(Group(i).ToString("x", CultureInfo.InvariantCulture));
        }

        return builder;
    }

    // The first of the longest runs of at least two groups; (-1, -1) when there is none.
    private (int Start, int End) LongestZeroRun()
    {
        var (start, end) = (-1, -1);
        for (var i = 0; i < 8; i++)
        {
            var j = i;
            while (j < 8 && Group(j) == 0)
            {
                j++;
            }

            if (j - i > Math.Max(1, end - start))
            {
                (start, end) = (i, j);
            }

            i = Math.Max(i, j - 1);
        }

        return (start, end);
    }

    private ushort Group(int index) => (ushort)((index < 4 ? _high : _low) >> (48 - (16 * (index & 3))));

    public bool Equals(IPAddressValue other) => _high == other._high && _low == other._low;

    public override bool Equals(object? obj) => obj is IPAddressValue other && Equals(other);

    public override int GetHashCode() => (_high ^ (_low * 0x9E3779B97F4A7C15UL)).GetHashCode();

    /// <summary>By number; IPv4 sorts where its mapped form stands.</summary>
    public int CompareTo(IPAddressValue other) => _high != other._high ? _high.CompareTo(other._high) : _low.CompareTo(other._low);

    public static bool operator ==(IPAddressValue a, IPAddressValue b) => a.Equals(b);

    public static bool operator !=(IPAddressValue a, IPAddressValue b) => !a.Equals(b);
}
