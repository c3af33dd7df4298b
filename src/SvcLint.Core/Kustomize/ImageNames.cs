namespace SvcLint.Kustomize;

/// <summary>
/// The entries of <c>images</c> by the names that they may match. A name is an expression, but nearly always letters and dots: a dot stands
/// for any character, and so the length and what follows the last dot tell which names it can be.
/// </summary>
internal sealed class ImageNames
{
    private readonly List<int> _others = [];
    private readonly Dictionary<(int Length, string End), List<int>> _byEnd = [];
    private readonly Dictionary<int, HashSet<int>> _endsOf = [];

    /// <param name="names">As they are written, in order.</param>
    public ImageNames(IReadOnlyList<string> names)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (!names[i].All(IsPlain))
            {
                _others.Add(i);
                continue;
            }

            var end = names[i].Substring(names[i].LastIndexOf('.') + 1);
            if (!_byEnd.TryGetValue((names[i].Length, end), out var alike))
            {
                _byEnd.Add((names[i].Length, end), alike = []);
            }

            alike.Add(i);
            if (!_endsOf.TryGetValue(names[i].Length, out var lengths))
            {
                _endsOf.Add(names[i].Length, lengths = []);
            }

            lengths.Add(end.Length);
        }
    }

    /// <summary>The first entry from a number on that may match one of several names; -1 where none does.</summary>
    public int Next(IReadOnlyList<string> candidates, int from)
    {
        var next = First(_others, from);
        foreach (var candidate in candidates)
        {
            foreach (var length in _endsOf.TryGetValue(candidate.Length, out var lengths) ? lengths : [])
            {
                if (_byEnd.TryGetValue((candidate.Length, candidate.Substring(candidate.Length - length)), out var alike)
                    && First(alike, from) is >= 0 and var found && (next < 0 || found < next))
                {
                    next = found;
                }
            }
        }

        return next;
    }

    private static int First(List<int> numbers, int from)
    {
        var at = numbers.BinarySearch(from);
        at = at < 0 ? ~at : at;
        return at < numbers.Count ? numbers[at] : -1;
    }

    private static bool IsPlain(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '/' or '-' or '_' or ':' or '@' or '.';
}
