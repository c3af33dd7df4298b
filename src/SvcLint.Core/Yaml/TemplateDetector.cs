namespace SvcLint.Yaml;

/// <summary>
/// Tells templates from manifests by what stands at node positions: <c>{{</c> inside a quoted string or a block scalar is text,
/// where a key or a value should start it is a template.
/// </summary>
public static class TemplateDetector
{
    private static readonly string[] Languages = ["ftl", "j2", "jinja", "jinja2", "erb", "tmpl", "tpl", "gotmpl", "mustache", "hbs", "template"];

    private static readonly string[] YttStatements = [" load(", " if ", " if/end ", " for ", " for/end ", " def ", " end", "overlay/", "data/values", "schema/", "library/", "template/"];

    /// <summary>What kind of template a document is; null for one that is none.</summary>
    /// <param name="text">The document.</param>
    /// <param name="result">What was read of it.</param>
    /// <param name="fileName">The name of its file, without folders.</param>
    public static SkipReason? Detect(string text, YamlResult result, string fileName)
    {
        if (result.Problem is not null ? HasTag(text) || IsTemplateName(fileName) : IsFilledInByScript(fileName, result.Root))
        {
            return SkipReason.Template;
        }

        if (text.IndexOf("{{", StringComparison.Ordinal) < 0 && text.IndexOf("{%", StringComparison.Ordinal) < 0)
        {
            return HasFormatField(text, result) || HasYttDirective(text) ? SkipReason.Template : null;
        }

        if (HasYttDirective(text))
        {
            return SkipReason.Template;
        }

        if (result.Problem is not null)
        {
            return DirectiveLine(text) ? Kind(text) : null;
        }

        return HasPlaceholderNode(result.Root, 0) ? Kind(text) : null;
    }

    /// <summary>Whether a file's name says that a template language makes a file of it: <c>values.ftl.yaml</c>, <c>service.j2.yml</c>.</summary>
    public static bool IsTemplateName(string name)
    {
        var extension = name.LastIndexOf('.');
        var before = extension <= 0 ? -1 : name.LastIndexOf('.', extension - 1);
        return before >= 0 && Array.IndexOf(Languages, name.Substring(before + 1, extension - before - 1)) >= 0;
    }

    // "service_name" in template.yaml, which no object can be called, is replaced by a script.
    private static bool IsFilledInByScript(string fileName, YamlNode? root)
    {
        var stem = fileName.Substring(0, Math.Max(fileName.IndexOf('.'), 0));
        return (stem == "template" || stem.EndsWith("-template", StringComparison.Ordinal) || stem.EndsWith("_template", StringComparison.Ordinal) || fileName.IndexOf(".template.", StringComparison.Ordinal) > 0)
            && ((root as YamlMapping)?["metadata"] as YamlMapping)?["name"] is YamlScalar name && name.Value.IndexOf('_') >= 0;
    }

    // FreeMarker and ERB stand between lines that are YAML: "<#if mail>", "</#list>", "<% if mail %>".
    private static bool HasTag(string text)
    {
        for (var at = text.IndexOf('<'); at >= 0 && at + 2 < text.Length; at = text.IndexOf('<', at + 1))
        {
            var isTag = text[at + 1] == '#' ? char.IsLetter(text[at + 2]) || text[at + 2] == '-' : text[at + 1] == '%' || (text[at + 1] == '/' && text[at + 2] == '#');
            if (isTag && IsLine(text, at))
            {
                return true;
            }
        }

        return false;
    }

    // ytt writes its code into comments: "image: #@ data.values.image", "#@ load(…)", "#@overlay/match by=…".
    private static bool HasYttDirective(string text)
    {
        for (var at = text.IndexOf("#@", StringComparison.Ordinal); at >= 0; at = text.IndexOf("#@", at + 2, StringComparison.Ordinal))
        {
            if (IsLine(text, at) ? Array.Exists(YttStatements, s => string.CompareOrdinal(text, at + 2, s, 0, s.Length) == 0) : IsYttValue(text, at))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsYttValue(string text, int at) => at + 3 < text.Length && text[at + 2] == ' ' && text[at + 3] > ' ' && text[at - 1] == ' ';

    // Text that a program formats. Where it parses, "{name}" is a mapping of one key without a value, which no field of Kubernetes takes.
    private static bool HasFormatField(string text, YamlResult result)
    {
        if (result.Problem is not null)
        {
            return HasFieldText(text);
        }

        return MayHoldField(text) && (IsFormatField(result.Root) || CountFields(result.Root, 0) > 1);
    }

    // Most documents hold none, and are not walked.
    private static bool MayHoldField(string text)
    {
        for (var at = text.IndexOf('{'); at >= 0; at = text.IndexOf('{', at + 1))
        {
            if (at + 1 < text.Length && char.IsLetter(text[at + 1]))
            {
                return true;
            }
        }

        return false;
    }

    // In a document that does not parse: "{name}-secret", "{self.name}", a line that is "{extra_ports}", "%NAME%.%ZONE%".
    private static bool HasFieldText(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var close = text[at] switch { '{' => '}', '%' => '%', _ => '\0' };
            if (close == '\0')
            {
                continue;
            }

            var end = at + 1;
            while (end < text.Length && (IsWord(text[end]) || (close == '}' && IsPath(text[end]))))
            {
                end++;
            }

            if (end < text.Length && end - at > 2 && text[end] == close && StartsValue(text, at)
                && (close == '%' || text.IndexOfAny(['.', '['], at, end - at) > 0 || IsLine(text, at) || !EndsValue(text, end + 1)))
            {
                return true;
            }

            at = end - 1;
        }

        return false;
    }

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character == '_';

    private static bool IsPath(char character) => character is '.' or '[' or ']' or '-';

    private static bool StartsValue(string text, int at) => at == 0 || text[at - 1] == '\n' || (at > 1 && text[at - 1] == ' ' && text[at - 2] is ':' or '-' or ' ' or '\n');

    private static bool IsLine(string text, int at)
    {
        while (at > 0 && text[at - 1] == ' ')
        {
            at--;
        }

        return at == 0 || text[at - 1] == '\n';
    }

    private static bool EndsValue(string text, int at) => at >= text.Length || text[at] is ' ' or ',' or '\r' or '\n' or '}' or ']' or '\t';

    // One "{app}" alone may be a slip of the pen; with a path it is none.
    private static int CountFields(YamlNode? node, int depth) => depth > YamlReader.MaxDepth ? 0 : node switch
    {
        YamlMapping field when IsFormatField(field) => ((YamlScalar)field.Entries[0].Key).Value.IndexOf('.') > 0 ? 2 : 1,
        YamlMapping mapping => mapping.Entries.Where(e => !e.Merged).Sum(e => CountFields(e.Value, depth + 1)),
        YamlSequence sequence => sequence.Items.Sum(i => CountFields(i, depth + 1)),
        _ => 0,
    };

    private static bool IsFormatField(YamlNode? node) =>
        node is YamlMapping { IsFlow: true, Entries.Count: 1 } mapping && mapping.Entries[0].Key is YamlScalar key
        && key.Value.Length > 1 && char.IsLetter(key.Value[0]) && key.Value.All(c => IsWord(c) || c == '.')
        && mapping.Span.Range.Length == key.Value.Length + 2;

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
