using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Suppression;

/// <summary>What a comment that stands alone on its line stands before.</summary>
internal static class NodesOfLine
{
    /// <summary>What starts on a line: an object or list entry as a whole, else the key with its value, else the line.</summary>
    public static SourceSpan First(YamlNode? root, SourceSpan line) =>
        root is not null && Find(root, line, isItem: true) is { } found ? new SourceSpan(line.Source, found) : line;

    private static TextSpan? Find(YamlNode node, SourceSpan line, bool isItem)
    {
        if (node.Span.Source != line.Source)
        {
            return null;
        }

        if (isItem && node.Span.Start >= line.Start && node.Span.Start <= line.End)
        {
            return node.Span.Range;
        }

        switch (node)
        {
            case YamlMapping mapping:
                for (var i = FirstFrom(mapping.Entries.Count, at => !mapping.Entries[at].Merged && mapping.Entries[at].Span.End < line.Start); i < mapping.Entries.Count; i++)
                {
                    var entry = mapping.Entries[i];
                    if (entry.Merged || entry.Key.Span.Start > line.End)
                    {
                        break;
                    }

                    if (entry.Span.End >= line.Start)
                    {
                        return entry.Key.Span.Start >= line.Start ? entry.Span.Range : Find(entry.Value, line, isItem: false);
                    }
                }

                return null;
            case YamlSequence sequence:
                var first = FirstFrom(sequence.Items.Count, at => sequence.Items[at].Span.End < line.Start);
                return first < sequence.Items.Count && sequence.Items[first].Span.Start <= line.End ? Find(sequence.Items[first], line, isItem: true) : null;
            default:
                return null;
        }
    }

    // Nodes stand in the order of the file, merged ones behind all others.
    private static int FirstFrom(int count, Func<int, bool> isBefore)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = isBefore(middle) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
