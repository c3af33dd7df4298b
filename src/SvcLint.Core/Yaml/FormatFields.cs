namespace SvcLint.Yaml;

/// <summary>Text that a program formats: <c>{name}-secret</c>, <c>{self.name}</c>, <c>%NAME%.%ZONE%</c>.</summary>
internal static class FormatFields
{
    // Where it parses, "{name}" is a mapping of one key without a value, which no field of Kubernetes takes.
    public static bool Has(string text, YamlResult result)
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
        var (balanced, lineEnd) = (false, -1);
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
                && (close == '%' || text.IndexOfAny(['.', '['], at, end - at) > 0 || TemplateLines.StartsLine(text, at) || !EndsValue(text, end + 1))
                && (close == '%' || IsOnBalancedLine(at)))
            {
                return true;
            }

            at = end - 1;
        }

        return false;

        // "{ap}p: web}" is a flow mapping with a slip of the pen. Each line is looked at once.
        bool IsOnBalancedLine(int at)
        {
            if (at > lineEnd)
            {
                var open = 0;
                for (lineEnd = text.LastIndexOf('\n', at) + 1; lineEnd < text.Length && text[lineEnd] != '\n'; lineEnd++)
                {
                    open += text[lineEnd] switch { '{' => 1, '}' => -1, _ => 0 };
                }

                balanced = open == 0;
            }

            return balanced;
        }
    }

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character == '_';

    private static bool IsPath(char character) => character is '.' or '[' or ']' or '-';

    private static bool StartsValue(string text, int at) => at == 0 || text[at - 1] == '\n' || (at > 1 && text[at - 1] == ' ' && text[at - 2] is ':' or '-' or ' ' or '\n');

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
}
