using System.Globalization;
using SvcLint.Charts.Functions;
using SvcLint.Charts.Functions.Regex;
using SvcLint.Charts.Templates;
using SvcLint.Kubernetes;

namespace SvcLint.Charts;

/// <summary>JSON Schema's keywords for text and numbers.</summary>
internal static class SchemaScalars
{
    public static void Number(GoMap keywords, double value, string path, List<SchemaError> errors)
    {
        void Fail(string keyword, double limit) => errors.Add(new SchemaError(path, keyword + ": got " + GoFloatText.Shortest(value) + ", want " + GoFloatText.Shortest(limit)));
        // In draft 4 the exclusive ones are booleans beside the others.
        if (Limit(keywords, "minimum") is { } minimum && (value < minimum || (value == minimum && keywords["exclusiveMinimum"] is GoBool { Value: true })))
        {
            Fail("minimum", minimum);
        }

        if (Limit(keywords, "maximum") is { } maximum && (value > maximum || (value == maximum && keywords["exclusiveMaximum"] is GoBool { Value: true })))
        {
            Fail("maximum", maximum);
        }

        if (Limit(keywords, "exclusiveMinimum") is { } above && value <= above)
        {
            Fail("exclusiveMinimum", above);
        }

        if (Limit(keywords, "exclusiveMaximum") is { } below && value >= below)
        {
            Fail("exclusiveMaximum", below);
        }

        if (Limit(keywords, "multipleOf") is { } factor && factor > 0 && Math.Abs(Math.IEEERemainder(value, factor)) > 1e-9 * Math.Max(1, factor))
        {
            Fail("multipleOf", factor);
        }
    }

    /// <summary>How many members, items or characters there may be.</summary>
    public static void Count(GoMap keywords, string least, string most, int count, string path, List<SchemaError> errors)
    {
        foreach (var (keyword, sign) in new[] { (least, 1), (most, -1) })
        {
            if (Limit(keywords, keyword) is { } limit && (limit - count) * sign > 0)
            {
                errors.Add(new SchemaError(path, keyword + ": got " + count.ToString(CultureInfo.InvariantCulture) + ", want " + GoFloatText.Shortest(limit)));
            }
        }
    }

    public static void Text(GoMap keywords, string text, string path, List<SchemaError> errors, Func<string, RegexProgram?> patterns, bool assertsFormats)
    {
        Count(keywords, "minLength", "maxLength", GoText.RuneCount(text), path, errors);
        if (keywords["pattern"] is GoString pattern && patterns(pattern.Value) is { } program && program.Match(text, 0) is null)
        {
            errors.Add(new SchemaError(path, "'" + text + "' does not match pattern '" + pattern.Value + "'"));
        }

        if (assertsFormats && keywords["format"] is GoString format && FormatFault(format.Value, text) is { } fault)
        {
            errors.Add(new SchemaError(path, "'" + text + "' is not valid " + format.Value + ": " + fault));
        }
    }

    private static double? Limit(GoMap keywords, string keyword) => keywords[keyword] is GoFloat limit ? limit.Value : null;

    // Formats that charts use; others are not judged.
    private static string? FormatFault(string format, string text)
    {
        switch (format)
        {
            case "email":
                return text.LastIndexOf('@') < 0 ? "missing @" : null;
            case "ipv4":
                return text.Split('.').Length != 4 ? "expected four decimals" : IPAddressValue.TryParse(text, out _) ? null : "invalid address";
            case "ipv6":
                return text.IndexOf(':') < 0 ? "missing colon" : IPAddressValue.TryParse(text, out _) ? null : "invalid address";
            case "uri":
                return !GoUrl.TryParse(text, out var url, out var error) ? error : url.Scheme.Length == 0 ? "relative url" : null;
            case "uri-reference":
                return GoUrl.TryParse(text, out _, out var reason) ? null : reason;
            case "date":
                return TemplateTimeLayout.TryParse("2006-01-02", text, out _, out var date) ? null : date;
            case "date-time":
                return TemplateTimeLayout.TryParse("2006-01-02T15:04:05Z07:00", text.ToUpperInvariant(), out _, out var time) ? null : time;
            case "regex":
                try
                {
                    RegexProgram.Compile(text);
                    return null;
                }
                catch (RegexSyntaxException exception)
                {
                    return exception.Message;
                }

            default:
                return null;
        }
    }
}
