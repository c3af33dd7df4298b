using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>
/// From workloads back to what selects them. Selectors with one answer are one group, so that many Services or policies in front of many
/// workloads are not as many pairs.
/// </summary>
internal sealed class SelectedWorkloads<T>
    where T : KubernetesObject
{
    private readonly List<List<int>> _members = [];
    private readonly Dictionary<Workload, List<int>> _groups = new(ByIdentity<Workload>.Instance);
    private readonly Dictionary<string, IReadOnlyList<T>> _answers = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<T> _all;

    /// <param name="all">What selects, in the order of the input.</param>
    /// <param name="selected">The workloads of each; the same list for those that select the same.</param>
    public SelectedWorkloads(IReadOnlyList<T> all, Func<T, IReadOnlyList<Workload>> selected)
    {
        _all = all;
        var numbers = new Dictionary<IReadOnlyList<Workload>, int>();
        for (var i = 0; i < all.Count; i++)
        {
            var workloads = selected(all[i]);
            if (workloads.Count == 0)
            {
                continue;
            }

            if (!numbers.TryGetValue(workloads, out var number))
            {
                numbers.Add(workloads, number = _members.Count);
                _members.Add([]);
                foreach (var workload in workloads)
                {
                    if (!_groups.TryGetValue(workload, out var groups))
                    {
                        _groups.Add(workload, groups = []);
                    }

                    groups.Add(number);
                }
            }

            _members[number].Add(i);
        }
    }

    /// <summary>What selects a workload, and a text that is the same for workloads of the same groups; the empty text where nothing does.</summary>
    public (string Key, IReadOnlyList<T> Selecting) On(Workload workload)
    {
        if (!_groups.TryGetValue(workload, out var groups))
        {
            return ("", []);
        }

        var key = string.Join(",", groups);
        if (!_answers.TryGetValue(key, out var selecting))
        {
            _answers.Add(key, selecting = Members(groups));
        }

        return (key, selecting);
    }

    /// <summary>What selects any of these workloads.</summary>
    public IReadOnlyList<T> OnAny(IReadOnlyList<Workload> workloads)
    {
        var groups = new HashSet<int>();
        foreach (var workload in workloads)
        {
            if (_groups.TryGetValue(workload, out var own))
            {
                groups.UnionWith(own);
            }
        }

        return Members(groups);
    }

    private T[] Members(IEnumerable<int> groups) => [.. groups.SelectMany(g => _members[g]).OrderBy(i => i).Select(i => _all[i])];
}
