using SvcLint.Charts.Templates;
using SvcLint.Yaml;

namespace SvcLint.Charts.Functions;

/// <summary>What a plain scalar means to the YAML readers of Helm: YAML 1.1 words and numbers, as go-yaml has them.</summary>
internal static class YamlScalars
{
    /// <summary>Whether a plain scalar reads as a string. go-yaml 3 takes <c>y</c>, <c>on</c> and their like for strings.</summary>
    public static bool IsString(string text, bool version3)
    {
        if (text.Length == 0 || text is "~" or "null" or "Null" or "NULL" or "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
        {
            return false;
        }

        if (!version3 && IsOldBool(text))
        {
            return false;
        }

        return text[0] switch
        {
            '.' => !IsSpecialFloat(text) && !GoNumber.TryFloat(text, out _),
            '+' or '-' when IsSpecialFloat(text.Substring(1)) => false,
            '+' or '-' or (>= '0' and <= '9') => !YamlTimestamp.IsTimestamp(text) && !IsNumber(text.Replace("_", "")),
            _ => true,
        };
    }

    /// <summary>Words that YAML 1.1 takes for booleans and later versions do not.</summary>
    public static bool IsOldBool(string text) => text is "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON"
        or "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF";

    /// <summary>Sexagesimal numbers, which nobody reads any more but everybody quotes: <c>12:30:45</c>.</summary>
    public static bool IsBase60(string text)
    {
        var i = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        if (i >= text.Length || text[i] is < '0' or > '9')
        {
            return false;
        }

        i = Skip(text, i + 1);
        var groups = 0;
        while (i < text.Length && text[i] == ':')
        {
            var digits = i + 1 < text.Length && text[i + 1] is >= '0' and <= '9' ? 1 : 0;
            digits += digits == 1 && i + 2 < text.Length && text[i + 2] is >= '0' and <= '9' && text[i + 1] <= '5' ? 1 : 0;
            if (digits == 0)
            {
                return false;
            }

            i += 1 + digits;
            groups++;
        }

        if (groups > 0 && i < text.Length && text[i] == '.')
        {
            i = Skip(text, i + 1);
        }

        return groups > 0 && i == text.Length;
    }

    private static int Skip(string text, int i)
    {
        while (i < text.Length && text[i] is (>= '0' and <= '9') or '_')
        {
            i++;
        }

        return i;
    }

    private static bool IsSpecialFloat(string text) => text is ".nan" or ".NaN" or ".NAN" or ".inf" or ".Inf" or ".INF";

    private static bool IsNumber(string text) =>
        GoNumber.TryInt(text, out _, 0) || GoNumber.TryUint(text, out _, 0)
        || (IsFloat(text) && GoNumber.TryFloat(text, out _))
        || (text.StartsWith("0b", StringComparison.Ordinal) && GoNumber.TryUint(text.Substring(2), out _, 2))
        || (text.StartsWith("-0b", StringComparison.Ordinal) && GoNumber.TryInt("-" + text.Substring(3), out _, 2));

    // [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
    private static bool IsFloat(string text)
    {
        foreach (var c in text)
        {
            if (c is not ((>= '0' and <= '9') or '.' or '+' or '-' or 'e' or 'E'))
            {
                return false;
            }
        }

        return true;
    }
}
