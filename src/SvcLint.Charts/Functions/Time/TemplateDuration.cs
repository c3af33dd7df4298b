using System.Globalization;
using SvcLint.Charts.Templates;
using SvcLint.Kubernetes;

namespace SvcLint.Charts.Functions;

/// <summary>Go's <c>time.Duration</c>: how it is written (<c>1h30m0s</c>) and read.</summary>
internal static class TemplateDuration
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
        var isDuration = GoDuration.TryParse(text, out nanoseconds);
        error = isDuration ? "" : Error(text);
        return isDuration;
    }

    // Of the parts the first that Go cannot read.
    private static string Error(string text)
    {
        for (var i = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0; i < text.Length;)
        {
            var start = i;
            var hasDot = false;
            while (i < text.Length && (text[i] is >= '0' and <= '9' || (text[i] == '.' && !hasDot)))
            {
                hasDot |= text[i++] == '.';
            }

            if (i - start == (hasDot ? 1 : 0))
            {
                break;
            }

            start = i;
            while (i < text.Length && text[i] is not ('.' or (>= '0' and <= '9')))
            {
                i++;
            }

            var unit = text.Substring(start, i - start);
            if (unit.Length == 0)
            {
                return "time: missing unit in duration " + GoFormat.Quote(text);
            }

            if (unit is not ("ns" or "us" or "µs" or "μs" or "ms" or "s" or "m" or "h"))
            {
                return $"time: unknown unit {GoFormat.Quote(unit)} in duration {GoFormat.Quote(text)}";
            }
        }

        return "time: invalid duration " + GoFormat.Quote(text);
    }
}
