using System.Globalization;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Go's <c>time.Duration</c>: how it is written (<c>1h30m0s</c>) and read.</summary>
internal static class GoDuration
{
    public const long Second = 1_000_000_000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;

    public static GoType Type { get; } = new("time.Duration", GoKind.Int64, isNamed: true);

    public static string Format(long nanoseconds)
    {
        if (nanoseconds == 0)
        {
            return "0s";
        }

        var sign = nanoseconds < 0 ? "-" : "";
        var size = nanoseconds < 0 ? unchecked((ulong)-nanoseconds) : (ulong)nanoseconds;
        if (size < Second)
        {
            return sign + size switch
            {
                < 1000 => size.ToString(CultureInfo.InvariantCulture) + "ns",
                < 1_000_000 => Fraction(size, 1000) + "µs",
                _ => Fraction(size, 1_000_000) + "ms",
            };
        }

        var seconds = Fraction(size % Minute, Second) + "s";
        var minutes = size / Minute;
        return sign + (minutes >= 60 ? (minutes / 60).ToString(CultureInfo.InvariantCulture) + "h" : "")
            + (minutes > 0 ? (minutes % 60).ToString(CultureInfo.InvariantCulture) + "m" : "") + seconds;
    }

    private static string Fraction(ulong value, ulong unit)
    {
        var digits = (value % unit).ToString(CultureInfo.InvariantCulture).PadLeft(unit.ToString(CultureInfo.InvariantCulture).Length - 1, '0').TrimEnd('0');
        return (value / unit).ToString(CultureInfo.InvariantCulture) + (digits.Length > 0 ? "." + digits : "");
    }

    /// <summary><c>time.ParseDuration</c>; the error in its words.</summary>
    public static bool TryParse(string text, out long nanoseconds, out string error)
    {
        nanoseconds = 0;
        error = "time: invalid duration " + GoFormat.Quote(text);
        var i = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        if (text.Substring(i) == "0")
        {
            return true;
        }

        if (i == text.Length)
        {
            return false;
        }

        decimal sum = 0;
        while (i < text.Length)
        {
            var start = i;
            var dot = false;
            while (i < text.Length && (text[i] is >= '0' and <= '9' || (text[i] == '.' && !dot)))
            {
                dot |= text[i++] == '.';
            }

            var number = text.Substring(start, i - start);
            if (number is "" or "." || number.Length > 25)
            {
                return false;
            }

            start = i;
            while (i < text.Length && text[i] is not ('.' or (>= '0' and <= '9')))
            {
                i++;
            }

            var unit = text.Substring(start, i - start);
            decimal scale = unit switch
            {
                "ns" => 1,
                "us" or "µs" or "μs" => 1000,
                "ms" => 1_000_000,
                "s" => Second,
                "m" => Minute,
                "h" => Hour,
                _ => 0,
            };
            if (scale == 0)
            {
                error = unit.Length == 0 ? "time: missing unit in duration " + GoFormat.Quote(text) : $"time: unknown unit {GoFormat.Quote(unit)} in duration {GoFormat.Quote(text)}";
                return false;
            }

            var whole = decimal.Parse(number.Split('.')[0] is { Length: > 0 } left ? left : "0", NumberStyles.None, CultureInfo.InvariantCulture);
            if (whole > long.MaxValue / scale)
            {
                return false;
            }

            sum += decimal.Truncate(decimal.Parse("0" + number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * scale);
            if (sum > long.MaxValue)
            {
                return false;
            }
        }

        nanoseconds = text[0] == '-' ? -(long)sum : (long)sum;
        error = "";
        return true;
    }
}
