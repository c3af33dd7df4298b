namespace SvcLint.Yaml;

/// <summary>
/// FreeMarker and ERB, whose tags stand between lines that are YAML: <c>&lt;#if mail&gt;</c>, <c>&lt;/#list&gt;</c>, <c>&lt;% if mail %&gt;</c>; and
/// lines that are nothing but a name in capitals, <c>&lt;ANNOTATIONS&gt;</c>, in whose place a program puts others.
/// </summary>
internal static class TemplateTags
{
    public static bool Has(string text)
    {
        for (var at = text.IndexOf('<'); at >= 0 && at + 2 < text.Length; at = text.IndexOf('<', at + 1))
        {
            var isTag = text[at + 1] == '#' ? char.IsLetter(text[at + 2]) || text[at + 2] == '-' : text[at + 1] == '%' || (text[at + 1] == '/' && text[at + 2] == '#');
            if ((isTag || IsLineToFill(text, at)) && TemplateLines.StartsLine(text, at))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLineToFill(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length && text[end] is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-')
        {
            end++;
        }

        return end > at + 3 && end < text.Length && text[end] == '>' && (end + 1 == text.Length || text[end + 1] is '\r' or '\n');
    }
}
