namespace SvcLint.Yaml;

/// <summary>FreeMarker and ERB, whose tags stand between lines that are YAML: <c>&lt;#if mail&gt;</c>, <c>&lt;/#list&gt;</c>, <c>&lt;% if mail %&gt;</c>.</summary>
internal static class TemplateTags
{
    public static bool Has(string text)
    {
        for (var at = text.IndexOf('<'); at >= 0 && at + 2 < text.Length; at = text.IndexOf('<', at + 1))
        {
            var isTag = text[at + 1] == '#' ? char.IsLetter(text[at + 2]) || text[at + 2] == '-' : text[at + 1] == '%' || (text[at + 1] == '/' && text[at + 2] == '#');
            if (isTag && TemplateLines.StartsLine(text, at))
            {
                return true;
            }
        }

        return false;
    }
}
