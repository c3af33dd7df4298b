namespace SvcLint.Text;

/// <summary>
/// A text that stands inside a file: one document of a stream, or the content of a block scalar.
/// Offsets of the slice map back to offsets of the file, so that whatever reads the slice yields spans of the file.
/// </summary>
public sealed class TextSlice
{
    private readonly IReadOnlyList<(int From, int To)> _segments;

    private TextSlice(SourceText source, string text, IReadOnlyList<(int From, int To)> segments)
    {
        Source = source;
        Text = text;
        _segments = segments;
    }

    public SourceText Source { get; }

    public string Text { get; }

    public static TextSlice Whole(SourceText source) => new(source, source.Content, [(0, 0)]);

    public static TextSlice Part(SourceText source, int start, int end) =>
        new(source, start == 0 && end == source.Content.Length ? source.Content : source.Content.Substring(start, end - start), [(0, start)]);

    /// <param name="source">The file.</param>
    /// <param name="text">The inner text.</param>
    /// <param name="segments">Ascending pairs: from this offset of the inner text on, text is copied from that offset of the file.</param>
    public static TextSlice Mapped(SourceText source, string text, IReadOnlyList<(int From, int To)> segments) => new(source, text, segments);

    /// <summary>A part of this slice, by offsets of its text.</summary>
    public TextSlice Part(int from, int to) => from == 0 && to == Text.Length
        ? this
        : new(Source, Text.Substring(from, to - from), [(0, ToFile(from)), .. _segments.Where(s => s.From > from && s.From < to).Select(s => (s.From - from, s.To))]);

    /// <summary>A slice with the same places and another text of the same length.</summary>
    public TextSlice WithText(string text) => new(Source, text, _segments);

    public int ToFile(int offset)
    {
        var low = 0;
        var high = _segments.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_segments[middle].From <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        var at = _segments[low].To + (offset - _segments[low].From);
        return Math.Max(0, Math.Min(at, Source.Content.Length));
    }

    public SourceSpan ToFile(int start, int end)
    {
        var from = ToFile(start);
        // The end belongs to the last character, not to the line that follows it.
        var to = end > start ? ToFile(end - 1) + 1 : from;
        return Source.Span(from, Math.Max(from, Math.Min(to, Source.Content.Length)));
    }
}
