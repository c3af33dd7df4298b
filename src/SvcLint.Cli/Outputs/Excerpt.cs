using SvcLint.Text;

namespace SvcLint.Cli.Outputs;

/// <summary>A line of source with a range of it underlined, cut where it is too long for a screen.</summary>
/// <param name="Line">Line number from 1.</param>
/// <param name="Text">What is shown of the line.</param>
/// <param name="Before">Columns of the screen in front of the underline.</param>
/// <param name="Width">Columns that are underlined; at least one.</param>
internal readonly record struct Excerpt(int Line, string Text, int Before, int Width)
{
    private const int LongestLine = 160;
    private const int ContextBefore = 40;

    /// <summary>The first line of a span; of a span over several lines it is underlined to its end.</summary>
    public static Excerpt Of(SourceSpan span)
    {
        var lines = span.Source.Lines;
        var index = lines.LineIndex(span.Start);
        var line = lines.Line(index);
        var content = span.Source.Content;
        var start = Math.Min(span.Start, line.End);
        var end = Math.Clamp(span.End, start, line.End);
        var from = line.Start;
        var to = line.End;
        var (head, tail) = ("", "");
        if (to - from > LongestLine)
        {
            from = Math.Max(from, start - ContextBefore);
            to = Math.Min(to, from + LongestLine);
            end = Math.Min(end, to);
            head = from > line.Start ? "…" : "";
            tail = to < line.End ? "…" : "";
        }

        var before = head + Words.OneLine(content[from..start]);
        var marked = Words.OneLine(content[start..end]);
        // Once more as a whole: what a build server acts on may lie across the ends of the underline.
        return new Excerpt(index + 1, Words.OneLine(before + marked + Words.OneLine(content[end..to]) + tail), Columns(before), Math.Max(1, Columns(marked)));
    }

    // East Asian wide characters take two columns; those beyond the first plane are two units of two columns together.
    private static int Columns(string text)
    {
        var columns = 0;
        foreach (var unit in text)
        {
            columns += unit is (>= '\u1100' and <= '\u115F') or (>= '\u2E80' and <= '\uA4CF') or (>= '\uAC00' and <= '\uD7A3')
                or (>= '\uF900' and <= '\uFAFF') or (>= '\uFE30' and <= '\uFE6F') or (>= '\uFF00' and <= '\uFF60') or (>= '\uFFE0' and <= '\uFFE6') ? 2 : 1;
        }

        return columns;
    }
}
