using System.Collections;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>Who may be clients of Services: in lists of those that policies do not tell apart. Who stands behind a Service himself is a list of his own there.</summary>
internal sealed class ReachClients
{
    private readonly Connectivity _connectivity;
    private readonly IReadOnlyList<IReadOnlyList<ReachEnd>> _lists;
    private readonly Dictionary<ReachEnd, int> _listOf = [];

    public ReachClients(Connectivity connectivity, IReadOnlyList<IReadOnlyList<ReachEnd>> lists)
    {
        (_connectivity, _lists) = (connectivity, lists);
        for (var i = 0; i < lists.Count; i++)
        {
            foreach (var end in lists[i])
            {
                _listOf[end] = i;
            }
        }
    }

    /// <summary>Lists of which one answer of a Service holds for each.</summary>
    public IEnumerable<IReadOnlyList<ReachEnd>> Of(Service service)
    {
        var own = _connectivity.Targets.Behind(service).Where(_listOf.ContainsKey).ToLookup(e => _listOf[e]);
        for (var i = 0; i < _lists.Count; i++)
        {
            var others = own[i].Any() ? new Others(_lists[i], [.. own[i]]) : _lists[i];
            if (others.Count > 0)
            {
                yield return others;
            }

            foreach (var end in own[i])
            {
                yield return [end];
            }
        }
    }

    /// <summary>A long list without a few of it.</summary>
    private sealed class Others(IReadOnlyList<ReachEnd> all, HashSet<ReachEnd> but) : IReadOnlyList<ReachEnd>
    {
        public int Count => all.Count - but.Count;

        public ReachEnd this[int index] => this.Skip(index).First();

        public IEnumerator<ReachEnd> GetEnumerator() => all.Where(e => !but.Contains(e)).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
