using System.Globalization;

namespace SvcLint.Charts.Templates;

/// <summary>Go's package strconv: texts to numbers.</summary>
public static class GoNumber
{
    /// <summary><c>strconv.ParseInt(text, 0, 64)</c>; another base than 0 takes neither prefixes nor underscores.</summary>
    public static bool TryInt(string text, out long value, int numberBase = 0)
    {
        value = 0;
        var negative = text.Length > 0 && text[0] == '-';
        var digits = text.Length > 0 && text[0] is '-' or '+' ? text.Substring(1) : text;
        if (!TryUint(digits, out var magnitude, numberBase) || magnitude > (negative ? 9223372036854775808UL : 9223372036854775807UL))
        {
            return false;
        }

        value = negative ? unchecked((long)(0 - magnitude)) : (long)magnitude;
        return true;
    }

    /// <summary><c>strconv.ParseUint(text, 0, 64)</c>.</summary>
    public static bool TryUint(string text, out ulong value, int numberBase = 0)
    {
        value = 0;
        var at = 0;
        if (numberBase == 0)
        {
            if (text.IndexOf('_') >= 0)
            {
                if (!UnderscoresSeparateDigits(text))
                {
                    return false;
                }

                text = text.Replace("_", "");
            }

            numberBase = 10;
            if (text.Length > 0 && text[0] == '0')
            {
                (numberBase, at) = text.Length < 3 ? (8, text.Length > 1 ? 1 : 0) : text[1] switch
                {
                    'x' or 'X' => (16, 2),
                    'b' or 'B' => (2, 2),
                    'o' or 'O' => (8, 2),
                    _ => (8, 1),
                };
            }
        }

        if (at >= text.Length)
        {
            return false;
        }

        for (; at < text.Length; at++)
        {
            var c = text[at];
            var digit = c is >= '0' and <= '9' ? c - '0' : c is >= 'a' and <= 'z' ? c - 'a' + 10 : c is >= 'A' and <= 'Z' ? c - 'A' + 10 : 99;
            if (digit >= numberBase || value > (ulong.MaxValue - (ulong)digit) / (ulong)numberBase)
            {
                return false;
            }

            value = (value * (ulong)numberBase) + (ulong)digit;
        }

        return true;
    }

    /// <summary><c>strconv.ParseFloat(text, 64)</c>; false also when it is out of range.</summary>
    public static bool TryFloat(string text, out double value)
    {
        value = 0;
        if (text.IndexOf('_') >= 0)
        {
            if (!UnderscoresSeparateDigits(text))
            {
                return false;
            }

            text = text.Replace("_", "");
        }

        var unsigned = text.Length > 0 && text[0] is '-' or '+' ? text.Substring(1) : text;
        switch (unsigned.ToLowerInvariant())
        {
            case "inf" or "infinity":
                value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
                return true;
            case "nan":
                value = double.NaN;
                return unsigned.Length == text.Length;
        }

        if (unsigned.Length > 2 && unsigned[0] == '0' && unsigned[1] is 'x' or 'X')
        {
            return TryHexadecimal(unsigned, text[0] == '-', out value);
        }

        foreach (var c in unsigned)
        {
            if (c is not ((>= '0' and <= '9') or '.' or 'e' or 'E' or '+' or '-'))
            {
                return false;
            }
        }

        const NumberStyles Styles = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign;
        return unsigned.Length > 0 && unsigned[0] is not ('+' or '-') && double.TryParse(text, Styles, CultureInfo.InvariantCulture, out value) && !double.IsInfinity(value);
    }

    // One underscore between two digits, or behind the prefix of a base.
    private static bool UnderscoresSeparateDigits(string text)
    {
        var at = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        var last = '^';
        var hexadecimal = false;
        if (text.Length >= at + 2 && text[at] == '0' && text[at + 1] is 'b' or 'B' or 'o' or 'O' or 'x' or 'X')
        {
            hexadecimal = text[at + 1] is 'x' or 'X';
            last = '0';
            at += 2;
        }

        for (; at < text.Length; at++)
        {
            if (text[at] is >= '0' and <= '9' || (hexadecimal && text[at] is (>= 'a' and <= 'f') or (>= 'A' and <= 'F')))
            {
                last = '0';
            }
            else if (text[at] == '_')
            {
                if (last != '0')
                {
                    return false;
                }

                last = '_';
            }
            else
            {
                if (last == '_')
                {
                    return false;
                }

                last = '!';
            }
        }

        return last != '_';
    }

    // 0x1.8p-2: the exponent is not optional.
    private static bool TryHexadecimal(string text, bool negative, out double value)
    {
        value = 0;
        var mantissa = 0.0;
        var scale = 0;
        var digits = 0;
        var point = false;
        var at = 2;
        for (; at < text.Length && text[at] is not ('p' or 'P'); at++)
        {
            if (text[at] == '.' && !point)
            {
                point = true;
                continue;
            }

            var digit = "0123456789abcdef".IndexOf(char.ToLowerInvariant(text[at]));
            if (digit < 0)
            {
                return false;
            }

            mantissa = (mantissa * 16) + digit;
            scale -= point ? 4 : 0;
            digits++;
        }

        if (digits == 0 || at >= text.Length || !int.TryParse(text.Substring(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
        {
            return false;
        }

        value = mantissa * Math.Pow(2, scale + exponent) * (negative ? -1 : 1);
        return !double.IsInfinity(value);
    }
}
