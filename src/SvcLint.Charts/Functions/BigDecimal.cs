using System.Globalization;
using System.Numerics;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>A decimal of any length, as the library behind Sprig's float functions has it: divisions end after 16 decimals.</summary>
internal readonly record struct BigDecimal(BigInteger Value, int Exponent)
{
    private const int DivisionDecimals = 16;

    // Both ends of what a float64 can hold, with room for a few operations.
    private const int MaxExponent = 5000;

    public static BigDecimal Of(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            throw new GoException("Cannot create a Decimal from " + GoFloatText.Shortest(value));
        }

        var (digits, point) = GoFloatText.ShortestDigits(Math.Abs(value));
        var number = digits.Length == 0 ? BigInteger.Zero : BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return new BigDecimal(value < 0 ? -number : number, digits.Length == 0 ? 0 : point - digits.Length);
    }

    public BigDecimal Negated() => this with { Value = -Value };

    public BigDecimal Add(BigDecimal other)
    {
        var exponent = Math.Min(Exponent, other.Exponent);
        return new BigDecimal(Scaled(exponent) + other.Scaled(exponent), exponent);
    }

    public BigDecimal Multiply(BigDecimal other) =>
        Math.Abs((long)Exponent + other.Exponent) > MaxExponent ? throw new GoException("decimal out of range") : new BigDecimal(Value * other.Value, Exponent + other.Exponent);

    public BigDecimal Divide(BigDecimal other)
    {
        if (other.Value.IsZero)
        {
            throw new GoException("decimal division by 0");
        }

        // Rounded half away from zero.
        var shift = Exponent - other.Exponent + DivisionDecimals;
        var dividend = shift >= 0 ? Value * BigInteger.Pow(10, shift) : Value;
        var divisor = shift >= 0 ? other.Value : other.Value * BigInteger.Pow(10, -shift);
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        if (BigInteger.Abs(remainder) * 2 >= BigInteger.Abs(divisor))
        {
            quotient += dividend.Sign * divisor.Sign;
        }

        return new BigDecimal(quotient, -DivisionDecimals);
    }

    public double ToDouble() => double.Parse(Value.ToString(CultureInfo.InvariantCulture) + "E" + Exponent.ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);

    private BigInteger Scaled(int exponent) => Value * BigInteger.Pow(10, Exponent - exponent);
}
