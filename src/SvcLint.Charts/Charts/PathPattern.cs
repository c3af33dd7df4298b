namespace SvcLint.Charts;

/// <summary>Go's <c>filepath.Match</c>: <c>*</c> and <c>?</c> match no slash, <c>[a-z]</c> and <c>[^a-z]</c> one character.</summary>
internal static class PathPattern
{
    /// <summary>False when the pattern is malformed where Go would notice.</summary>
    public static bool IsValid(string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && ++i >= pattern.Length)
            {
                return false;
            }

            if (pattern[i] == '[' && pattern[i == 0 ? 0 : i - 1] != '\\' && pattern.IndexOf(']', i) < 0)
            {
                return false;
            }
        }

        return true;
    }

    public static bool Matches(string pattern, string name)
    {
        var (p, n, star, resume) = (0, 0, -1, 0);
        while (n < name.Length || p < pattern.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = ++p;
                resume = n;
                continue;
            }

            var next = p;
            if (p < pattern.Length && n < name.Length && One(pattern, ref next, name[n]))
            {
                p = next;
                n++;
                continue;
            }

            // The last star takes one character more.
            if (star < 0 || resume >= name.Length || name[resume] == '/')
            {
                return false;
            }

            n = ++resume;
            p = star;
        }

        return true;
    }

    private static bool One(string pattern, ref int at, char c)
    {
        switch (pattern[at])
        {
            case '?':
                at++;
                return c != '/';
            case '\\' when at + 1 < pattern.Length:
                at += 2;
                return pattern[at - 1] == c;
            case '[':
                return Class(pattern, ref at, c);
            default:
                return pattern[at++] == c;
        }
    }

    private static bool Class(string pattern, ref int at, char c)
    {
        at++;
        var negated = at < pattern.Length && pattern[at] == '^';
        at += negated ? 1 : 0;
        var found = false;
        for (var first = true; at < pattern.Length && (pattern[at] != ']' || first); first = false)
        {
            var low = Letter(pattern, ref at);
            var high = low;
            if (at + 1 < pattern.Length && pattern[at] == '-')
            {
                at++;
                high = Letter(pattern, ref at);
            }

            found |= c >= low && c <= high;
        }

        at++;
        return found != negated;
    }

    private static char Letter(string pattern, ref int at)
    {
        at += pattern[at] == '\\' && at + 1 < pattern.Length ? 1 : 0;
        return pattern[at++];
    }
}
