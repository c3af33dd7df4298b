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
    public const string TagPrefix = "tag:yaml.org,2002:";

    public static ScalarValue Resolve(YamlScalar scalar)
    {
        var text = scalar.Value;
        if (scalar.Tag is not { } tag)
        {
            return scalar.Style == ScalarStyle.Plain ? ResolvePlain(text) : new ScalarValue(ScalarKind.String, text);
        }

        var value = ResolvePlain(text);
        return ShortTag(tag) switch
        {
            "int" or "bool" or "null" => value,
            "float" when value.Kind == ScalarKind.Int => value with { Kind = ScalarKind.Float },
            "float" => value,
            "binary" => new ScalarValue(ScalarKind.String, Decoded(text) ?? text),
            _ => new ScalarValue(ScalarKind.String, text),
        };
    }

    /// <summary>Why Kubernetes' reader takes no such scalar under its tag, in our words and in go-yaml's; null for one that it takes.</summary>
    public static (string Text, string Reference)? Refusal(YamlScalar scalar)
    {
        if (scalar.Tag is null)
        {
            return null;
        }

        var value = ResolvePlain(scalar.Value);
        var tag = ShortTag(scalar.Tag);
        var isMatch = tag switch
        {
            "int" => value.Kind == ScalarKind.Int,
            "float" => value.Kind is ScalarKind.Int or ScalarKind.Float,
            "bool" => value.Kind == ScalarKind.Bool,
            "null" => value.Kind == ScalarKind.Null,
            "timestamp" => YamlTimestamp.IsTimestamp(scalar.Value),
            "binary" => Decoded(scalar.Value) is not null,
            _ => true,
        };
        if (isMatch)
        {
            return null;
        }

        var text = $"'{scalar.Value}' is no !!{tag}";
        return tag == "binary" ? (text, "!!binary value contains invalid base64 data") : (text, $"cannot decode !!{KindTag(value.Kind)} `{scalar.Value}` as a !!{tag}");
    }

    private static string KindTag(ScalarKind kind) => kind switch
    {
        ScalarKind.Null => "null",
        ScalarKind.Bool => "bool",
        ScalarKind.Int => "int",
        ScalarKind.Float => "float",
        _ => "str",
    };

    /// <summary>Infinity and "not a number" are values that JSON does not have.</summary>
    public static bool IsJson(YamlScalar scalar) =>
        scalar.Value.Length < 4 || scalar.Value[0] is not ('.' or '+' or '-') || scalar.Resolve() is not { Kind: ScalarKind.Float } value || !(double.IsNaN(value.Float) || double.IsInfinity(value.Float));

    /// <summary>A key as JSON spells it.</summary>
    public static string KeyName(YamlScalar key)
    {
        var text = key.Value;
        if (key.Tag is null && (key.Style != ScalarStyle.Plain || text.Length == 0 || !MayBeOther(text[0])))
        {
            return text;
        }

        var value = Resolve(key);
        return value.Kind switch
        {
            ScalarKind.Bool => value.Bool ? "true" : "false",
            ScalarKind.Int when value.Int is { } number => number.ToString(CultureInfo.InvariantCulture),
            ScalarKind.Float => FloatName(value.Float),
            ScalarKind.String => value.Text,
            _ => text,
        };
    }

    private static string? ShortTag(string? tag) => tag is not null && tag.StartsWith(TagPrefix, StringComparison.Ordinal) ? tag.Substring(TagPrefix.Length) : tag;

    // The letters that YAML 1.1's words start with, and those of numbers.
    private static bool MayBeOther(char first) =>
        first is (>= '0' and <= '9') or '+' or '-' or '.' or '~' or 'y' or 'Y' or 'n' or 'N' or 't' or 'T' or 'f' or 'F' or 'o' or 'O';

    private static string? Decoded(string text)
    {
        foreach (var c in text)
        {
            if (c is ' ' or '\t')
            {
                return null;
            }
        }

        try
        {
            return System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException)
        {
            return null;
        }
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

        var digits = first != '.' && text.IndexOf('_') >= 0 ? text.Replace("_", "") : text;
        if (TryParseInteger(digits, out var magnitude, out var negative))
        {
            if (negative ? magnitude <= (ulong)long.MaxValue + 1 : magnitude <= long.MaxValue)
            {
                var integer = negative ? unchecked(-(long)magnitude) : (long)magnitude;
                return new ScalarValue(ScalarKind.Int, text, integer, integer);
            }

            if (first is not ('+' or '-'))
            {
                return new ScalarValue(ScalarKind.Int, text, null, magnitude);
            }
        }

        // What is too large for a double stays a string: 123e456 may be the start of a commit's hash.
        if (IsFloat(digits) && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsInfinity(number))
        {
            var integral = Math.Abs(number) < 1e15 && Math.Floor(number) == number ? (long)number : (long?)null;
            return new ScalarValue(ScalarKind.Float, text, integral, number);
        }

        return new ScalarValue(ScalarKind.String, text);
    }

    // Go's strconv.ParseInt and ParseUint with base 0, after underscores are gone.
    private static bool TryParseInteger(string text, out ulong value, out bool negative)
    {
        value = 0;
        negative = text.Length > 0 && text[0] == '-';
        var i = negative || (text.Length > 0 && text[0] == '+') ? 1 : 0;
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

        for (; i < text.Length; i++)
        {
            var digit = text[i] switch
            {
                >= '0' and <= '9' => text[i] - '0',
                >= 'a' and <= 'f' => text[i] - 'a' + 10,
                >= 'A' and <= 'F' => text[i] - 'A' + 10,
                _ => 99,
            };
            if (digit >= radix || value > (ulong.MaxValue - (ulong)digit) / (ulong)radix)
            {
                return false;
            }

            value = (value * (ulong)radix) + (ulong)digit;
        }

        return true;
    }

    // As sigs.k8s.io/yaml does it: Go's shortest form of 32 bits, with an exponent from a million on.
    private static string FloatName(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            return double.IsNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
        }

        var text = ((float)value).ToString("R", CultureInfo.InvariantCulture);
        var exponentAt = text.IndexOf('E');
        var mantissa = exponentAt < 0 ? text : text.Substring(0, exponentAt);
        var exponent = exponentAt < 0 ? 0 : int.Parse(text.Substring(exponentAt + 1), CultureInfo.InvariantCulture);
        var sign = mantissa[0] == '-' ? "-" : "";
        var point = mantissa.IndexOf('.');
        var whole = mantissa.Substring(sign.Length, (point < 0 ? mantissa.Length : point) - sign.Length);
        var all = whole + (point < 0 ? "" : mantissa.Substring(point + 1));
        var digits = all.TrimStart('0');
        if (digits.Length == 0)
        {
            return sign + "0";
        }

        var power = exponent + whole.Length - (all.Length - digits.Length) - 1;
        digits = digits.TrimEnd('0');
        if (power is < -4 or >= 6)
        {
            var fraction = digits.Length > 1 ? "." + digits.Substring(1) : "";
            return $"{sign}{digits[0]}{fraction}e{(power < 0 ? '-' : '+')}{Math.Abs(power).ToString("00", CultureInfo.InvariantCulture)}";
        }

        return power < 0 ? sign + "0." + new string('0', -power - 1) + digits
            : digits.Length <= power + 1 ? sign + digits.PadRight(power + 1, '0')
            : sign + digits.Substring(0, power + 1) + "." + digits.Substring(power + 1);
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
