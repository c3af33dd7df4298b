using SvcLint.Text;

namespace SvcLint.Yaml;

/// <summary>
/// Splits a stream into documents at <c>---</c> and <c>...</c>. Both may stand at a line start nowhere else, not even inside a
/// scalar, so the split needs no parser and a broken document cannot take its neighbours along.
/// </summary>
public static class YamlStream
{
    /// <summary>One document of a stream: its text from its <c>---</c> (if any) to the next marker.</summary>
    /// <param name="Slice">The text, offsets mapped to the file.</param>
    /// <param name="Start">Offset in the file.</param>
    /// <param name="End">Offset in the file, exclusive.</param>
    /// <param name="AfterEndMarker">It follows <c>...</c> without a <c>---</c> of its own.</param>
    public sealed record Part(TextSlice Slice, int Start, int End, bool AfterEndMarker);

    public static IReadOnlyList<Part> Split(SourceText source) => Split(TextSlice.Whole(source));

    public static IReadOnlyList<Part> Split(TextSlice slice)
    {
        var text = slice.Text;
        var parts = new List<Part>();
        var start = 0;
        var afterEnd = false;
        var at = 0;
        while (at < text.Length)
        {
            if (IsMarker(text, at, '-'))
            {
                // A directive before the marker belongs to the document that the marker opens.
                if (!OnlyDirectives(text, start, at))
                {
                    Add(start, at, afterEnd);
                    start = at;
                }

                afterEnd = false;
            }
            else if (IsMarker(text, at, '.'))
            {
                Add(start, at, afterEnd);
                start = EndOfLine(text, at);
                afterEnd = true;
            }

            at = EndOfLine(text, at);
        }

        Add(start, text.Length, afterEnd);
        return parts.ToArray();

        void Add(int from, int to, bool after)
        {
            if (HasContent(text, from, to))
            {
                parts.Add(new Part(slice.Part(from, to), slice.ToFile(from), slice.ToFile(from, to).End, after));
            }
        }
    }

    private static bool IsMarker(string text, int at, char mark) =>
        at + 2 < text.Length && text[at] == mark && text[at + 1] == mark && text[at + 2] == mark
        && (at + 3 == text.Length || text[at + 3] is ' ' or '\t' or '\r' or '\n');

    private static int EndOfLine(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end + 1;
    }

    private static bool OnlyDirectives(string text, int from, int to)
    {
        var directive = false;
        for (var at = from; at < to; at = EndOfLine(text, at))
        {
            if (text[at] == '%')
            {
                directive = true;
            }
            else if (!IsBlankOrComment(text, at))
            {
                return false;
            }
        }

        return directive;
    }

    private static bool HasContent(string text, int from, int to)
    {
        for (var at = from; at < to; at = EndOfLine(text, at))
        {
            if (IsMarker(text, at, '-'))
            {
                var rest = at + 3;
                while (rest < to && text[rest] is ' ' or '\t')
                {
                    rest++;
                }

                if (rest < to && text[rest] is not ('#' or '\r' or '\n'))
                {
                    return true;
                }
            }
            else if (!IsBlankOrComment(text, at))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBlankOrComment(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\r')
        {
            at++;
        }

        return at >= text.Length || text[at] is '\n' or '#';
    }
}
