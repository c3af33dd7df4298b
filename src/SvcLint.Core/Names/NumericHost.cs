namespace SvcLint.Names;

/// <summary>Texts that C libraries take for an IPv4 address before they ask a name server: <c>42</c>, <c>0x1f</c>, <c>10.1</c>.</summary>
public static class NumericHost
{
    /// <summary>The address, or null for a name.</summary>
    public static string? Read(string host)
    {
        var parts = host.Split('.');
        if (parts.Length > 4)
        {
            return null;
        }

        ulong bits = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            if (Number(parts[i]) is not { } number)
            {
                return null;
            }

            // The last part fills what the others leave.
            var isLast = i == parts.Length - 1;
            var room = isLast ? 8 * (4 - i) : 8;
            if (number >= 1UL << room)
            {
                return null;
            }

            bits = (bits << room) | number;
        }

        return Kubernetes.IPAddressValue.FromIPv4((uint)bits).ToString();
    }

    private static ulong? Number(string part)
    {
        var isHex = part.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var radix = isHex ? 16u : part.Length > 1 && part[0] == '0' ? 8u : 10u;
        var digits = isHex ? part.Substring(2) : part;
        ulong number = 0;
        foreach (var digit in digits)
        {
            var value = digit is >= '0' and <= '9' ? digit - '0' : digit is >= 'a' and <= 'f' ? digit - 'a' + 10 : digit is >= 'A' and <= 'F' ? digit - 'A' + 10 : 99;
            if (value >= radix || number > uint.MaxValue)
            {
                return null;
            }

            number = (number * radix) + (ulong)value;
        }

        return digits.Length > 0 ? number : null;
    }
}
