using SvcLint.Text;

namespace SvcLint.Cluster.Applications;

/// <summary>
/// Patterns of paths as GitOps tools write them: <c>*</c>, <c>?</c>, <c>[a-z]</c> within a segment, <c>**</c> for any number of segments,
/// <c>{a,b}</c> for either.
/// </summary>
internal static class PathGlob
{
    private const int MaxAlternatives = 64;

    public static bool IsMatch(string pattern, string path) => Alternatives(pattern).Any(p => Segments(p.Split('/'), path.Split('/')));

    /// <summary>True when the pattern matches a text that is no path: a slash is a character like any other.</summary>
    public static bool IsTextMatch(string pattern, string text) => Alternatives(pattern).Any(p => Segment(p, text));

    /// <summary>The files that match, sorted; a pattern's plain beginning saves the rest of the tree.</summary>
    public static IReadOnlyList<string> Files(FolderTree folders, string pattern)
    {
        const int Most = 10_000;
        const int Deepest = 60;
        var segments = pattern.Split('/');
        var plain = segments.Take(segments.Length - 1).TakeWhile(s => s.IndexOfAny(['*', '?', '[', '{']) < 0).ToArray();
        var depth = segments.Contains("**") ? Deepest : segments.Length;
        var files = new SortedSet<string>(StringComparer.Ordinal);
        Walk(string.Join("/", plain), plain.Length);
        return [.. files];

        void Walk(string at, int level)
        {
            if (level >= depth || files.Count > Most || folders.List(at) is not { } listing)
            {
                return;
            }

            files.UnionWith(listing.Files.Select(f => RelativePath.Combine(at, f)).Where(f => IsMatch(pattern, f)));
            foreach (var inner in listing.Folders.Where(f => f != ".git"))
            {
                Walk(RelativePath.Combine(at, inner), level + 1);
            }
        }
    }

    private static List<string> Alternatives(string pattern)
    {
        var done = new List<string>();
        var open = new Stack<string>([pattern]);
        while (open.Count > 0 && done.Count + open.Count <= MaxAlternatives)
        {
            var text = open.Pop();
            var start = text.IndexOf('{');
            var end = start < 0 ? -1 : text.IndexOf('}', start);
            if (end < 0)
            {
                done.Add(text);
                continue;
            }

            foreach (var choice in text.Substring(start + 1, end - start - 1).Split(','))
            {
                open.Push(text.Substring(0, start) + choice + text.Substring(end + 1));
            }
        }

        return done;
    }

    // One row of a table of the pattern's prefixes for each segment of the path.
    private static bool Segments(string[] pattern, string[] path)
    {
        var reached = new bool[pattern.Length + 1];
        reached[0] = true;
        for (var p = 0; p < pattern.Length && pattern[p] == "**"; p++)
        {
            reached[p + 1] = true;
        }

        foreach (var segment in path)
        {
            var next = new bool[pattern.Length + 1];
            for (var p = 0; p < pattern.Length; p++)
            {
                if (pattern[p] == "**")
                {
                    next[p + 1] = next[p + 1] || reached[p] || reached[p + 1] || next[p];
                    next[p] = next[p] || reached[p];
                }
                else if (reached[p] && Segment(pattern[p], segment))
                {
                    next[p + 1] = true;
                    for (var q = p + 1; q < pattern.Length && pattern[q] == "**"; q++)
                    {
                        next[q + 1] = true;
                    }
                }
            }

            reached = next;
        }

        return reached[pattern.Length];
    }

    private static bool Segment(string pattern, string text)
    {
        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && One(pattern, p, text[t]) is > 0 and var length)
            {
                p += length;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }

    // The length of what stands for one character of the pattern when it matches, else zero.
    private static int One(string pattern, int at, char c)
    {
        switch (pattern[at])
        {
            case '?':
                return 1;
            case '\\' when at + 1 < pattern.Length:
                return pattern[at + 1] == c ? 2 : 0;
            case '[' when pattern.IndexOf(']', at + 1) is > 0 and var end:
                var negated = pattern[at + 1] is '^' or '!';
                var found = false;
                for (var i = at + (negated ? 2 : 1); i < end; i++)
                {
                    if (i + 2 < end && pattern[i + 1] == '-')
                    {
                        found |= c >= pattern[i] && c <= pattern[i + 2];
                        i += 2;
                    }
                    else
                    {
                        found |= c == pattern[i];
                    }
                }

                return found != negated ? end - at + 1 : 0;
            default:
                return pattern[at] == c ? 1 : 0;
        }
    }
}
