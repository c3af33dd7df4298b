using System.Globalization;
using System.Numerics;
using System.Text;

namespace SvcLint.Charts.Templates;

/// <summary>Go's <c>strconv.FormatFloat</c>.</summary>
public static class GoFloatText
{
    /// <summary>The shortest text that reads back as the number, as <c>%v</c> prints it.</summary>
    public static string Shortest(double value) => Format(value, 'g', -1);

    /// <param name="value">The number.</param>
    /// <param name="verb">One of b, e, E, f, g, G, x, X.</param>
    /// <param name="precision">Digits as the verb counts them; -1 for as many as it takes.</param>
    public static string Format(double value, char verb, int precision)
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
        var magnitude = Math.Abs(value);
        switch (verb)
        {
            case 'b':
                return sign + Binary(bits);
            case 'x':
            case 'X':
                return sign + Hexadecimal(bits, precision, verb);
        }

        var (digits, point) = precision < 0 ? FloatDigits.Shortest(magnitude) : Digits(magnitude, verb, precision);
        switch (verb)
        {
            case 'e':
            case 'E':
                return sign + Exponent(digits, point, precision < 0 ? digits.Length - 1 : precision, verb);
            case 'f':
            case 'F':
                return sign + Fixed(digits, point, precision < 0 ? Math.Max(digits.Length - point, 0) : precision);
            default:
                var least = precision < 0 ? 6 : precision > digits.Length && digits.Length >= point ? digits.Length : precision == 0 ? 1 : precision;
                var most = precision < 0 ? 6 : precision == 0 ? 1 : precision;
                if (precision < 0)
                {
                    most = digits.Length;
                }

                var exponent = point - 1;
                return exponent < -4 || exponent >= least
                    ? sign + Exponent(digits, point, Math.Min(most, digits.Length) - 1, verb == 'g' ? 'e' : 'E')
                    : sign + Fixed(digits, point, Math.Max(Math.Min(digits.Length, Math.Max(most, point)) - point, 0));
        }
    }

    private static (string Digits, int Point) Digits(double value, char verb, int precision) => verb switch
    {
        'f' or 'F' => FloatDigits.Rounded(value, precision, decimals: true),
        'e' or 'E' => FloatDigits.Rounded(value, precision + 1, decimals: false),
        _ => FloatDigits.Rounded(value, Math.Max(precision, 1), decimals: false),
    };

    private static string Exponent(string digits, int point, int precision, char verb)
    {
        var text = new StringBuilder();
        text.Append(digits.Length > 0 ? digits[0] : '0');
        if (precision > 0)
        {
            text.Append('.');
            var shown = Math.Min(digits.Length - 1, precision);
            if (shown > 0)
            {
                text.Append(digits, 1, shown);
            }

            text.Append('0', precision - Math.Max(shown, 0));
        }

        var exponent = digits.Length == 0 ? 0 : point - 1;
        text.Append(verb).Append(exponent < 0 ? '-' : '+');
        return text.Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)).ToString();
    }

    private static string Fixed(string digits, int point, int precision)
    {
        var text = new StringBuilder();
        for (var i = 0; i < point; i++)
        {
            text.Append(i < digits.Length ? digits[i] : '0');
        }

        if (point <= 0)
        {
            text.Append('0');
        }

        if (precision > 0)
        {
            text.Append('.');
            for (var i = point; i < point + precision; i++)
            {
                text.Append(i >= 0 && i < digits.Length ? digits[i] : '0');
            }
        }

        return text.ToString();
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
