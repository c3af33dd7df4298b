using SvcLint.Text;

namespace SvcLint.Findings;

/// <summary>The fix that writes another value where the right one is known.</summary>
public static class ValueFix
{
    /// <summary>None where the file does not hold the value as it is: an alias, a template, a text put together from others.</summary>
    /// <param name="span">A plain or quoted scalar, or a part of one.</param>
    /// <param name="written">The value that stands there.</param>
    /// <param name="right">The value to write: a name or a number, which needs no quotes in a plain scalar of its own kind.</param>
    public static IReadOnlyList<Fix> Replace(SourceSpan span, string written, string right)
    {
        var text = span.Text;
        var quotes = text.Length > 1 && text[0] is '"' or '\'' && text[text.Length - 1] == text[0] ? 1 : 0;
        return text.Length - (2 * quotes) == written.Length && string.CompareOrdinal(text, quotes, written, 0, written.Length) == 0 && IsPlain(right) && (quotes == 1 || IsNumber(right) == IsNumber(written))
            ? [new Fix($"Write {right}", FixSafety.Unsafe, [new TextEdit(span.Source.Span(span.Start + quotes, span.End - quotes), right)])]
            : [];
    }

    private static bool IsPlain(string text) => text.Length > 0 && text.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '.' or '_' or '/') && text[0] is not ('-' or '.');

    private static bool IsNumber(string text) => text.All(c => c is (>= '0' and <= '9') or '.' or '_');
}
