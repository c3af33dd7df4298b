using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Suppression;

/// <summary>The comments of a YAML file. Before the first key of a document, or before its <c>---</c>, one stands before the whole object.</summary>
internal static class ManifestComments
{
    public static IEnumerable<Comment> Of(ParsedFile file)
    {
        var end = 0;
        foreach (var document in file.Documents)
        {
            // Before "---" a comment stands in no document, and speaks of the next one.
            foreach (var comment in Find(file.Source, new TextSpan(end, Math.Max(end, document.Range.Start)), null))
            {
                yield return Make(comment, new SourceSpan(file.Source, document.Range));
            }

            foreach (var part in Embedded(document).Prepend(document))
            {
                // Comments of one block stand before the same line.
                (int From, int To, SourceSpan? What) following = (0, -1, null);
                foreach (var comment in Find(file.Source, part.Range, part.Root))
                {
                    var line = file.Source.Lines.LineIndex(comment.Span.Start) + 1;
                    if (line < following.From || line > following.To)
                    {
                        following = (line, LineBehind(line, part, file.Source), null);
                        following.What = Following(following.To, part, file.Source);
                    }

                    yield return Make(comment, following.What);
                }
            }

            end = document.Range.End;
        }
    }

    private static IEnumerable<YamlComment> Find(SourceText source, TextSpan range, YamlNode? root) =>
        YamlComments.Read(source, range, root).Where(c => c.Text.StartsWith(Comment.Tool, StringComparison.OrdinalIgnoreCase));

    private static Comment Make(YamlComment comment, SourceSpan? following) =>
        new(comment.Span, comment.Span.Source.Span(comment.Span.Start + 1, comment.Span.End), following);

    // A configuration inside a block scalar has comments of its own; what stands behind the "|" is the outer document's.
    private static IEnumerable<ParsedDocument> Embedded(ParsedDocument document)
    {
        foreach (var item in document.Objects.OfType<KubeProxyConfiguration>())
        {
            if (item.Node is { } node && node != document.Root && document.Root is { } root && ScalarAround(root, node.Span) is { } scalar)
            {
                var header = scalar.Span.Source.Content.IndexOf('\n', scalar.Span.Start);
                yield return new ParsedDocument(new TextSpan(header < 0 ? scalar.Span.End : header, scalar.Span.End), node, [item]);
            }
        }
    }

    private static YamlScalar? ScalarAround(YamlNode node, SourceSpan inner) =>
        node.Span.Source != inner.Source || !node.Span.Range.Contains(inner.Range) ? null
        : node is YamlMapping mapping ? mapping.Entries.Select(e => ScalarAround(e.Value, inner)).FirstOrDefault(s => s is not null)
        : node is YamlSequence sequence ? sequence.Items.Select(i => ScalarAround(i, inner)).FirstOrDefault(s => s is not null)
        : node as YamlScalar;

    // The first line from here on that is neither blank nor a comment; the document's end where there is none.
    private static int LineBehind(int index, ParsedDocument document, SourceText source)
    {
        for (; index < source.Lines.LineCount && source.Lines.Start(index) < document.Range.End; index++)
        {
            var line = source.Lines.Line(index);
            var text = source.Content.AsSpan(line.Start, line.Length).Trim();
            if (text.Length > 0 && text[0] != '#')
            {
                break;
            }
        }

        return index;
    }

    private static SourceSpan? Following(int index, ParsedDocument document, SourceText source)
    {
        if (index >= source.Lines.LineCount || source.Lines.Start(index) >= document.Range.End)
        {
            return null;
        }

        var line = source.Lines.Line(index);
        return source.Content.AsSpan(line.Start, line.Length).Trim().StartsWith("---".AsSpan(), StringComparison.Ordinal)
            ? new SourceSpan(source, document.Range)
            : NodesOfLine.First(document.Root, new SourceSpan(source, line));
    }
}
