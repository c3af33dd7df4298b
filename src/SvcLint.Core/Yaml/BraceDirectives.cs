namespace SvcLint.Yaml;

/// <summary>Go, Helm and Jinja, whose directives stand in double braces or <c>{% … %}</c>.</summary>
internal static class BraceDirectives
{
    public static SkipReason Kind(string text) => text.IndexOf("{%", StringComparison.Ordinal) >= 0 ? SkipReason.Template : SkipReason.HelmTemplate;

    // In a document that does not parse: a line whose content starts with a directive, or whose value does.
    public static bool HasLine(string text)
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
    public static bool HasNode(YamlNode? node, int depth)
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
                    if (!entry.Merged && ((mapping.IsFlow && entry.Key is YamlMapping { IsFlow: true }) || HasNode(entry.Key, depth + 1) || HasNode(entry.Value, depth + 1)))
                    {
                        return true;
                    }
                }

                return false;
            case YamlSequence sequence:
                for (var i = 0; i < sequence.Items.Count; i++)
                {
                    if (HasNode(sequence.Items[i], depth + 1))
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
