namespace SvcLint.Text;

/// <summary>Tells a slip of the hand from another name.</summary>
public static class NearMiss
{
    /// <summary>
    /// Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other; anything above
    /// <paramref name="limit"/> reads as <c>limit + 1</c>.
    /// </summary>
    public static int Distance(string a, string b, int limit = 2)
    {
        if (Math.Abs(a.Length - b.Length) > limit)
        {
            return limit + 1;
        }

        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        var beforePrevious = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                var best = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    best = Math.Min(best, beforePrevious[j - 2] + 1);
                }

                current[j] = best;
            }

            (beforePrevious, previous, current) = (previous, current, beforePrevious);
        }

        return Math.Min(previous[b.Length], limit + 1);
    }

    /// <summary>
    /// True when <paramref name="written"/> is probably meant to be <paramref name="known"/>: one slip from five characters on (from
    /// <paramref name="shortest"/> where the context leaves no other reading), two from nine. A difference in digits, in a whole
    /// hyphen-separated token or in a token of one or two letters is another name: redis-1 and redis-2, blue and green.
    /// </summary>
    public static bool IsSlip(string written, string known, int shortest = 5)
    {
        var length = Math.Max(written.Length, known.Length);
        var allowed = length >= 9 ? 2 : length >= shortest ? 1 : 0;
        if (written == known || allowed == 0 || Math.Abs(written.Length - known.Length) > allowed || !HaveSameDigits(written, known))
        {
            return false;
        }

        var distance = Distance(written, known, allowed);
        return distance <= allowed && TokensAlike(written, known);
    }

    /// <summary>True when one is the other's plural: order and orders may both exist.</summary>
    public static bool IsPlural(string a, string b) => a == b + "s" || b == a + "s" || a == b + "es" || b == a + "es";

    /// <summary>The known name that <paramref name="written"/> is a slip of, the nearest first; null when none is near.</summary>
    public static string? Nearest(string written, IEnumerable<string> known, int shortest = 5)
    {
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in known)
        {
            if (IsSlip(written, candidate, shortest))
            {
                var distance = Distance(written, candidate);
                if (distance < bestDistance || (distance == bestDistance && string.CompareOrdinal(candidate, best) < 0))
                {
                    (best, bestDistance) = (candidate, distance);
                }
            }
        }

        return best;
    }

    private static bool TokensAlike(string a, string b)
    {
        var left = a.Split('-', '.', '_', '/');
        var right = b.Split('-', '.', '_', '/');
        if (left.Length != right.Length)
        {
            // "frontendexternal" for "frontend-external": only the hyphen went.
            return a.Replace("-", "") == b.Replace("-", "");
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i] && (Math.Min(left[i].Length, right[i].Length) < 3 || Distance(left[i], right[i]) > Math.Max(1, Math.Min(left[i].Length, right[i].Length) / 3)))
            {
                return false;
            }
        }

        return true;
    }

    // Asked for many pairs: without allocation.
    private static bool HaveSameDigits(string a, string b)
    {
        for (var (i, j) = (0, 0); ; i++, j++)
        {
            (i, j) = (NextDigit(a, i), NextDigit(b, j));
            if (i == a.Length || j == b.Length)
            {
                return i == a.Length && j == b.Length;
            }

            if (a[i] != b[j])
            {
                return false;
            }
        }
    }

    private static int NextDigit(string text, int from)
    {
        while (from < text.Length && !char.IsDigit(text[from]))
        {
            from++;
        }

        return from;
    }
}
