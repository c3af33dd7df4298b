using System.Globalization;
using System.Numerics;
using System.Text;

namespace SvcLint.Charts.Templates;

/// <summary>Go's <c>strconv.FormatFloat</c>.</summary>
public static class GoFloatText
{
    /// <summary><c>%v</c>: the shortest text that reads back the same, exponents from 21 digits down to 6 as <c>%g</c> has it.</summary>
    public static string Shortest(double value) => Format(value, 'g', -1);

    /// <summary><c>strconv.FormatFloat(value, format, precision, 64)</c> for the formats b, e, E, f, F, g, G, x and X; precision -1 is the shortest.</summary>
    public static string Format(double value, char format, int precision)
    {
        if (double.IsNaN(value))
        {
            return "NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "+Inf" : "-Inf";
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var sign = bits < 0 ? "-" : "";
        switch (format)
        {
            case 'b':
                return sign + Binary(bits);
            case 'x' or 'X':
                return sign + Hexadecimal(bits, precision, format);
        }

        var shortest = precision < 0;
        var (digits, point) = ShortestDigits(Math.Abs(value));
        if (shortest)
        {
            precision = format switch
            {
                'e' or 'E' => digits.Length - 1,
                'f' or 'F' => Math.Max(digits.Length - point, 0),
                _ => digits.Length,
            };
        }
        else
        {
            precision = format is 'g' or 'G' && precision == 0 ? 1 : precision;
            (digits, point) = Rounded(Math.Abs(value), format switch
            {
                'e' or 'E' => (precision + 1, false),
                'f' or 'F' => (precision, true),
                _ => (precision, false),
            });
        }

        var text = new StringBuilder(sign, digits.Length + 8);
        switch (format)
        {
            case 'e' or 'E':
                Exponential(text, digits, point, precision, format);
                break;
            case 'f' or 'F':
                Fixed(text, digits, point, precision);
                break;
            default:
                var limit = precision;
                if (limit > digits.Length && digits.Length >= point)
                {
                    limit = digits.Length;
                }

                limit = shortest ? 6 : limit;
                if (point - 1 < -4 || point - 1 >= limit)
                {
                    Exponential(text, digits, point, Math.Min(precision, digits.Length) - 1, format == 'G' ? 'E' : 'e');
                }
                else
                {
                    Fixed(text, digits, point, Math.Max(Math.Min(digits.Length, precision) - point, 0));
                }

                break;
        }

        return text.ToString();
    }

    /// <summary>The fewest digits that identify a value, and the decimal point's place before them; no digits for zero.</summary>
    public static (string Digits, int Point) ShortestDigits(double value)
    {
        if (value == 0)
        {
            return ("", 0);
        }

        var text = value.ToString("R", CultureInfo.InvariantCulture);
        if (double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) != value)
        {
            text = value.ToString("G17", CultureInfo.InvariantCulture);
        }

        var exponent = 0;
        var e = text.IndexOf('E');
        if (e >= 0)
        {
            exponent = int.Parse(text.Substring(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text.Substring(0, e);
        }

        var dot = text.IndexOf('.');
        var digits = dot < 0 ? text : text.Remove(dot, 1);
        var point = (dot < 0 ? text.Length : dot) + exponent;
        var zeros = digits.Length - digits.TrimStart('0').Length;
        return (digits.Substring(zeros).TrimEnd('0'), point - zeros);
    }

    // Rounds the exact binary value half to even, to a number of digits or of decimals.
    private static (string Digits, int Point) Rounded(double value, (int Count, bool Decimals) wanted)
    {
        if (value == 0)
        {
            return ("", 0);
        }

        var (digits, point) = ExactDigits(value);
        var keep = wanted.Decimals ? point + wanted.Count : wanted.Count;
        if (keep < 0)
        {
            return ("", 0);
        }

        if (keep >= digits.Length)
        {
            return (digits, point);
        }

        var next = digits[keep];
        var tie = next == '5' && keep + 1 == digits.Length;
        var up = tie ? keep > 0 && (digits[keep - 1] - '0') % 2 == 1 : next >= '5';
        var kept = digits.Substring(0, keep).ToCharArray();
        var i = keep - 1;
        while (up && i >= 0 && kept[i] == '9')
        {
            kept[i--] = '0';
        }

        if (!up)
        {
            return (new string(kept).TrimEnd('0'), point);
        }

        if (i < 0)
        {
            return ("1", point + 1);
        }

        kept[i]++;
        return (new string(kept).TrimEnd('0'), point);
    }

    private static (string Digits, int Point) ExactDigits(double value)
    {
        var (mantissa, exponent) = Parts(BitConverter.DoubleToInt64Bits(value));
        // A negative power of two is a power of five behind as many decimals.
        var whole = exponent >= 0 ? new BigInteger(mantissa) << exponent : new BigInteger(mantissa) * BigInteger.Pow(5, -exponent);
        var digits = whole.ToString(CultureInfo.InvariantCulture);
        var point = digits.Length + Math.Min(exponent, 0);
        return (digits.TrimEnd('0'), point);
    }

    private static void Exponential(StringBuilder text, string digits, int point, int precision, char letter)
    {
        text.Append(digits.Length > 0 ? digits[0] : '0');
        if (precision > 0)
        {
            text.Append('.');
            for (var i = 1; i <= precision; i++)
            {
                text.Append(i < digits.Length ? digits[i] : '0');
            }
        }

        var exponent = digits.Length == 0 ? 0 : point - 1;
        text.Append(letter).Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture));
    }

