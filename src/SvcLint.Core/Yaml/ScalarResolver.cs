using System.Globalization;

namespace SvcLint.Yaml;

public enum ScalarKind
{
    Null,
    Bool,
    Int,
    Float,
    String,
}

/// <summary>A scalar as the API server reads it. A float with an integral value also has an <see cref="Int"/>.</summary>
public readonly record struct ScalarValue(ScalarKind Kind, string Text, long? Int = null, double Float = 0, bool Bool = false);

/// <summary>
/// The scalar rules of the API server's YAML reader (YAML 1.1 as go-yaml 2 has it, then JSON): <c>yes</c> is a boolean,
/// <c>010</c> is 8, <c>080</c> is 80, <c>8_080</c> is 8080, <c>1e3</c> is 1000, dates and <c>12:30</c> stay strings.
/// </summary>
public static class ScalarResolver
{
    private const string Prefix = "tag:yaml.org,2002:";

    public static ScalarValue Resolve(YamlScalar scalar)
    {
        var text = scalar.Value;
        var tag = scalar.Tag is { } full && full.StartsWith(Prefix, StringComparison.Ordinal) ? full.Substring(Prefix.Length) : scalar.Tag;
        switch (tag)
        {
            case "str" or "binary" or "timestamp" or "!":
                return new ScalarValue(ScalarKind.String, text);
            case "int" or "float" or "bool" or "null":
                return ResolvePlain(text);
        }

        return scalar.Style == ScalarStyle.Plain ? ResolvePlain(text) : new ScalarValue(ScalarKind.String, text);
    }

    public static ScalarValue ResolvePlain(string text)
    {
        if (text.Length == 0 || text is "~" or "null" or "Null" or "NULL")
        {
            return new ScalarValue(ScalarKind.Null, text);
        }

        switch (text)
        {
            case "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "true" or "True" or "TRUE":
                return new ScalarValue(ScalarKind.Bool, text, Bool: true);
            case "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "false" or "False" or "FALSE":
                return new ScalarValue(ScalarKind.Bool, text);
            case ".nan" or ".NaN" or ".NAN":
                return new ScalarValue(ScalarKind.Float, text, Float: double.NaN);
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF":
                return new ScalarValue(ScalarKind.Float, text, Float: double.PositiveInfinity);
            case "-.inf" or "-.Inf" or "-.INF":
                return new ScalarValue(ScalarKind.Float, text, Float: double.NegativeInfinity);
        }

        var first = text[0];
        if (first is not ((>= '0' and <= '9') or '+' or '-' or '.'))
        {
            return new ScalarValue(ScalarKind.String, text);
        }

        var digits = text.IndexOf('_') >= 0 ? text.Replace("_", "") : text;
        if (TryParseInteger(digits, out var integer))
        {
            return new ScalarValue(ScalarKind.Int, text, integer, integer);
        }

        // What is too large for a double stays a string: 123e456 may be the start of a commit's hash.
        if (IsFloat(digits) && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsInfinity(number))
        {
            var integral = Math.Abs(number) < 1e15 && Math.Floor(number) == number ? (long)number : (long?)null;
            return new ScalarValue(ScalarKind.Float, text, integral, number);
        }

        return new ScalarValue(ScalarKind.String, text);
    }

    // Go's strconv.ParseInt with base 0, after underscores are gone.
    private static bool TryParseInteger(string text, out long value)
    {
        value = 0;
        var i = text[0] is '+' or '-' ? 1 : 0;
        var negative = text[0] == '-';
        var radix = 10;
        if (i + 1 < text.Length && text[i] == '0')
        {
            (radix, i) = text[i + 1] switch
            {
                'x' or 'X' => (16, i + 2),
                'b' or 'B' => (2, i + 2),
                'o' or 'O' => (8, i + 2),
                _ => (8, i + 1),
            };
        }

        if (i >= text.Length)
        {
            return false;
        }

        ulong sum = 0;
        for (; i < text.Length; i++)
        {
            var digit = text[i] switch
            {
                >= '0' and <= '9' => text[i] - '0',
                >= 'a' and <= 'f' => text[i] - 'a' + 10,
                >= 'A' and <= 'F' => text[i] - 'A' + 10,
                _ => 99,
            };
            if (digit >= radix || sum > (long.MaxValue - (ulong)digit) / (ulong)radix)
            {
                return false;
            }

            sum = (sum * (ulong)radix) + (ulong)digit;
        }

        value = negative ? -(long)sum : (long)sum;
        return true;
    }

    // [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
    private static bool IsFloat(string text)
    {
        var i = text[0] is '+' or '-' ? 1 : 0;
        var whole = Digits(text, ref i);
        if (i < text.Length && text[i] == '.')
        {
            i++;
            var fraction = Digits(text, ref i);
            if (whole == 0 && fraction == 0)
            {
                return false;
            }
        }
        else if (whole == 0)
        {
            return false;
        }

        if (i < text.Length && text[i] is 'e' or 'E')
        {
            i++;
            if (i < text.Length && text[i] is '+' or '-')
            {
                i++;
            }

            if (Digits(text, ref i) == 0)
            {
                return false;
            }
        }

        return i == text.Length;
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
