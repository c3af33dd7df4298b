using SvcLint.Text;

namespace SvcLint.Yaml;

/// <summary>
/// The comments of a document: every <c>#</c> at a line start or after a blank that no scalar covers. Exact, because the spans
/// of the scalars are; and only paid for where somebody looks for comments.
/// </summary>
public static class YamlComments
{
    /// <param name="source">The file.</param>
    /// <param name="range">The document.</param>
    /// <param name="root">Its root, or null for a document that could not be read: then block scalars and quotes are not told apart.</param>
    public static IReadOnlyList<YamlComment> Read(SourceText source, TextSpan range, YamlNode? root)
    {
        var text = source.Content;
        var covered = new List<TextSpan>();
        Collect(root, source, covered);
        covered.Sort();
        var comments = new List<YamlComment>();
        var next = 0;
        var at = range.Start;
        while (at < range.End)
        {
            var hash = text.IndexOf('#', at, range.End - at);
            if (hash < 0)
            {
                break;
            }

            while (next < covered.Count && covered[next].End <= hash)
            {
                next++;
            }

            if (next < covered.Count && covered[next].Contains(hash) && !IsHeaderComment(text, covered[next], hash))
            {
                at = covered[next].End;
                continue;
            }

            var line = hash == 0 ? 0 : text.LastIndexOf('\n', hash - 1) + 1;
            if (hash > line && text[hash - 1] is not (' ' or '\t'))
            {
                at = hash + 1;
                continue;
            }

            var end = text.IndexOf('\n', hash);
            end = end < 0 ? range.End : Math.Min(end, range.End);
            var trimmed = end > hash && text[end - 1] == '\r' ? end - 1 : end;
            var isInline = text.Substring(line, hash - line).Trim().Length > 0;
            comments.Add(new YamlComment(source.Span(hash, trimmed), text.Substring(hash + 1, trimmed - hash - 1).Trim(), isInline));
            at = end + 1;
        }

        return comments.ToArray();
    }

    // "key: | # comment": on the header line of a block scalar.
    private static bool IsHeaderComment(string text, TextSpan scalar, int hash)
    {
        if (text[scalar.Start] is not ('|' or '>'))
        {
            return false;
        }

        var line = text.IndexOf('\n', scalar.Start);
        return line < 0 || hash < line;
    }

    private static void Collect(YamlNode? node, SourceText source, List<TextSpan> into)
    {
        switch (node)
        {
            case YamlScalar scalar when scalar.Span.Source == source && scalar.Span.Range.Length > 0:
                into.Add(scalar.Span.Range);
                break;
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    if (!entry.Merged)
                    {
                        Collect(entry.Key, source, into);
                        Collect(entry.Value, source, into);
                    }
                }

                break;
            case YamlSequence sequence:
                foreach (var item in sequence.Items)
                {
                    Collect(item, source, into);
                }

                break;
        }
    }
}
