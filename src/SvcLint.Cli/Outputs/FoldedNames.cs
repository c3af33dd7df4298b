using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>Names of which the first few are shown and the others counted.</summary>
/// <param name="most">How many are shown.</param>
internal sealed class FoldedNames(int most = FoldedNames.Usual)
{
    /// <summary>As many as a person reads.</summary>
    public const int Usual = 6;

    private readonly List<string> _first = [];

    public int Count { get; private set; }

    /// <summary>The names of ends, by their order in the cluster.</summary>
    /// <param name="alike">The ends in lists, each in that order.</param>
    /// <param name="most">How many are shown.</param>
    public static FoldedNames Of(IReadOnlyCollection<IReadOnlyList<ReachEnd>> alike, int most = Usual)
    {
        var names = new FoldedNames(most);
        names.Add([.. alike.SelectMany(ends => ends.Take(most + 1)).OrderBy(e => e.Number).Select(e => e.Name)], alike.Sum(ends => ends.Count));
        return names;
    }

    public void Add(string name) => Add([name], 1);

    /// <param name="names">The names, or as many of them as are shown at most.</param>
    /// <param name="count">How many there are.</param>
    public void Add(IReadOnlyList<string> names, int count)
    {
        Count += count;
        // The last of them takes no more room than its count.
        _first.AddRange(names.Take(most + 1 - _first.Count));
    }

    /// <param name="more">Said after how many more there are.</param>
    public string ToString(string more) => Count <= most + 1 ? string.Join(", ", _first) : $"{string.Join(", ", _first.Take(most))} and {Count - most} more{more}";

    public override string ToString() => ToString("");
}
