using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>kubectl ends the last line of a stream where the file does not, and kustomize leaves it: a block scalar there has no line break.</summary>
internal static class UnendedLine
{
    public static YamlNode AsWritten(YamlNode root, string text, int end) =>
        end < text.Length || text.Length == 0 || text[text.Length - 1] == '\n' ? root : Shorten(root, text.Length);

    private static YamlNode Shorten(YamlNode node, int end)
    {
        switch (node)
        {
            case YamlScalar { Style: ScalarStyle.Literal or ScalarStyle.Folded } scalar when scalar.Span.End == end && scalar.Value.EndsWith("\n", StringComparison.Ordinal):
                return new YamlScalar(scalar.Span, scalar.Value.Substring(0, scalar.Value.Length - 1), scalar.Style, scalar.Tag);
            case YamlMapping { Entries.Count: > 0, IsFlow: false } mapping:
                var entries = mapping.Entries.ToArray();
                entries[entries.Length - 1] = entries[entries.Length - 1] with { Value = Shorten(entries[entries.Length - 1].Value, end) };
                return NodeEdit.WithEntries(mapping, entries);
            case YamlSequence { Items.Count: > 0, IsFlow: false } sequence:
                var items = sequence.Items.ToArray();
                items[items.Length - 1] = Shorten(items[items.Length - 1], end);
                return NodeEdit.WithItems(sequence, items);
            default:
                return node;
        }
    }
}
