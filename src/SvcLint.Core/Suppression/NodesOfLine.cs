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
                foreach (var entry in mapping.Entries)
                {
                    if (entry.Merged || entry.Span.End < line.Start || entry.Key.Span.Start > line.End)
                    {
                        continue;
                    }

                    return entry.Key.Span.Start >= line.Start ? entry.Span.Range : Find(entry.Value, line, isItem: false);
                }

                return null;
            case YamlSequence sequence:
                return sequence.Items.Where(i => i.Span.End >= line.Start && i.Span.Start <= line.End).Select(i => Find(i, line, isItem: true)).FirstOrDefault();
            default:
                return null;
        }
    }
}
