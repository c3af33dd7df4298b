using System.Globalization;
using System.Numerics;

namespace SvcLint.Charts.Templates;

/// <summary>Decimal digits of a floating point number, without leading or trailing zeros, and the point's place: 0.DIGITS times ten to it.</summary>
internal static class FloatDigits
{
    /// <summary>The fewest digits that identify a value, and the decimal point's place before them; no digits for zero.</summary>
    public static (string Digits, int Point) Shortest(double value)
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

    /// <summary>The exact binary value rounded half to even, to a number of digits or of decimals.</summary>
    public static (string Digits, int Point) Rounded(double value, int count, bool decimals)
    {
        if (value == 0)
        {
            return ("", 0);
        }

        var (digits, point) = Exact(value);
        var keep = decimals ? point + count : count;
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

    private static (string Digits, int Point) Exact(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFFL;
        mantissa = exponent == 0 ? mantissa : mantissa | (1L << 52);
        exponent = Math.Max(exponent, 1) - 1075;
        // A negative power of two is a power of five behind as many decimals.
        var whole = exponent >= 0 ? new BigInteger(mantissa) << exponent : new BigInteger(mantissa) * BigInteger.Pow(5, -exponent);
        var digits = whole.ToString(CultureInfo.InvariantCulture);
        var point = digits.Length + Math.Min(exponent, 0);
        return (digits.TrimEnd('0'), point);
    }
}
