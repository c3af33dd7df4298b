using System.Text;
using SvcLint.Findings;

namespace SvcLint.Yaml;

/// <summary>Edits that keep comments and layout: they change only the characters that must change.</summary>
public static class YamlEdit
{
    /// <summary>Applies edits of one text; of two that overlap the earlier one counts, so that applying again makes progress.</summary>
    public static string Apply(string text, IEnumerable<TextEdit> edits)
    {
        var result = new StringBuilder(text.Length);
        var at = 0;
        foreach (var edit in edits.OrderBy(e => e.Span.Range))
        {
            if (edit.Span.Start < at)
            {
                continue;
            }

            result.Append(text, at, edit.Span.Start - at).Append(edit.NewText);
            at = edit.Span.End;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>Replaces a scalar's value in its own quoting where that can hold the new value.</summary>
    public static TextEdit Replace(YamlScalar scalar, string value) => new(scalar.Span, scalar.Style switch
    {
        ScalarStyle.SingleQuoted => "'" + value.Replace("'", "''") + "'",
        ScalarStyle.DoubleQuoted => "\"" + value.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"",
        _ => Plain(value),
    });

    /// <summary>A value as a plain scalar, quoted when it would otherwise read as something else than this string.</summary>
    public static string Plain(string value) => NeedsQuotes(value) ? "\"" + value.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"" : value;

    private static bool NeedsQuotes(string value) =>
        value.Length == 0
        || ScalarResolver.ResolvePlain(value).Kind != ScalarKind.String
        || value[0] is '-' or '?' or ':' or ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' or ' '
        || value[value.Length - 1] is ' ' or ':'
        || value.IndexOf(": ", StringComparison.Ordinal) >= 0
        || value.IndexOf(" #", StringComparison.Ordinal) >= 0
        || value.IndexOf('\n') >= 0;
}
