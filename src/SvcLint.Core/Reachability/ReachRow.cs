using SvcLint.Reachability.Policies;

namespace SvcLint.Reachability;

/// <summary>A line of the connectivity: from here to there, these ports.</summary>
/// <param name="Source">A single end, or the first of several neighbouring address ranges.</param>
/// <param name="SourceName">As it is printed.</param>
/// <param name="Destination">Like the source.</param>
/// <param name="DestinationName">As it is printed.</param>
/// <param name="Ports">The ports.</param>
/// <param name="Doubts">Empty where they surely pass.</param>
/// <param name="Because">The lines of policies behind it.</param>
public readonly record struct ReachRow(
    ReachEnd Source, string SourceName, ReachEnd Destination, string DestinationName, PortSet Ports, IReadOnlyList<Doubt> Doubts, IReadOnlyList<PolicyCause> Because);

/// <summary>Writes a cluster's connectivity down, one line a pair of ends; neighbouring ranges with equal ports are one.</summary>
internal sealed class ReachRows(Connectivity connectivity)
{
    private readonly ReachEnd[] _pods = [.. connectivity.Ends.Where(e => e.Kind == ReachEndKind.Workload)];
    private readonly ReachEnd[] _outside = [.. connectivity.Ends.Where(e => e.Kind == ReachEndKind.Outside)];
    private readonly ReachEnd[] _nodes = [.. connectivity.Ends.Where(e => e.Kind == ReachEndKind.Node)];
    private readonly Dictionary<(int, int), string> _ranges = [];

    /// <param name="unknown">Ports that files do not decide, instead of those that surely pass.</param>
    public IEnumerable<ReachRow> Of(bool unknown)
    {
        var place = 0;
        foreach (var candidates in connectivity.Candidates(_pods, _pods, unknown))
        {
            var source = _pods[place++];
            foreach (var at in candidates)
            {
                if (!ReferenceEquals(source, _pods[at]) && connectivity.Row(source, _pods[at], unknown) is { } row)
                {
                    yield return row;
                }
            }

            foreach (var row in Ranges(unknown, source, isSource: false))
            {
                yield return row;
            }

            foreach (var node in _nodes)
            {
                if (connectivity.Row(source, node, unknown) is { } row)
                {
                    yield return row;
                }
            }
        }

        foreach (var destination in _pods)
        {
            foreach (var row in Ranges(unknown, destination, isSource: true))
            {
                yield return row;
            }
        }

        foreach (var node in _nodes)
        {
            foreach (var destination in _pods)
            {
                if (connectivity.Row(node, destination, unknown) is { } row)
                {
                    yield return row;
                }
            }
        }

        foreach (var row in Entries(unknown))
        {
            yield return row;
        }
    }

    /// <summary>The same, one a pair of ends that are alike.</summary>
    public IEnumerable<ReachBundle> Bundles(bool unknown, Func<ReachEnd, object?> mark)
    {
        var (pods, nodes) = (connectivity.Alike(_pods, mark), connectivity.Alike(_nodes, mark));
        IReadOnlyList<ReachEnd>[] destinations = [.. pods, .. nodes];
        var place = 0;
        foreach (var candidates in connectivity.Candidates([.. pods.Select(p => p[0])], Array.ConvertAll(destinations, d => d[0]), unknown))
        {
            var source = pods[place++];
            foreach (var at in candidates)
            {
                var destination = destinations[at];
                var isAlone = ReferenceEquals(source, destination) && source.Count == 1;
                if (!isAlone && connectivity.Row(source[0], destination[0], unknown) is { } row)
                {
                    yield return new ReachBundle(source, destination, row);
                }
            }

            foreach (var row in Ranges(unknown, source[0], isSource: false))
            {
                yield return new ReachBundle(source, [row.Destination], row);
            }
        }

        foreach (var destination in pods)
        {
            foreach (var row in Ranges(unknown, destination[0], isSource: true))
            {
                yield return new ReachBundle([row.Source], destination, row);
            }

            foreach (var node in nodes)
            {
                if (connectivity.Row(node[0], destination[0], unknown) is { } row)
                {
                    yield return new ReachBundle(node, destination, row);
                }
            }
        }

        foreach (var row in Entries(unknown))
        {
            yield return new ReachBundle([row.Source], [row.Destination], row);
        }
    }

    private IEnumerable<ReachRow> Entries(bool unknown)
    {
        foreach (var (source, destination, ports) in connectivity.Entries.Wanted)
        {
            var answer = connectivity.Between(source, destination);
            var passing = (unknown ? answer.Unknown : answer.Sure).Intersect(ports);
            if (!passing.IsEmpty)
            {
                yield return new ReachRow(source, source.Name, destination, destination.Name, passing, unknown ? answer.Doubts : [], connectivity.Because(source, destination));
            }
        }
    }

    private IEnumerable<ReachRow> Ranges(bool unknown, ReachEnd pod, bool isSource)
    {
        for (var i = 0; i < _outside.Length;)
        {
            var ports = Ports(_outside[i]);
            var last = i;
            while (last + 1 < _outside.Length && Touch(_outside[last], _outside[last + 1]) && Ports(_outside[last + 1]).Equals(ports))
            {
                last++;
            }

            if (!ports.IsEmpty)
            {
                var (source, destination) = isSource ? (_outside[i], pod) : (pod, _outside[i]);
                var name = Name(i, last);
                yield return new ReachRow(
                    source,
                    isSource ? name : pod.Name,
                    destination,
                    isSource ? pod.Name : name,
                    ports,
                    unknown ? connectivity.Between(source, destination).Doubts : [],
                    connectivity.Because(source, destination));
            }

            i = last + 1;
        }

        PortSet Ports(ReachEnd outside)
        {
            var answer = isSource ? connectivity.Between(outside, pod) : connectivity.Between(pod, outside);
            return unknown ? answer.Unknown : answer.Sure;
        }
    }

    private string Name(int first, int last)
    {
        if (!_ranges.TryGetValue((first, last), out var name))
        {
            _ranges.Add((first, last), name = ReachEnds.NameOf(_outside[first].Addresses!.Value.First, _outside[last].Addresses!.Value.Last));
        }

        return name;
    }

    private static bool Touch(ReachEnd one, ReachEnd next) =>
        one.Addresses!.Value.First.Family == next.Addresses!.Value.First.Family && AddressSpace.IsNext(one.Addresses.Value.Last, next.Addresses.Value.First);
}
