using SvcLint.Text;

namespace SvcLint.Yaml;

/// <summary>
/// Splits a stream into documents as kubectl does: at every line that starts with <c>---</c>. Such a line can stand inside no scalar, so the
/// split needs no parser and a broken document cannot take its neighbours along. A stream that begins with JSON is one of JSON values, which
/// follow each other without a marker; behind a single one it may go on as YAML.
/// </summary>
public static class YamlStream
{
    /// <summary>One document of a stream: its text from its <c>---</c> (if any) to the next marker.</summary>
    /// <param name="Slice">The text to read, offsets mapped to the file.</param>
    /// <param name="Start">Offset in the file.</param>
    /// <param name="End">Offset in the file, exclusive.</param>
    /// <param name="BadMarker">The text behind its <c>---</c> for which kubectl refuses the stream, or null.</param>
    public sealed record Part(TextSlice Slice, int Start, int End, SourceSpan? BadMarker = null)
    {
        /// <summary>How many JSON values end right before it; zero for those values themselves.</summary>
        public int ValuesBefore { get; init; }

        /// <summary>True where kubectl stops with an error: no object follows a JSON value, or anything but JSON follows two of them.</summary>
        public bool BreaksJson(YamlNode? root) => ValuesBefore > 1 || (ValuesBefore == 1 && root is not (null or YamlMapping));
    }

    /// <summary>Why Kubernetes' readers take nothing of a file, whatever its text; null where they do.</summary>
    public static string? Refusal(SourceText source) => source.Encoding switch
    {
        // They split bytes at line feeds, which cuts the last letter in half; kubectl converts a file with a mark before.
        TextEncoding.Utf16LittleEndian => "Kubernetes' own reader cannot read little-endian UTF-16, which kubectl converts before; save the file as UTF-8",
        TextEncoding.Utf16LittleEndianWithoutBom or TextEncoding.Utf16BigEndianWithoutBom => "kubectl cannot read UTF-16 without a byte order mark; save the file as UTF-8",
        _ => null,
    };

    /// <summary>What follows the JSON values with which a file begins and is none, a comment or a marker included; null where nothing does.</summary>
    public static SourceSpan? AfterJson(SourceText source)
    {
        var text = source.Content;
        var at = FirstContent(text, 0, text.Length);
        var isBehind = false;
        while (JsonObjectEnd(text, at, text.Length) is { } end)
        {
            at = FirstContent(text, end, text.Length);
            isBehind = true;
        }

        return isBehind && at < text.Length ? source.Span(at, LineContentEnd(text, at)) : null;
    }

    public static IReadOnlyList<Part> Split(SourceText source) => Split(TextSlice.Whole(source));

    public static IReadOnlyList<Part> Split(TextSlice slice)
    {
        var text = slice.Text;
        var parts = new List<Part>();
        var start = 0;
        var values = 0;
        for (var at = 0; at < text.Length; at = EndOfLine(text, at))
        {
            if (at > start && IsMarker(text, at))
            {
                Add(start, at);
                start = at;
            }
        }

        Add(start, text.Length);
        return parts.ToArray();

        void Add(int from, int to)
        {
            if (!HasContent(text, from, to))
            {
                return;
            }

            if (parts.Count == 0 && !IsMarker(text, from))
            {
                foreach (var (first, end, before) in JsonValues(text, from, to))
                {
                    parts.Add(new Part(slice.Part(first, end), slice.ToFile(first), slice.ToFile(from, end).End) { ValuesBefore = before });
                    values = before > 0 ? before : values + 1;
                }

                return;
            }

            var (inner, bad) = AfterMarker(from, to);
            parts.Add(new Part(slice.Part(inner, to), slice.ToFile(from), slice.ToFile(from, to).End, bad) { ValuesBefore = values > 1 ? values : 0 });
            values = 0;
        }

        // kubectl takes the marker's line away and wants nothing but a comment on it.
        (int Inner, SourceSpan? Bad) AfterMarker(int from, int to)
        {
            if (!IsMarker(text, from))
            {
                return (from, null);
            }

            var rest = from + 3;
            while (rest < to && text[rest] is ' ' or '\t')
            {
                rest++;
            }

            if (rest >= to || text[rest] is '#' or '\r' or '\n')
            {
                return (EndOfLine(text, from), null);
            }

            return (from, slice.ToFile(rest, LineContentEnd(text, rest)));
        }
    }

    // What begins the stream, or the objects of a stream of JSON; then what follows them, with their number.
    private static IEnumerable<(int Start, int End, int Before)> JsonValues(string text, int from, int to)
    {
        var start = from;
        var count = 0;
        while (JsonObjectEnd(text, start, to) is { } end)
        {
            count++;
            var next = FirstContent(text, end, to);
            if (next < to && text[next] == '{')
            {
                yield return (start, next, 0);
                start = next;
                continue;
            }

            // A comment alone is no document.
            if (!HasContent(text, next, to))
            {
                break;
            }

            yield return (start, next, 0);
            yield return (next, to, count);
            yield break;
        }

        yield return (start, to, 0);
    }

    private static int? JsonObjectEnd(string text, int from, int to)
    {
        var at = FirstContent(text, from, to);
        if (at >= to || text[at] != '{' || FirstContent(text, at + 1, to) is var inner && (inner >= to || text[inner] is not ('"' or '}')))
        {
            return null;
        }

        foreach (var (bracket, open) in JsonBrackets.Of(text, at, to))
        {
            if (open == 0)
            {
                return bracket + 1;
            }
        }

        return null;
    }

    private static int FirstContent(string text, int from, int to)
    {
        while (from < to && char.IsWhiteSpace(text[from]))
        {
            from++;
        }

        return from;
    }

    private static bool IsMarker(string text, int at) => at + 2 < text.Length && text[at] == '-' && text[at + 1] == '-' && text[at + 2] == '-';

    private static int EndOfLine(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end + 1;
    }

    private static int LineContentEnd(string text, int at)
    {
        var end = EndOfLine(text, at);
        while (end > at && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    private static bool HasContent(string text, int from, int to)
    {
        for (var at = from; at < to; at = EndOfLine(text, at))
        {
            var first = at == from && IsMarker(text, at) ? at + 3 : at;
            // A tab is no blank where a key may start; after a marker it is.
            while (first < to && (text[first] is ' ' or '\r' || (text[first] == '\t' && first > at + 2 && text[at] == '-') || (text[first] == '\uFEFF' && first == 0)))
            {
                first++;
            }

            if (first < to && text[first] is not ('\n' or '#'))
            {
                return true;
            }
        }

        return false;
    }
}
