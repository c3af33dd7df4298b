using SvcLint.Kubernetes;
using SvcLint.Reachability;

namespace SvcLint.Change;

/// <summary>Compares two connectivities, once for all pairs that policies treat alike. Addresses outside are cut at the borders of both.</summary>
internal sealed class ConnectionChanges
{
    private const int MostCauses = 8;

    private readonly Connectivity _before;
    private readonly Connectivity _after;
    private readonly ChangeCauses _causes;
    private readonly PairedEnds _pods;
    private readonly List<(ReachEnd Before, ReachEnd After)> _outside;
    private ILookup<(string, string), ReachEntry>? _entries;
    private bool _unknown;

    public ConnectionChanges(Connectivity before, Connectivity after, ObjectChanges changes, IReadOnlyDictionary<string, string> renamed)
    {
        _before = before;
        _after = after;
        _causes = new ChangeCauses(before, after, changes);
        _pods = new PairedEnds(before, after, name => renamed.TryGetValue(name, out var now) ? now : name, changes, e => e.Kind is ReachEndKind.Workload or ReachEndKind.Node);
        _outside = Pieces(before, after);
    }

    public IReadOnlyList<ConnectionChange> Of(bool unknown)
    {
        _unknown = unknown;
        var changes = new List<ConnectionChange>();
        Pods(changes);
        for (var i = 0; i < _pods.Count; i++)
        {
            var (source, names) = (_pods[i], _pods.Names(i));
            changes.AddRange(Ranges(source, isSource: false).Select(r => Change(names[0], r.Name, r.Was, r.Now, _causes.Of(source, r.Place, Changed(r.Was, r.Now))) with { Sources = names }));
            changes.AddRange(Ranges(source, isSource: true).Select(r => Change(r.Name, names[0], r.Was, r.Now, _causes.Of(r.Place, source, Changed(r.Was, r.Now))) with { Destinations = names }));
        }

        Entries(changes);
        return changes;
    }

    /// <summary>What is the same for the pairs of a change.</summary>
    private readonly record struct Alike(PortSet Was, PortSet Now, IReadOnlyList<PolicyCause> Because);

    // One source that fares alike with many destinations is one change, and so are many sources of one destination. A group among itself stands alone.
    private void Pods(List<ConnectionChange> changes)
    {
        var found = new List<(int Source, int Destination, Func<ConnectionChange> Change)>();
        var bySource = new Dictionary<(int, Alike), List<int>>();
        var byDestination = new List<(int Destination, Alike Alike, List<int> Sources)>();
        for (var j = 0; j < _pods.Count; j++)
        {
            var sources = new Dictionary<Alike, List<int>>();
            for (var i = 0; i < _pods.Count; i++)
            {
                var (was, now, isKept) = Ports(_pods[i], _pods[j]);
                if (isKept || (i == j && _pods.Names(i).Count == 1))
                {
                    continue;
                }

                var alike = new Alike(was, now, _causes.Of(_pods[i], _pods[j], Changed(was, now)));
                if (i == j)
                {
                    var names = _pods.Names(i);
                    found.Add((i, j, () => Change(names[0], names[1], was, now, alike.Because) with { Sources = names, Destinations = names }));
                    continue;
                }

                if (!sources.TryGetValue(alike, out var list))
                {
                    sources.Add(alike, list = []);
                }

                list.Add(i);
            }

            foreach (var pair in sources)
            {
                if (pair.Value.Count > 1)
                {
                    byDestination.Add((j, pair.Key, pair.Value));
                }
                else if (!bySource.TryGetValue((pair.Value[0], pair.Key), out var destinations))
                {
                    bySource.Add((pair.Value[0], pair.Key), [j]);
                }
                else
                {
                    destinations.Add(j);
                }
            }
        }

        // Several destinations with the same sources are one change, too.
        foreach (var group in byDestination.GroupBy(d => (d.Alike, d.Sources.Count, d.Sources[0], d.Sources[d.Sources.Count - 1])))
        {
            foreach (var same in group.GroupBy(d => d.Sources, SameNumbers.Instance))
            {
                found.Add((same.Key[0], same.First().Destination, () => Change(same.Key, [.. same.Select(d => d.Destination)], group.Key.Alike)));
            }
        }

        found.AddRange(bySource.Select(s => (s.Key.Item1, s.Value[0], (Func<ConnectionChange>)(() => Change([s.Key.Item1], s.Value, s.Key.Item2)))));
        changes.AddRange(found.OrderBy(f => f.Source).ThenBy(f => f.Destination).Select(f => f.Change()));
    }