    private static void Fixed(StringBuilder text, string digits, int point, int precision)
    {
        if (point > 0)
        {
            text.Append(digits, 0, Math.Min(digits.Length, point)).Append('0', Math.Max(0, point - digits.Length));
        }
        else
        {
            text.Append('0');
        }

        if (precision > 0)
        {
            text.Append('.');
            for (var i = 0; i < precision; i++)
            {
                var at = point + i;
                text.Append(at >= 0 && at < digits.Length ? digits[at] : '0');
            }
        }
    }

    private static (long Mantissa, int Exponent) Parts(long bits)
    {
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & ((1L << 52) - 1);
        return exponent == 0 ? (mantissa, -1074) : (mantissa | (1L << 52), exponent - 1075);
    }

    private static string Binary(long bits)
    {
        var (mantissa, exponent) = Parts(bits);
        return mantissa.ToString(CultureInfo.InvariantCulture) + "p" + exponent.ToString("+0;-0;+0", CultureInfo.InvariantCulture);
    }

    private static string Hexadecimal(long bits, int precision, char verb)
    {
        var (mantissa, exponent) = Parts(bits);
        if (mantissa == 0)
        {
            exponent = 0;
        }
        else
        {
            exponent += 52;
            while ((mantissa & (1L << 52)) == 0)
            {
                mantissa <<= 1;
                exponent--;
            }
        }

        var wide = new BigInteger(mantissa);
        if (precision is >= 0 and < 13)
        {
            var shift = (13 - precision) * 4;
            var half = BigInteger.One << (shift - 1);
            var rest = wide & ((BigInteger.One << shift) - 1);
            wide >>= shift;
            if (rest > half || (rest == half && !wide.IsEven))
            {
                wide += 1;
            }

            wide <<= shift;
            if (wide >> 53 > 0)
            {
                wide >>= 1;
                exponent++;
            }
        }

        var hexadecimal = ((long)(wide & ((1L << 52) - 1))).ToString("x13", CultureInfo.InvariantCulture);
        var fraction = precision < 0 ? hexadecimal.TrimEnd('0') : hexadecimal.PadRight(precision, '0').Substring(0, precision);
        var text = "0x" + (wide.IsZero ? "0" : "1") + (fraction.Length > 0 ? "." + fraction : "") + "p" + exponent.ToString("+00;-00;+00", CultureInfo.InvariantCulture);
        return verb == 'X' ? text.ToUpperInvariant() : text;
    }
}
