namespace SvcLint.Yaml;

/// <summary>Where a text stands on its line.</summary>
internal static class TemplateLines
{
    public static bool StartsLine(string text, int at)
    {
        while (at > 0 && text[at - 1] == ' ')
        {
            at--;
        }

        return at == 0 || text[at - 1] == '\n';
    }
}