    private ConnectionChange Change(List<int> sources, List<int> destinations, Alike alike)
    {
        var (from, to) = (Names(sources), Names(destinations));
        return Change(from[0], to[0] == from[0] && to.Count > 1 ? to[1] : to[0], alike.Was, alike.Now, alike.Because) with { Sources = from, Destinations = to };
    }

    private IReadOnlyList<string> Names(List<int> groups) => groups.Count == 1 ? _pods.Names(groups[0]) : [.. groups.SelectMany(_pods.Names)];

    private sealed class SameNumbers : IEqualityComparer<List<int>>
    {
        public static readonly SameNumbers Instance = new();

        public bool Equals(List<int>? x, List<int>? y) => x is not null && y is not null && x.SequenceEqual(y);

        public int GetHashCode(List<int> obj) => (obj[0] * 397) ^ (obj[obj.Count - 1] * 31) ^ obj.Count;
    }

    private List<(string Name, (ReachEnd? Before, ReachEnd? After) Place, PortSet Was, PortSet Now)> Ranges((ReachEnd? Before, ReachEnd? After) pod, bool isSource)
    {
        var found = new List<(string, (ReachEnd?, ReachEnd?), PortSet, PortSet)>();
        for (var i = 0; i < _outside.Count;)
        {
            var (was, now, isKept) = At(i);
            var last = i;
            while (last + 1 < _outside.Count && Last(last) is var end && Reachability.Policies.AddressSpace.IsNext(end, First(last + 1)) && At(last + 1) is var next && next.Was.Equals(was) && next.Now.Equals(now) && next.IsKept == isKept)
            {
                last++;
            }

            if (!isKept)
            {
                found.Add((ReachEnds.NameOf(First(i), Last(last)), (_outside[i].Before, _outside[i].After), was, now));
            }

            i = last + 1;
        }

        return found;

        (PortSet Was, PortSet Now, bool IsKept) At(int i) => isSource ? Ports(_outside[i], pod) : Ports(pod, _outside[i]);
    }

    private void Entries(List<ConnectionChange> changes)
    {
        var was = Wanted(_before);
        var now = Wanted(_after);
        foreach (var key in was.Keys.Union(now.Keys).OrderBy(k => k.Item1, StringComparer.Ordinal).ThenBy(k => k.Item2, StringComparer.Ordinal))
        {
            var before = was.TryGetValue(key, out var earlier) ? earlier : (Ports: PortSet.Empty, Source: null, Destination: null);
            var after = now.TryGetValue(key, out var later) ? later : (Ports: PortSet.Empty, Source: null, Destination: null);
            if (!IsKept(before, after))
            {
                changes.Add(Change(key.Item1, key.Item2, before.Ports, after.Ports, Causes((before.Source, after.Source), (before.Destination, after.Destination), Changed(before.Ports, after.Ports))));
            }
        }
    }

    // Another way through an Ingress asks for other ports; else policies decide otherwise.
    private IReadOnlyList<PolicyCause> Causes((ReachEnd? Before, ReachEnd? After) source, (ReachEnd? Before, ReachEnd? After) destination, PortSet ports)
    {
        _entries ??= Entered(_before).Concat(Entered(_after)).ToLookup(e => e.Ends, e => e.Entry);
        var name = (destination.After ?? destination.Before)!;
        var entries = _entries[((source.After ?? source.Before)!.Name, name.Name)].ToArray();
        var own = entries.SelectMany(e => _causes.In(e.Referrer, "spec").Concat(_causes.In(e.Service, "spec.selector", "spec.ports", "spec.type")));
        PolicyCause[] lines = [.. own.Concat(_causes.OfPorts(name)).Distinct()];
        lines = lines.Length > 0 ? lines : [.. entries.SelectMany(e => _causes.OfAttachment(e.Referrer, e.Service!)).Distinct()];
        lines = lines.Length > 0 ? lines : [.. _causes.Of(source, destination, ports)];
        return lines.Length > 0 ? lines : [.. _causes.OfControllers()];
    }

