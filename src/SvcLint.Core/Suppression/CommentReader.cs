using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Suppression;

/// <summary>
/// Finds <c># svclint:ignore SVC2001 -- reason</c>. Behind something on its line it covers the line; alone on its line it covers
/// what follows: a key with its value, an entry of a list, or, before the first key of a document, the whole object.
/// </summary>
internal sealed class CommentReader(ParsedFile file, List<DirectiveProblem> problems)
{
    private const string Tool = "svclint";
    private const string Mark = "svclint:ignore";

    private readonly List<Suppressor> _found = [];

    public static IReadOnlyList<Suppressor> Read(ParsedFile file, List<DirectiveProblem> problems)
    {
        if (file.Code is not null || file.Source.Content.IndexOf(Tool, StringComparison.OrdinalIgnoreCase) < 0)
        {
            return [];
        }

        var reader = new CommentReader(file, problems);
        var end = 0;
        foreach (var document in file.Documents)
        {
            // Before "---" a comment stands in no document, and speaks of the next one.
            reader.Read(new TextSpan(end, Math.Max(end, document.Range.Start)), null, document);
            reader.Read(document.Range, document, null);
            foreach (var embedded in Embedded(document))
            {
                reader.Read(embedded.Range, embedded, null);
            }

            end = document.Range.End;
        }

        return reader._found;
    }

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

    private void Read(TextSpan range, ParsedDocument? document, ParsedDocument? next)
    {
        foreach (var comment in YamlComments.Read(file.Source, range, document?.Root))
        {
            if (!comment.Text.StartsWith(Tool, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var start = file.Source.Content.IndexOf(comment.Text, comment.Span.Start, StringComparison.Ordinal);
            if (!comment.Text.StartsWith(Mark, StringComparison.Ordinal) || (comment.Text.Length > Mark.Length && comment.Text[Mark.Length] is not (' ' or '\t')))
            {
                ReportMisspelt(comment, start);
                continue;
            }

            var rest = comment.Text.Substring(Mark.Length);
            var text = new Located<string>(rest, file.Source.Span(start + Mark.Length, start + comment.Text.Length));
            if (rest.Trim().Length == 0)
            {
                problems.Add(new DirectiveProblem(file.Source.Span(start, start + Mark.Length), "it names no rule and no reason: write svclint:ignore RULE -- reason"));
            }
            else if (Directive.Parse(text, problems) is { } directive)
            {
                Add(directive, comment, comment.IsInline ? Line(comment.Span.Start) : Following(comment, document, next));
            }
        }
    }

    private void Add(Directive directive, YamlComment comment, TextSpan? covered)
    {
        if (covered is not { } range)
        {
            problems.Add(new DirectiveProblem(directive.Span, "nothing follows that it could cover"));
            return;
        }

        foreach (var rule in directive.Rules)
        {
            _found.Add(new CommentSuppressor(rule.Value, rule.Span, directive.Until, new SourceSpan(file.Source, range))
            {
                Removal = directive.Rules.Count == 1 ? new TextEdit(new SourceSpan(file.Source, Removed(comment)), "") : null,
            });
        }
    }

    // "svclint-ignore", "svclint: ingore", "svclint:disable": meant as a suppression, read as none.
    private void ReportMisspelt(YamlComment comment, int start)
    {
        var rest = comment.Text.Substring(Tool.Length);
        if (rest.Length == 0 || rest[0] is not (':' or '-' or '/' or '.' or ' '))
        {
            return;
        }

        var word = new string(rest.TrimStart(':', '-', '/', '.', ' ').TakeWhile(char.IsLetter).ToArray());
        if (word is "disable" or "suppress" or "noqa" or "skip" || word.Equals("ignore", StringComparison.OrdinalIgnoreCase) || NearMiss.IsSlip(word, "ignore"))
        {
            var length = comment.Text.IndexOf(word, StringComparison.Ordinal) + word.Length;
            problems.Add(new DirectiveProblem(file.Source.Span(start, start + length), $"a suppression is written {Mark} RULE -- reason"));
        }
    }

    private TextSpan Line(int offset)
    {
        var lines = file.Source.Lines;
        return lines.Line(lines.LineIndex(offset));
    }

    private TextSpan? Following(YamlComment comment, ParsedDocument? document, ParsedDocument? next)
    {
        if (document is null)
        {
            return next?.Range;
        }

        var lines = file.Source.Lines;
        for (var index = lines.LineIndex(comment.Span.Start) + 1; index < lines.LineCount && lines.Start(index) < document.Range.End; index++)
        {
            var line = lines.Line(index);
            var text = file.Source.Content.Substring(line.Start, line.Length).Trim();
            if (text.StartsWith("---", StringComparison.Ordinal))
            {
                return document.Range;
            }

            if (text.Length > 0 && text[0] != '#')
            {
                return document.Root is { } root ? NodeAt(root, line, isItem: true) ?? line : line;
            }
        }

        return null;
    }

    /// <summary>What starts on a line: an object or list entry as a whole, else the key with its value.</summary>
    private TextSpan? NodeAt(YamlNode node, TextSpan line, bool isItem)
    {
        if (node.Span.Source != file.Source)
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

                    return entry.Key.Span.Start >= line.Start ? entry.Span.Range : NodeAt(entry.Value, line, isItem: false);
                }

                return null;
            case YamlSequence sequence:
                return sequence.Items.Where(i => i.Span.End >= line.Start && i.Span.Start <= line.End).Select(i => NodeAt(i, line, isItem: true)).FirstOrDefault();
            default:
                return null;
        }
    }

    // Alone, the comment takes its line along; behind something, the blanks before it.
    private TextSpan Removed(YamlComment comment)
    {
        var line = Line(comment.Span.Start);
        if (!comment.IsInline)
        {
            return new TextSpan(line.Start, file.Source.Lines.Start(file.Source.Lines.LineIndex(comment.Span.Start) + 1));
        }

        var start = comment.Span.Start;
        while (start > line.Start && file.Source.Content[start - 1] is ' ' or '\t')
        {
            start--;
        }

        return new TextSpan(start, comment.Span.End);
    }
}
