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

    /// <summary>Equal for the same names in the same order.</summary>
    public ulong Fingerprint { get; private set; } = 14695981039346656037;

    public void Add(string name)
    {
        Count++;
        foreach (var unit in name)
        {
            Fingerprint = (Fingerprint ^ unit) * 1099511628211;
        }

        Fingerprint = (Fingerprint ^ '\n') * 1099511628211;
        if (_first.Count <= most)
        {
            _first.Add(name == Exposures.Everybody ? "internet" : name);
        }
    }

    public override string ToString() => Count <= most + 1 ? string.Join(", ", _first) : $"{string.Join(", ", _first.Take(most))} and {Count - most} more";
}

/// <summary>Sources that reach a destination by the same ports; the rows themselves, which grow with the square of the workloads, are not kept.</summary>
internal sealed class ReachGroup
{
    private const int MostCauses = 3;

    private readonly List<PolicyCause> _because = [];

    private ReachGroup(ReachRow first, int names)
    {
        (Destination, Ports, Doubt) = (first.DestinationName, first.Ports, first.Doubts.Count > 0 ? first.Doubts[0].Text : null);
        Sources = new FoldedNames(names);
    }

    public string Destination { get; }

    public PortSet Ports { get; }

    /// <summary>Why it is unknown; null where it is not.</summary>
    public string? Doubt { get; }

    public FoldedNames Sources { get; }

    /// <summary>The first few lines behind it.</summary>
    public IReadOnlyList<PolicyCause> Because => _because;

    public static IReadOnlyCollection<ReachGroup> Of(IEnumerable<ReachRow> rows, int names = FoldedNames.Usual)
    {
        var groups = new Dictionary<(string, PortSet, string?), ReachGroup>();
        foreach (var row in rows)
        {
            var key = (row.DestinationName, row.Ports, row.Doubts.Count > 0 ? row.Doubts[0].Text : null);
            if (!groups.TryGetValue(key, out var group))
            {
                groups.Add(key, group = new ReachGroup(row, names));
            }

            group.Sources.Add(row.SourceName);
            foreach (var cause in group._because.Count < MostCauses ? row.Because : [])
            {
                if (group._because.Count < MostCauses && !group._because.Contains(cause))
                {
                    group._because.Add(cause);
                }
            }
        }

        return groups.Values;
    }
}