    private static IEnumerable<((string Source, string Destination) Ends, ReachEntry Entry)> Entered(Connectivity cluster) =>
        cluster.Entries.All.Where(e => e.Service is not null).SelectMany(e => cluster.Targets.Behind(e.Service!).Select(d => ((e.From.Name, d.Name), e)));

    private Dictionary<(string, string), (PortSet Ports, ReachEnd? Source, ReachEnd? Destination)> Wanted(Connectivity connectivity)
    {
        var wanted = new Dictionary<(string, string), (PortSet, ReachEnd?, ReachEnd?)>();
        foreach (var (source, destination, ports) in connectivity.Entries.Wanted)
        {
            wanted[(source.Name, destination.Name)] = (Ports(connectivity, source, destination).Intersect(ports), source, destination);
        }

        return wanted;
    }

    private PortSet Ports(Connectivity connectivity, ReachEnd? source, ReachEnd? destination) =>
        Answer(connectivity, source, destination) is { } answer ? _unknown ? answer.Unknown : answer.Sure : PortSet.Empty;

    private (PortSet Was, PortSet Now, bool IsKept) Ports((ReachEnd? Before, ReachEnd? After) source, (ReachEnd? Before, ReachEnd? After) destination)
    {
        var (was, now) = (Ports(_before, source.Before, destination.Before), Ports(_after, source.After, destination.After));
        return (was, now, IsKept((was, source.Before, destination.Before), (now, source.After, destination.After)));
    }

    // What files decide no longer, or only now, is not known to be lost or won.
    private bool IsKept((PortSet Ports, ReachEnd? Source, ReachEnd? Destination) before, (PortSet Ports, ReachEnd? Source, ReachEnd? Destination) after) =>
        before.Ports.Equals(after.Ports)
        || (!_unknown && before.Ports.Except(Possible(_after, after)).IsEmpty && after.Ports.Except(Possible(_before, before)).IsEmpty);

    private static PortSet Possible(Connectivity connectivity, (PortSet Ports, ReachEnd? Source, ReachEnd? Destination) pair) =>
        Answer(connectivity, pair.Source, pair.Destination) is { } answer ? pair.Ports.Union(answer.Unknown) : pair.Ports;

    private static ReachAnswer? Answer(Connectivity connectivity, ReachEnd? source, ReachEnd? destination) =>
        source is null || destination is null ? null : connectivity.Between(source, destination);

    private static PortSet Changed(PortSet was, PortSet now) => was.Except(now).Union(now.Except(was));

    private static ConnectionChange Change(string source, string destination, PortSet was, PortSet now, IReadOnlyList<PolicyCause> because) => new(
        was.IsEmpty ? ChangeType.Added : now.IsEmpty ? ChangeType.Removed : ChangeType.Changed, source, destination, was, now, [.. because.Take(MostCauses)]);

    private IPAddressValue First(int i) => Max(_outside[i].Before.Addresses!.Value.First, _outside[i].After.Addresses!.Value.First);

    private IPAddressValue Last(int i) => Min(_outside[i].Before.Addresses!.Value.Last, _outside[i].After.Addresses!.Value.Last);

    private static IPAddressValue Max(IPAddressValue a, IPAddressValue b) => a.CompareTo(b) >= 0 ? a : b;

    private static IPAddressValue Min(IPAddressValue a, IPAddressValue b) => a.CompareTo(b) <= 0 ? a : b;

    // Both lists cover the same addresses in the same order.
    internal static List<(ReachEnd Before, ReachEnd After)> Pieces(Connectivity before, Connectivity after)
    {
        var one = before.Ends.Where(e => e.Kind == ReachEndKind.Outside).ToArray();
        var other = after.Ends.Where(e => e.Kind == ReachEndKind.Outside).ToArray();
        var pieces = new List<(ReachEnd, ReachEnd)>();
        for (var (i, j) = (0, 0); i < one.Length && j < other.Length;)
        {
            var (a, b) = (one[i].Addresses!.Value, other[j].Addresses!.Value);
            if (Max(a.First, b.First).CompareTo(Min(a.Last, b.Last)) <= 0)
            {
                pieces.Add((one[i], other[j]));
            }

            var order = a.Last.CompareTo(b.Last);
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return pieces;
    }
}
