namespace SvcLint.Yaml;

/// <summary>
/// Tells templates from manifests by what stands at node positions: <c>{{</c> inside a quoted string or a block scalar is text,
/// where a key or a value should start it is a template.
/// </summary>
public static class TemplateDetector
{
    /// <summary>What kind of template a document is; null for one that is none.</summary>
    /// <param name="text">The document.</param>
    /// <param name="result">What was read of it.</param>
    public static SkipReason? Detect(string text, YamlResult result)
    {
        if (text.IndexOf("{{", StringComparison.Ordinal) < 0 && text.IndexOf("{%", StringComparison.Ordinal) < 0)
        {
            return result.Problem is not null && HasGluedName(text) ? SkipReason.Template : null;
        }

        if (result.Problem is not null)
        {
            return DirectiveLine(text) ? Kind(text) : null;
        }

        return HasPlaceholderNode(result.Root, 0) ? Kind(text) : null;
    }

    // In a document that does not parse: "{name}-secret" and "%NAME%.%ZONE%", which something fills in.
    private static bool HasGluedName(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var close = text[at] switch { '{' => '}', '%' => '%', _ => '\0' };
            if (close == '\0')
            {
                continue;
            }

            var end = at + 1;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            if (end < text.Length && end - at > 2 && text[end] == close && StartsValue(text, at)
                && (close == '%' || (end + 1 < text.Length && text[end + 1] is not (' ' or ',' or '\r' or '\n' or '}' or ']' or '\t'))))
            {
                return true;
            }

            at = end - 1;
        }

        return false;
    }

    private static bool StartsValue(string text, int at) => at > 1 && text[at - 1] == ' ' && text[at - 2] is ':' or '-' or ' ';

    private static SkipReason Kind(string text) => text.IndexOf("{%", StringComparison.Ordinal) >= 0 ? SkipReason.Template : SkipReason.HelmTemplate;

    // In a document that does not parse: a line whose content starts with a directive, or whose value does.
    private static bool DirectiveLine(string text)
    {
        var at = 0;
        while ((at = IndexOfMark(text, at)) >= 0)
        {
            var before = at - 1;
            while (before >= 0 && text[before] is ' ' or '\t')
            {
                before--;
            }

            if (before < 0 || text[before] is '\n' or ':' or '-' or ',' or '[' or '/' or '"' or '\'' or '#')
            {
                return true;
            }

            // "image: repo/{{ name }}": plain text before it on a line that is no quoted string.
            at += 2;
        }

        return false;
    }

    private static int IndexOfMark(string text, int from)
    {
        var go = text.IndexOf("{{", from, StringComparison.Ordinal);
        var jinja = text.IndexOf("{%", from, StringComparison.Ordinal);
        return go < 0 ? jinja : jinja < 0 ? go : Math.Min(go, jinja);
    }

    // "{{ x }}" as a plain value parses as a flow mapping whose only key is a flow mapping.
    private static bool HasPlaceholderNode(YamlNode? node, int depth)
    {
        if (depth > YamlReader.MaxDepth)
        {
            return false;
        }

        switch (node)
        {
            case YamlMapping mapping:
                for (var i = 0; i < mapping.Entries.Count; i++)
                {
                    var entry = mapping.Entries[i];
                    if (!entry.Merged && ((mapping.IsFlow && entry.Key is YamlMapping { IsFlow: true }) || HasPlaceholderNode(entry.Key, depth + 1) || HasPlaceholderNode(entry.Value, depth + 1)))
                    {
                        return true;
                    }
                }

                return false;
            case YamlSequence sequence:
                for (var i = 0; i < sequence.Items.Count; i++)
                {
                    if (HasPlaceholderNode(sequence.Items[i], depth + 1))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }
}
