using SvcLint.Reachability;

namespace SvcLint.Change;

/// <summary>Ends as they were and as they are. Those that the policies of neither state tell apart form a group, for which one answer holds.</summary>
internal sealed class PairedEnds
{
    private readonly List<(ReachEnd? Before, ReachEnd? After)> _all = [];
    private readonly List<int> _group = [];
    private readonly Dictionary<ReachEnd, int> _places = [];
    private readonly List<List<int>> _groups = [];

    /// <param name="before">The cluster as it was.</param>
    /// <param name="after">As it is.</param>
    /// <param name="renamed">Names of ends, earlier to later.</param>
    /// <param name="isCompared">Which kinds of ends.</param>
    public PairedEnds(Connectivity before, Connectivity after, Func<string, string> renamed, Func<ReachEnd, bool> isCompared)
    {
        var later = after.Ends.Where(isCompared).ToDictionary(e => e.Name, StringComparer.Ordinal);
        foreach (var end in before.Ends.Where(isCompared))
        {
            var name = renamed(end.Name);
            _all.Add((end, later.TryGetValue(name, out var same) ? same : null));
            later.Remove(name);
        }

        _all.AddRange(later.Values.Select(e => ((ReachEnd?)null, (ReachEnd?)e)));
        var numbers = new Dictionary<(int?, int?), int>();
        for (var i = 0; i < _all.Count; i++)
        {
            var (was, now) = _all[i];
            foreach (var end in new[] { was, now }.OfType<ReachEnd>())
            {
                _places[end] = i;
            }

            var key = (was is null ? (int?)null : before.ClassOf(was), now is null ? (int?)null : after.ClassOf(now));
            if (!numbers.TryGetValue(key, out var group))
            {
                numbers.Add(key, group = _groups.Count);
                _groups.Add([]);
            }

            _group.Add(group);
            _groups[group].Add(i);
        }
    }

    public int Count => _all.Count;

    public (ReachEnd? Before, ReachEnd? After) this[int i] => _all[i];

    public int GroupOf(int i) => _group[i];

    /// <summary>The members of each group, in order.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Groups => _groups;

    /// <summary>The ends of both states for which something differs, in order.</summary>
    /// <param name="alone">For these another answer may hold than for their group.</param>
    /// <param name="differs">Asked of these, and once for the others of each group.</param>
    public IEnumerable<(ReachEnd Before, ReachEnd After)> Differing(IEnumerable<ReachEnd> alone, Func<ReachEnd, ReachEnd, bool> differs)
    {
        var own = new HashSet<int>(alone.Where(_places.ContainsKey).Select(e => _places[e]));
        var found = own.Where(Differs).ToList();
        foreach (var group in _groups)
        {
            var first = group.FindIndex(i => !own.Contains(i));
            if (first >= 0 && Differs(group[first]))
            {
                found.AddRange(group.Where(i => !own.Contains(i)));
            }
        }

        return found.OrderBy(i => i).Select(i => (_all[i].Before!, _all[i].After!));

        bool Differs(int i) => _all[i] is { Before: { } was, After: { } now } && differs(was, now);
    }
}
