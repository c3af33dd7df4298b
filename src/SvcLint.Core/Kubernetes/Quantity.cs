using System.Globalization;

namespace SvcLint.Kubernetes;

/// <summary>Amounts of resources as the API server reads them: <c>500m</c>, <c>1.5</c>, <c>128Mi</c>, <c>1e3</c>.</summary>
public static class Quantity
{
    private const int FirstAboveOne = 4;
    private const int FirstBinary = 10;

    private static readonly string[] Suffixes = ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    /// <summary>True for what the server can read. It does without digits, and with blanks around the amount.</summary>
    public static bool IsValid(string text)
    {
        var amount = text.Trim();
        var i = amount.Length > 0 && amount[0] is '-' or '+' ? 1 : 0;
        SkipDigits(amount, ref i);
        if (i < amount.Length && amount[i] == '.')
        {
            i++;
            SkipDigits(amount, ref i);
        }

        var suffix = amount.Substring(i);
        return amount.Length > 0 && (Array.IndexOf(Suffixes, suffix) >= 0 || IsExponent(suffix));
    }

    /// <summary>True for an amount, in any notation, that is nothing: <c>0</c>, <c>0.0Ki</c>.</summary>
    public static bool IsZero(string text) => text.Trim().TrimStart('-', '+').TakeWhile(c => c is '.' or (>= '0' and <= '9')).All(c => c is '.' or '0');

    /// <summary>In units of the resource: <c>1500m</c> is 1.5, <c>1Ki</c> 1024; null for what is no amount.</summary>
    public static double? Amount(string? text)
    {
        var amount = text?.Trim() ?? "";
        if (!IsValid(amount))
        {
            return null;
        }

        var end = amount.Length;
        while (end > 0 && amount[end - 1] is not ('.' or (>= '0' and <= '9')))
        {
            end--;
        }

        return double.TryParse(amount.Substring(0, end), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number * Factor(amount.Substring(end)) : null;
    }

    private static double Factor(string suffix) => Array.IndexOf(Suffixes, suffix) switch
    {
        0 => 1,
        var binary and >= FirstBinary => Math.Pow(1024, binary - FirstBinary + 1),
        var power => Math.Pow(1000, power - FirstAboveOne + (power < FirstAboveOne ? 0 : 1)),
    };

    private static bool IsExponent(string suffix)
    {
        if (suffix.Length < 2 || suffix[0] is not ('e' or 'E'))
        {
            return false;
        }

        var first = suffix[1] is '-' or '+' ? 2 : 1;
        var i = first;
        SkipDigits(suffix, ref i);
        return i > first && i == suffix.Length;
    }

    private static void SkipDigits(string text, ref int i)
    {
        while (i < text.Length && text[i] is >= '0' and <= '9')
        {
            i++;
        }
    }
}
