using SvcLint.Text;

namespace SvcLint.Suppression;

/// <summary>
/// The comments of a Helm template: YAML's, and <c>{{/* svclint:ignore … */}}</c>. Alone on its line one covers the line that follows with what is
/// indented below it; before the first key of a document it covers the document.
/// </summary>
internal static class TemplateComments
{
    public static IEnumerable<Comment> Of(SourceText source)
    {
        for (var i = 0; i < source.Lines.LineCount; i++)
        {
            var line = source.Lines.Line(i);
            var text = source.Content.Substring(line.Start, line.Length);
            var mark = text.IndexOf(Comment.Tool, StringComparison.OrdinalIgnoreCase);
            if (mark < 0)
            {
                continue;
            }

            var open = text.LastIndexOf("/*", mark, StringComparison.Ordinal);
            var close = text.IndexOf("*/", mark, StringComparison.Ordinal);
            if (open >= 0 && close > mark && text.Substring(open + 2, mark - open - 2).Trim().Length == 0)
            {
                var start = text.LastIndexOf("{{", open, StringComparison.Ordinal);
                var end = text.IndexOf("}}", close, StringComparison.Ordinal);
                if (start >= 0 && end > close)
                {
                    yield return Make(source, i, line.Start + start, line.Start + end + 2, line.Start + open + 2, line.Start + close);
                }
            }
            else if (text.LastIndexOf('#', mark) is >= 0 and var hash && text.Substring(hash + 1, mark - hash - 1).Trim().Length == 0)
            {
                yield return Make(source, i, line.Start + hash, line.End, line.Start + hash + 1, line.End);
            }
        }
    }

    private static Comment Make(SourceText source, int line, int start, int end, int textStart, int textEnd) =>
        new(source.Span(start, end), source.Span(textStart, textEnd), Following(source, line));

    private static SourceSpan? Following(SourceText source, int index)
    {
        var first = index + 1;
        while (first < source.Lines.LineCount && Kind(source, first) == 0)
        {
            first++;
        }

        if (first >= source.Lines.LineCount)
        {
            return null;
        }

        var wholeDocument = true;
        for (var i = index - 1; i >= 0 && wholeDocument && Kind(source, i) != Separator; i--)
        {
            wholeDocument = Kind(source, i) == 0;
        }

        var indentation = Indentation(source, first);
        var last = first;
        for (var i = first + 1; i < source.Lines.LineCount; i++)
        {
            var kind = Kind(source, i);
            if (kind == Separator || (kind == Key && !wholeDocument && Indentation(source, i) <= indentation))
            {
                break;
            }

            last = kind == Key ? i : last;
        }

        return source.Span(source.Lines.Line(first).Start, source.Lines.Line(last).End);
    }

    private const int Key = 1;
    private const int Separator = 2;

    // 0: nothing of YAML; an action alone on its line is none either.
    private static int Kind(SourceText source, int index)
    {
        var line = source.Lines.Line(index);
        var text = source.Content.Substring(line.Start, line.Length).Trim();
        return text.StartsWith("---", StringComparison.Ordinal) ? Separator
            : text.Length == 0 || text[0] == '#' || (text.StartsWith("{{", StringComparison.Ordinal) && text.IndexOf("}}", StringComparison.Ordinal) == text.Length - 2) ? 0
            : Key;
    }

    private static int Indentation(SourceText source, int index)
    {
        var line = source.Lines.Line(index);
        var at = line.Start;
        while (at < line.End && source.Content[at] is ' ' or '\t')
        {
            at++;
        }

        return at - line.Start;
    }
}
