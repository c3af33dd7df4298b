namespace SvcLint.Kubernetes;

/// <summary>Durations as Go's time.ParseDuration reads them: <c>30s</c>, <c>1h15m</c>, <c>1.5h</c>, <c>-2ms</c>, <c>0</c>.</summary>
public static class GoDuration
{
    /// <param name="text">The duration.</param>
    /// <param name="nanoseconds">Its length; 0 when the text is no duration.</param>
    public static bool TryParse(string? text, out long nanoseconds)
    {
        nanoseconds = 0;
        var rest = text.AsSpan();
        var negative = false;
        if (!rest.IsEmpty && rest[0] is '-' or '+')
        {
            negative = rest[0] == '-';
            rest = rest.Slice(1);
        }

        if (rest.Length == 1 && rest[0] == '0')
        {
            return true;
        }

        var total = 0m;
        do
        {
            if (!TryReadNumber(ref rest, out var number) || !TryReadUnit(ref rest, out var unit))
            {
                return false;
            }

            // Go cuts each part to whole nanoseconds.
            total += decimal.Truncate(number * unit);
        }
        while (!rest.IsEmpty && total <= long.MaxValue);

        if (total > long.MaxValue)
        {
            return false;
        }

        nanoseconds = (long)(negative ? -total : total);
        return true;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<char> rest, out decimal number)
    {
        number = 0;
        var scale = 1m;
        var digits = 0;
        var fraction = false;
        var i = 0;
        for (; i < rest.Length && (rest[i] is >= '0' and <= '9' || (rest[i] == '.' && !fraction)); i++)
        {
            if (rest[i] == '.')
            {
                fraction = true;
                continue;
            }

            digits++;
            if (!fraction)
            {
                number = (number * 10) + (rest[i] - '0');
                if (number > long.MaxValue)
                {
                    return false;
                }
            }
            else if (scale < 1_000_000_000_000_000m)
            {
                scale *= 10;
                number += (rest[i] - '0') / scale;
            }
        }

        rest = rest.Slice(i);
        return digits > 0;
    }

    private static bool TryReadUnit(ref ReadOnlySpan<char> rest, out decimal nanoseconds)
    {
        var length = 0;
        while (length < rest.Length && rest[length] is not ('.' or (>= '0' and <= '9')))
        {
            length++;
        }

        nanoseconds = rest.Slice(0, length).ToString() switch
        {
            "ns" => 1m,
            "us" or "µs" or "μs" => 1_000m,
            "ms" => 1_000_000m,
            "s" => 1_000_000_000m,
            "m" => 60_000_000_000m,
            "h" => 3_600_000_000_000m,
            _ => 0m,
        };
        rest = rest.Slice(length);
        return nanoseconds != 0;
    }
}
