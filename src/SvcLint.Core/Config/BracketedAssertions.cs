namespace SvcLint.Config;

/// <summary>
/// <c>only: [shop/web, shop/jobs] -> shop/db</c> is no YAML as it stands: a list, and text behind it. With spaces in place of the brackets it is a
/// text, at the same places.
/// </summary>
internal static class BracketedAssertions
{
    private static readonly string[] Words = ["allow:", "deny:", "only:"];

    public static string AsText(string yaml)
    {
        if (yaml.IndexOf("->", StringComparison.Ordinal) < 0)
        {
            return yaml;
        }

        char[]? changed = null;
        for (var start = 0; start < yaml.Length;)
        {
            var end = yaml.IndexOf('\n', start);
            end = end < 0 ? yaml.Length : end;
            if (Brackets(yaml, start, end) is var (open, close))
            {
                changed ??= yaml.ToCharArray();
                (changed[open], changed[close]) = (' ', ' ');
            }

            start = end + 1;
        }

        return changed is null ? yaml : new string(changed);
    }

    private static (int Open, int Close)? Brackets(string yaml, int start, int end)
    {
        var at = Skip(yaml, start, end);
        at = at < end && yaml[at] == '-' ? Skip(yaml, at + 1, end) : at;
        var word = Array.Find(Words, w => string.CompareOrdinal(yaml, at, w, 0, w.Length) == 0);
        var open = word is null ? end : Skip(yaml, at + word.Length, end);
        if (open >= end || yaml[open] != '[')
        {
            return null;
        }

        var depth = 0;
        for (var i = open; i < end; i++)
        {
            depth += yaml[i] switch { '[' => 1, ']' => -1, _ => 0 };
            if (depth == 0)
            {
                return string.CompareOrdinal(yaml, Skip(yaml, i + 1, end), "->", 0, 2) == 0 ? (open, i) : null;
            }
        }

        return null;
    }

    private static int Skip(string yaml, int at, int end)
    {
        while (at < end && yaml[at] == ' ')
        {
            at++;
        }

        return at;
    }
}
