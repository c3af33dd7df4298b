using System.Globalization;
using System.Text;
using SvcLint.Text;

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
    public static TextEdit Replace(YamlScalar scalar, string value) => new(scalar.Span, Written(scalar.Style, value));

    /// <summary>The same, where only the place of a scalar on one line is known.</summary>
    public static TextEdit Replace(SourceSpan scalar, string value) => new(scalar, Written(
        scalar.Start == scalar.End ? ScalarStyle.Plain
        : scalar.Source.Content[scalar.Start] switch { '\'' => ScalarStyle.SingleQuoted, '"' => ScalarStyle.DoubleQuoted, _ => ScalarStyle.Plain },
        value));

    /// <summary>Writes plain text, a key or a value, in the place of a scalar whose quotes stay: JSON has no other strings.</summary>
    public static TextEdit KeepQuotes(SourceSpan scalar, string text)
    {
        var written = scalar.Text;
        return written.Length > 1 && written[0] is '"' or '\'' && written[written.Length - 1] == written[0]
            ? new TextEdit(scalar.Source.Span(scalar.Start + 1, scalar.End - 1), text)
            : new TextEdit(scalar, text);
    }

    /// <summary>Writes a field before the others of a mapping that has some, as JSON where its keys are JSON's.</summary>
    /// <param name="mapping">The mapping's value.</param>
    /// <param name="field"><c>name: value</c>.</param>
    public static TextEdit Insert(SourceSpan mapping, string field)
    {
        var source = mapping.Source;
        var isFlow = source.Content[mapping.Start] == '{';
        var at = isFlow ? mapping.Start + 1 : mapping.Start;
        if (isFlow && source.Content.AsSpan(at).TrimStart() is ['"', ..] && field.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon)
        {
            var value = field.Substring(colon + 2);
            field = Quoted(field.Substring(0, colon)) + ": " + (ScalarResolver.ResolvePlain(value).Kind == ScalarKind.String && value[0] is not ('"' or '[' or '{') ? Quoted(value) : value);
        }

        return new TextEdit(source.Span(at, at), isFlow ? field + ", " : field + "\n" + new string(' ', source.Lines.Position(at).Column - 1));
    }

    /// <summary>Takes one of several entries out of a mapping in braces; null where a line ends between it and its neighbour.</summary>
    public static TextEdit? RemoveFromFlow(YamlMapping mapping, YamlEntry entry)
    {
        var index = mapping.Entries.ToList().FindIndex(e => e.Key.Span.Range == entry.Key.Span.Range);
        if (!mapping.IsFlow || index < 0 || mapping.Entries.Count < 2 || entry.Value.Span.Source != entry.Key.Span.Source)
        {
            return null;
        }

        var source = entry.Key.Span.Source;
        var span = index < mapping.Entries.Count - 1
            ? source.Span(entry.Key.Span.Start, mapping.Entries[index + 1].Key.Span.Start)
            : source.Span(mapping.Entries[index - 1].Value.Span.End, entry.Value.Span.End);
        return span.Text.IndexOf('\n') < 0 ? new TextEdit(span, "") : null;
    }

    /// <summary>Takes out an entry with its lines; null when it shares them with something else.</summary>
    public static TextEdit? Remove(YamlEntry entry)
    {
        var source = entry.Key.Span.Source;
        if (entry.Merged || entry.Value.Span.Source != source)
        {
            return null;
        }

        var lines = source.Lines;
        var first = lines.Line(lines.LineIndex(entry.Key.Span.Start));
        var last = lines.LineIndex(Math.Max(entry.Key.Span.End, entry.Value.Span.End) - 1);
        return source.Content.Substring(first.Start, entry.Key.Span.Start - first.Start).Trim().Length == 0 ? new TextEdit(source.Span(first.Start, lines.Start(last + 1)), "") : null;
    }

    /// <summary>A value as a plain scalar, quoted when it would otherwise read as something else than this string.</summary>
    public static string Plain(string value) => NeedsQuotes(value) ? Quoted(value) : value;

    /// <summary>A value in double quotes, on one line whatever it holds.</summary>
    public static string Quoted(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            text.Append(c is '"' or '\\' ? "\\" + c
                : c is < ' ' or (>= '\u007f' and <= '\u009f') or '\u2028' or '\u2029' or '\ufeff' ? "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture)
                : c.ToString());
        }

        return text.Append('"').ToString();
    }

    private static string Written(ScalarStyle style, string value) => style switch
    {
        ScalarStyle.SingleQuoted => "'" + value.Replace("'", "''") + "'",
        ScalarStyle.DoubleQuoted => Quoted(value),
        _ => Plain(value),
    };

    private static bool NeedsQuotes(string value) =>
        value.Length == 0
        || ScalarResolver.ResolvePlain(value).Kind != ScalarKind.String
        || value[0] is '-' or '?' or ':' or ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' or ' '
        || value[value.Length - 1] is ' ' or ':'
        || value.IndexOf(": ", StringComparison.Ordinal) >= 0
        || value.IndexOf(" #", StringComparison.Ordinal) >= 0
        || value.IndexOf('\n') >= 0;
}
