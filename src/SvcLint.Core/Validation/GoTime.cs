namespace SvcLint.Validation;

/// <summary>Times and durations as Go reads them.</summary>
public static class GoTime
{
    /// <summary>Go's duration notation: signed decimal numbers with units (ns, us, ms, s, m, h) in a row, or a bare 0.</summary>
    /// <param name="text">For example <c>1h30m</c>, <c>1.5s</c>, <c>-5s</c>.</param>
    /// <param name="nanoseconds">The length; false when it does not fit 64 bits.</param>
    public static bool TryParseDuration(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var i = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        var sign = text.Length > 0 && text[0] == '-' ? -1 : 1;
        if (text.Length == i + 1 && text[i] == '0')
        {
            return true;
        }

        if (i == text.Length)
        {
            return false;
        }

        var sum = 0m;
        while (i < text.Length)
        {
            if (!Number(text, ref i, out var number) || !Unit(text, ref i, out var unit))
            {
                return false;
            }

            sum += decimal.Truncate(number * unit);
            if (sum > long.MaxValue)
            {
                return false;
            }
        }

        nanoseconds = sign * (long)sum;
        return true;
    }

    private static bool Number(string text, ref int i, out decimal number)
    {
        number = 0;
        var digits = 0;
        for (; i < text.Length && text[i] is >= '0' and <= '9'; i++, digits++)
        {
            number = (number * 10) + (text[i] - '0');
            if (number > long.MaxValue)
            {
                return false;
            }
        }

        if (i < text.Length && text[i] == '.')
        {
            i++;
            var scale = 0.1m;
            for (; i < text.Length && text[i] is >= '0' and <= '9'; i++, digits++)
            {
                number += (text[i] - '0') * scale;
                scale /= 10;
            }
        }

        return digits > 0;
    }

    private static bool Unit(string text, ref int i, out decimal nanoseconds)
    {
        var start = i;
        while (i < text.Length && text[i] is not ('.' or (>= '0' and <= '9')))
        {
            i++;
        }

        nanoseconds = text.Substring(start, i - start) switch
        {
            "ns" => 1m,
            "us" or "\u00b5s" or "\u03bcs" => 1_000m,
            "ms" => 1_000_000m,
            "s" => 1_000_000_000m,
            "m" => 60_000_000_000m,
            "h" => 3_600_000_000_000m,
            _ => 0m,
        };
        return nanoseconds > 0;
    }

    /// <summary>RFC 3339 as Go's time.Parse takes it: upper case T and Z, calendar dates only.</summary>
    public static bool IsRfc3339(string text)
    {
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        if (!Between(text, 0, 4, 0, 9999, out var year) || !Between(text, 5, 2, 1, 12, out var month)
            || !Between(text, 8, 2, 1, 31, out var day) || day > DaysIn(year, month)
            || !Between(text, 11, 2, 0, 23, out _) || !Between(text, 14, 2, 0, 59, out _) || !Between(text, 17, 2, 0, 59, out _))
        {
            return false;
        }

        var i = 19;
        if (text[i] is '.' or ',')
        {
            var first = ++i;
            while (i < text.Length && text[i] is >= '0' and <= '9')
            {
                i++;
            }

            if (i == first)
            {
                return false;
            }
        }

        return text.Length == i + 1
            ? text[i] == 'Z'
            : text.Length == i + 6 && text[i] is '+' or '-' && text[i + 3] == ':' && Between(text, i + 1, 2, 0, 24, out _) && Between(text, i + 4, 2, 0, 60, out _);
    }

    private static bool Between(string text, int start, int length, int low, int high, out int value)
    {
        value = 0;
        for (var i = start; i < start + length; i++)
        {
            if (text[i] is not (>= '0' and <= '9'))
            {
                return false;
            }

            value = (value * 10) + text[i] - '0';
        }

        return value >= low && value <= high;
    }

    private static int DaysIn(int year, int month) => year == 0 ? DateTime.DaysInMonth(4, month) : DateTime.DaysInMonth(year, month);
}
