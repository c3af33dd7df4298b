using SvcLint.Reachability;

namespace SvcLint.Change;

/// <summary>Ends as they were and as they are. Those that the policies of neither state tell apart, and that did not change, form a group, for which one answer holds.</summary>
internal sealed class PairedEnds
{
    // Where more changed, the lines of the first speak for all that are alike.
    private const int MostAlone = 200;

    private readonly List<(ReachEnd? Before, ReachEnd? After)> _all = [];
    private readonly List<int> _group = [];
    private readonly Dictionary<ReachEnd, int> _places = [];
    private readonly List<List<int>> _groups = [];
    private readonly List<string[]> _names = [];

    /// <param name="before">The cluster as it was.</param>
    /// <param name="after">As it is.</param>
    /// <param name="renamed">Names of ends, earlier to later.</param>
    /// <param name="changes">What tells ends apart beside policies: their lines are others.</param>
    /// <param name="isCompared">Which kinds of ends.</param>
    public PairedEnds(Connectivity before, Connectivity after, Func<string, string> renamed, ObjectChanges changes, Func<ReachEnd, bool> isCompared)
    {
        var later = after.Ends.Where(isCompared).ToDictionary(e => e.Name, StringComparer.Ordinal);
        foreach (var end in before.Ends.Where(isCompared))
        {
            var name = renamed(end.Name);
            _all.Add((end, later.TryGetValue(name, out var same) ? same : null));
            later.Remove(name);
        }

        _all.AddRange(later.Values.Select(e => ((ReachEnd?)null, (ReachEnd?)e)));
        string?[] own = [.. _all.Select(e => Own(e.Before, e.After, changes))];
        var isFew = own.Count(o => o is not null) <= MostAlone;
        var numbers = new Dictionary<(int?, int?, string?), int>();
        for (var i = 0; i < _all.Count; i++)
        {
            var (was, now) = _all[i];
            foreach (var end in new[] { was, now }.OfType<ReachEnd>())
            {
                _places[end] = i;
            }

            var key = (was is null ? (int?)null : before.ClassOf(was), now is null ? (int?)null : after.ClassOf(now), isFew ? own[i] : null);
            if (!numbers.TryGetValue(key, out var group))
            {
                numbers.Add(key, group = _groups.Count);
                _groups.Add([]);
            }

            _group.Add(group);
            _groups[group].Add(i);
        }

        _names.AddRange(_groups.Select(g => g.Select(i => (_all[i].After ?? _all[i].Before)!.Name).ToArray()));
    }

    public int Count => _groups.Count;

    /// <summary>The first of a group.</summary>
    public (ReachEnd? Before, ReachEnd? After) this[int group] => _all[_groups[group][0]];

    /// <summary>The names of a group.</summary>
    public IReadOnlyList<string> Names(int group) => _names[group];

    /// <summary>The ends of both states for which something differs, in order, each with the names of those for which the same holds.</summary>
    /// <param name="alone">For these another answer may hold than for their group.</param>
    /// <param name="differs">Asked of these, and once for the others of each group.</param>
    public IEnumerable<(ReachEnd Before, ReachEnd After, IReadOnlyList<string> Names)> Differing(IEnumerable<ReachEnd> alone, Func<ReachEnd, ReachEnd, bool> differs)
    {
        var own = new HashSet<int>(alone.Where(_places.ContainsKey).Select(e => _places[e]));
        var found = own.Where(Differs).Select(i => (First: i, Names: (IReadOnlyList<string>)[_names[_group[i]][_groups[_group[i]].IndexOf(i)]])).ToList();
        for (var group = 0; group < _groups.Count; group++)
        {
            var members = _groups[group];
            var first = members.FindIndex(i => !own.Contains(i));
            if (first >= 0 && Differs(members[first]))
            {
                found.Add((members[first], members.Exists(own.Contains) ? [.. _names[group].Where((_, at) => !own.Contains(members[at]))] : _names[group]));
            }
        }

        return found.OrderBy(f => f.First).Select(f => (_all[f.First].Before!, _all[f.First].After!, f.Names));

        bool Differs(int i) => _all[i] is { Before: { } was, After: { } now } && differs(was, now);
    }

    // What changed of the end itself, else of its namespace.
    internal static string? Own(ReachEnd? was, ReachEnd? now, ObjectChanges changes)
    {
        if (was is null || now is null || changes.Of(was.Workload) is not null || changes.Of(now.Workload) is not null || changes.Of(now.Node) is not null)
        {
            return (now ?? was)!.Name;
        }

        return changes.OfNamespace(now.Namespace) is null ? null : now.Namespace;
    }
}
