namespace SvcLint.Kubernetes;

/// <summary>
/// Go's two readers of IP addresses. Strict is net/netip's: no leading zeros in IPv4, at most four hexadecimal digits a group.
/// Sloppy is the reader of Go before 1.17, which Kubernetes keeps for stored objects: leading zeros everywhere, read as decimal.
/// Neither takes zones.
/// </summary>
internal readonly ref struct IPAddressParser(bool sloppy)
{
    private const int Groups = 8;

    // Go's readers stop at this value, so that a number cannot overflow.
    private const int Big = 0xFFFFFF;

    public bool TryParse(ReadOnlySpan<char> text, out ulong high, out ulong low, out bool dotted)
    {
        high = 0;
        low = 0;
        dotted = false;
        var mark = text.IndexOfAny('.', ':');
        if (mark < 0)
        {
            return false;
        }

        dotted = text[mark] == '.';
        if (!dotted)
        {
            return TryParseIPv6(text, out high, out low);
        }

        if (!TryParseIPv4(text, out var address))
        {
            return false;
        }

        low = 0xFFFF_0000_0000UL | address;
        return true;
    }

    private bool TryParseIPv4(ReadOnlySpan<char> text, out uint address)
    {
        address = 0;
        for (var octet = 0; octet < 4; octet++)
        {
            if (octet > 0)
            {
                if (text.IsEmpty || text[0] != '.')
                {
                    return false;
                }

                text = text.Slice(1);
            }

            var digits = ReadDecimal(text, out var value);
            if (digits == 0 || value > 0xFF || (!sloppy && digits > 1 && text[0] == '0'))
            {
                return false;
            }

            address = (address << 8) | (uint)value;
            text = text.Slice(digits);
        }

        return text.IsEmpty;
    }

    private bool TryParseIPv6(ReadOnlySpan<char> text, out ulong high, out ulong low)
    {
        high = 0;
        low = 0;
        Span<ushort> groups = stackalloc ushort[Groups];
        var ellipsis = -1;
        var count = 0;
        if (text.Length >= 2 && text[0] == ':' && text[1] == ':')
        {
            ellipsis = 0;
            text = text.Slice(2);
        }

        while (!text.IsEmpty && count < Groups)
        {
            var digits = ReadHexadecimal(text, out var value);
            if (digits == 0 || value > 0xFFFF || (!sloppy && digits > 4))
            {
                return false;
            }

            if (digits < text.Length && text[digits] == '.')
            {
                if ((ellipsis < 0 && count != 6) || count > 6 || !TryParseIPv4(text, out var tail))
                {
                    return false;
                }

                groups[count++] = (ushort)(tail >> 16);
                groups[count++] = (ushort)tail;
                text = default;
                break;
            }

            groups[count++] = (ushort)value;
            text = text.Slice(digits);
            if (text.IsEmpty)
            {
                break;
            }

            if (text[0] != ':' || text.Length == 1)
            {
                return false;
            }

            text = text.Slice(1);
            if (text[0] == ':')
            {
                if (ellipsis >= 0)
                {
                    return false;
                }

                ellipsis = count;
                text = text.Slice(1);
            }
        }

        return text.IsEmpty && Expand(groups, count, ellipsis, out high, out low);
    }

    private static bool Expand(Span<ushort> groups, int count, int ellipsis, out ulong high, out ulong low)
    {
        high = 0;
        low = 0;
        // An ellipsis stands for at least one group; without one all eight must be there.
        if ((count < Groups) != (ellipsis >= 0))
        {
            return false;
        }

        if (ellipsis >= 0)
        {
            var missing = Groups - count;
            for (var i = count - 1; i >= ellipsis; i--)
            {
                groups[i + missing] = groups[i];
                groups[i] = 0;
            }
        }

        for (var i = 0; i < 4; i++)
        {
            high = (high << 16) | groups[i];
            low = (low << 16) | groups[i + 4];
        }

        return true;
    }

    /// <summary>Number of digits read; 0 when there is none or the number is too large.</summary>
    internal static int ReadDecimal(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        var i = 0;
        for (; i < text.Length && text[i] is >= '0' and <= '9'; i++)
        {
            value = (value * 10) + (text[i] - '0');
            if (value >= Big)
            {
                return 0;
            }
        }

        return i;
    }

    private static int ReadHexadecimal(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        var i = 0;
        for (; i < text.Length; i++)
        {
            int digit = text[i] switch
            {
                >= '0' and <= '9' => text[i] - '0',
                >= 'a' and <= 'f' => text[i] - 'a' + 10,
                >= 'A' and <= 'F' => text[i] - 'A' + 10,
                _ => -1,
            };
            if (digit < 0)
            {
                break;
            }

            value = (value * 16) + digit;
            if (value >= Big)
            {
                return 0;
            }
        }

        return i;
    }
}
