namespace SvcLint.Text;

/// <summary>
/// Names among which a slip of the hand is looked for. Of few names all are candidates; of many those that share the longest beginning or
/// the longest end with what is written, which a slip leaves: so that many wrong names beside many right ones do not make as many pairs.
/// </summary>
public sealed class NameNeighbours
{
    /// <summary>Up to this many, every name is compared.</summary>
    public const int Many = 1000;

    private const int OnEachSide = 100;

    private readonly string[] _names;
    private readonly (string Reversed, string Name)[] _reversed;

    /// <param name="names">The names that there are.</param>
    public NameNeighbours(IEnumerable<string> names)
    {
        _names = [.. names.Distinct().OrderBy(n => n, StringComparer.Ordinal)];
        _reversed = _names.Length <= Many ? [] : [.. _names.Select(n => (Reversed(n), n)).OrderBy(n => n.Item1, StringComparer.Ordinal)];
    }

    /// <summary>Those that <paramref name="written"/> may be a slip of.</summary>
    public IReadOnlyCollection<string> Of(string written)
    {
        if (_names.Length <= Many)
        {
            return _names;
        }

        var near = new HashSet<string>(StringComparer.Ordinal);
        var reversed = Reversed(written);
        var byStart = Position(i => string.CompareOrdinal(_names[i], written) < 0);
        var byEnd = Position(i => string.CompareOrdinal(_reversed[i].Reversed, reversed) < 0);
        for (var i = -OnEachSide; i < OnEachSide; i++)
        {
            if (byStart + i >= 0 && byStart + i < _names.Length)
            {
                near.Add(_names[byStart + i]);
            }

            if (byEnd + i >= 0 && byEnd + i < _names.Length)
            {
                near.Add(_reversed[byEnd + i].Name);
            }
        }

        return near;
    }

    private int Position(Func<int, bool> isBefore)
    {
        var (low, high) = (0, _names.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = isBefore(middle) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static string Reversed(string name)
    {
        var letters = name.ToCharArray();
        Array.Reverse(letters);
        return new string(letters);
    }
}
