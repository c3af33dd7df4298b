using System.Globalization;
using System.Numerics;

namespace SvcLint.Charts.Functions;

/// <summary>Numbers in text as Go's <c>strconv</c> reads them.</summary>
public static class GoNumber
{
    /// <summary>
    /// <c>strconv.ParseInt(text, radix, 64)</c>; radix 0 takes it from the prefix and allows underscores. Out of range yields the nearest
    /// value and false, as Go does.
    /// </summary>
    public static bool TryParseInt(string text, int radix, out long value)
    {
        value = 0;
        var i = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        var negative = i > 0 && text[0] == '-';
        if (!TryParseMagnitude(text, i, radix, out var magnitude))
        {
            return false;
        }

        var limit = negative ? BigInteger.Pow(2, 63) : BigInteger.Pow(2, 63) - 1;
        if (magnitude > limit)
        {
            value = negative ? long.MinValue : long.MaxValue;
            return false;
        }

        value = (long)(negative ? -magnitude : magnitude);
        return true;
    }

    /// <summary><c>strconv.ParseUint(text, radix, 64)</c>.</summary>
    public static bool TryParseUInt(string text, int radix, out ulong value)
    {
        value = 0;
        if (!TryParseMagnitude(text, 0, radix, out var magnitude) || magnitude > ulong.MaxValue)
        {
            return false;
        }

        value = (ulong)magnitude;
        return true;
    }

    /// <summary><c>strconv.ParseFloat(text, 64)</c>; false also where the value is out of range.</summary>
    public static bool TryParseFloat(string text, out double value)
    {
        value = 0;
        var i = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        var rest = text.Substring(i);
        var special = rest.ToLowerInvariant() switch
        {
            "inf" or "infinity" => double.PositiveInfinity,
            "nan" when i == 0 => double.NaN,
            _ => 0,
        };
        if (special != 0)
        {
            value = text[0] == '-' ? -special : special;
            return true;
        }

        if (rest.IndexOf('_') >= 0)
        {
            if (!UnderscoresFit(rest))
            {
                return false;
            }

            rest = rest.Replace("_", "");
        }

        var hexadecimal = rest.Length > 2 && rest[0] == '0' && rest[1] is 'x' or 'X';
        if (!(hexadecimal ? TryParseHexadecimal(rest, out value) : TryParseDecimal(rest, out value)))
        {
            return false;
        }

        value = text[0] == '-' ? -value : value;
        return !double.IsInfinity(value);
    }

    private static bool TryParseDecimal(string text, out double value)
    {
        value = 0;
        var i = 0;
        var digits = Digits(text, ref i);
        if (i < text.Length && text[i] == '.')
        {
            i++;
            digits += Digits(text, ref i);
        }

        if (digits == 0)
        {
            return false;
        }

        if (i < text.Length && text[i] is 'e' or 'E')
        {
            i++;
            i += i < text.Length && text[i] is '+' or '-' ? 1 : 0;
            if (Digits(text, ref i) == 0)
            {
                return false;
            }
        }

        return i == text.Length && double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryParseHexadecimal(string text, out double value)
    {
        value = 0;
        var p = text.IndexOfAny(['p', 'P']);
        if (p < 0 || !int.TryParse(text.Substring(p + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
        {
            return false;
        }

        var mantissa = text.Substring(2, p - 2);
        var dot = mantissa.IndexOf('.');
        if (dot >= 0)
        {
            exponent -= 4 * (mantissa.Length - dot - 1);
            mantissa = mantissa.Remove(dot, 1);
        }

        if (mantissa.Length == 0 || !TryParseMagnitude(mantissa, 0, 16, out var digits))
        {
            return false;
        }

        value = (double)digits * Math.Pow(2, exponent);
        return true;
    }

    private static bool TryParseMagnitude(string text, int start, int radix, out BigInteger value)
    {
        value = BigInteger.Zero;
        var i = start;
        var prefixed = radix == 0;
        if (prefixed)
        {
            radix = 10;
            if (i < text.Length && text[i] == '0' && i + 1 < text.Length)
            {
                (radix, var skip) = text[i + 1] switch
                {
                    'x' or 'X' when i + 2 < text.Length => (16, 2),
                    'b' or 'B' when i + 2 < text.Length => (2, 2),
                    'o' or 'O' when i + 2 < text.Length => (8, 2),
                    _ => (8, 1),
                };
                i += skip;
            }
        }

        if (i >= text.Length || (prefixed && text.IndexOf('_') >= 0 && !UnderscoresFit(text.Substring(start))))
        {
            return false;
        }

        // Nobody's number has more digits, and a long one would cost its square.
        if (text.Length - i > 400)
        {
            return false;
        }

        for (; i < text.Length; i++)
        {
            if (text[i] == '_' && prefixed)
            {
                continue;
            }

            var digit = text[i] switch
            {
                >= '0' and <= '9' => text[i] - '0',
                >= 'a' and <= 'z' => text[i] - 'a' + 10,
                >= 'A' and <= 'Z' => text[i] - 'A' + 10,
                _ => 99,
            };
            if (digit >= radix)
            {
                return false;
            }

            value = (value * radix) + digit;
        }

        return true;
    }

    // Between digits, or between the prefix and a digit.
    private static bool UnderscoresFit(string text)
    {
        var i = 0;
        var last = '^';
        var hexadecimal = false;
        if (text.Length >= 2 && text[0] == '0' && text[1] is 'b' or 'B' or 'o' or 'O' or 'x' or 'X')
        {
            i = 2;
            last = '0';
            hexadecimal = text[1] is 'x' or 'X';
        }

        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= '0' and <= '9' || (hexadecimal && c is (>= 'a' and <= 'f') or (>= 'A' and <= 'F')))
            {
                last = '0';
            }
            else if (c == '_')
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

    private static int Digits(string text, ref int i)
    {
        var start = i;
        while (i < text.Length && text[i] is >= '0' and <= '9')
        {
            i++;
        }

        return i - start;
    }
}
