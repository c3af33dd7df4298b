namespace SvcLint.Yaml;

/// <summary>ytt, which writes its code into comments: <c>image: #@ data.values.image</c>, <c>#@ load(…)</c>, <c>#@overlay/match by=…</c>.</summary>
internal static class YttDirectives
{
    private static readonly string[] Statements = [" load(", " if ", " if/end ", " for ", " for/end ", " def ", " end", "overlay/", "data/values", "schema/", "library/", "template/"];

    public static bool Has(string text)
    {
        for (var at = text.IndexOf("#@", StringComparison.Ordinal); at >= 0; at = text.IndexOf("#@", at + 2, StringComparison.Ordinal))
        {
            if (TemplateLines.StartsLine(text, at) ? Array.Exists(Statements, s => string.CompareOrdinal(text, at + 2, s, 0, s.Length) == 0) : IsValue(text, at))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsValue(string text, int at) => at + 3 < text.Length && text[at + 2] == ' ' && text[at + 3] > ' ' && text[at - 1] == ' ';
}
