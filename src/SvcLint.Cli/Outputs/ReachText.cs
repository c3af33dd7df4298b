using System.Text;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>The connectivity as a table for people: sources with the same access are one line.</summary>
internal static class ReachText
{
    private const int MostNames = 3;
    private const int MostLines = 400;
    private const string EveryOther = "every other workload";

    public static string Of(IReadOnlyList<ReachView> views, Paint paint)
    {
        var text = new StringBuilder();
        foreach (var view in views)
        {
            Title(text, paint, view.Unit is { } unit ? Escaped.Terminal(unit) : null);
            var workloads = view.Connectivity.Ends.Count(e => e.Kind == ReachEndKind.Workload);
            Rows(text, paint, "Connections", view.Rows(unknown: false), workloads);
            Rows(text, paint, "Unknown", view.Rows(unknown: true), workloads);
            Services(text, paint, view);
            Exposure(text, paint, view);
            foreach (var note in view.Notes())
            {
                text.Append(paint.Dim($"note: {Escaped.Terminal(note)}")).Append('\n');
            }
        }

        return text.ToString();
    }

    private static void Title(StringBuilder text, Paint paint, string? title)
    {
        if (title is not null)
        {
            text.Append(paint.Bold(title)).Append('\n');
        }
    }

    // Destinations in the order of the input; who reaches one by the same ports stands together. Only names are kept, not the rows.
    private static void Rows(StringBuilder text, Paint paint, string title, IEnumerable<ReachRow> rows, int workloads)
    {
        var groups = new Dictionary<(string, PortSet, string?), Group>();
        foreach (var row in rows)
        {
            var key = (row.DestinationName, row.Ports, row.Doubts.Count > 0 ? row.Doubts[0].Text : null);
            if (!groups.TryGetValue(key, out var group))
            {
                groups.Add(key, group = new Group(row));
            }

            group.Add(row.Source.Kind == ReachEndKind.Workload, row.SourceName);
        }

        if (groups.Count == 0)
        {
            return;
        }

        Title(text, paint, title);
        var sorted = groups.Values.Select(g => (Group: g, Sources: g.Folded(workloads))).OrderBy(g => g.Group.Destination, StringComparer.Ordinal).ThenByDescending(g => g.Sources.Count);
        foreach (var folded in sorted.GroupBy(g => (new NameList(g.Sources), g.Group.Ports, g.Group.Why)).Take(MostLines))
        {
            text.Append($"  {Names(folded.First().Sources)} {paint.Dim("->")} {Names([.. folded.Select(g => g.Group.Destination)])}  {paint.Place(folded.Key.Ports.ToString())}");
            text.Append(folded.Key.Why is { } why ? "  " + paint.Dim(Escaped.Terminal(why)) : "").Append('\n');
        }
    }

    private static void Services(StringBuilder text, Paint paint, ReachView view)
    {
        var groups = new Dictionary<(string Service, int Port, ServiceState State, string? Why), List<string>>();
        var (last, name) = ((Model.Service?)null, "");
        foreach (var row in view.Services())
        {
            // Rows of a Service stand together.
            (last, name) = ReferenceEquals(row.Service, last) ? (last, name) : (row.Service, $"{row.Service.Namespace ?? "default"}/{row.Service.Name}");
            var key = (name, row.Port.Port?.Value ?? 0, row.State, row.Why);
            if (!groups.TryGetValue(key, out var sources))
            {
                groups.Add(key, sources = []);
            }

            sources.Add(row.Source.Name);
        }

        if (groups.Count == 0)
        {
            return;
        }

        Title(text, paint, "Services");
        foreach (var (key, sources) in groups.Take(MostLines))
        {
            var state = key.State == ServiceState.Works ? paint.Added("works") : paint.Removed(ServiceReach.Word(key.State));
            var who = key.State is ServiceState.NoEndpoints or ServiceState.WrongPort ? "everybody" : Names(sources);
            text.Append($"  {Escaped.Terminal(key.Service)}:{key.Port}  {state}  {paint.Dim("for")} {who}{(key.Why is { } why ? "  " + paint.Dim(Escaped.Terminal(why)) : "")}\n");
        }
    }

    private static void Exposure(StringBuilder text, Paint paint, ReachView view)
    {
        var all = view.Exposures().ToArray();
        if (all.Length == 0)
        {
            return;
        }

        Title(text, paint, "Exposed");
        foreach (var way in all)
        {
            var entry = way.Entry is null ? "" : $" {way.Entry.Name}";
            text.Append(Escaped.Terminal($"  {way.Service.Namespace ?? "default"}/{way.Service.Name} by {way.Via}{entry}, port {way.Port}: {ServiceReach.Word(way.State)} from {way.SourceName}{(way.Why is { } why ? $" ({why})" : "")}")).Append('\n');
        }
    }

    private static string Names(IReadOnlyList<string> names) => Escaped.Terminal(
        names.Count <= MostNames + 1 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more with the same access");

    private sealed class Group(ReachRow first)
    {
        private readonly List<string> _pods = [];
        private readonly List<string> _others = [];

        public string Destination { get; } = first.DestinationName;

        public PortSet Ports { get; } = first.Ports;

        public string? Why { get; } = first.Doubts.Count > 0 ? first.Doubts[0].Text : null;

        public void Add(bool isPod, string name) => (isPod ? _pods : _others).Add(name);

        // Whoever reaches what everybody else reaches need not be named.
        public IReadOnlyList<string> Folded(int workloads) =>
            _pods.Count > 2 && _pods.Count == workloads - 1 && first.Destination.Kind == ReachEndKind.Workload ? [EveryOther, .. _others]
            : _others.Count == 0 ? _pods
            : [.. _pods, .. _others];
    }

    /// <summary>Names that are equal when each is.</summary>
    private readonly struct NameList(IReadOnlyList<string> names) : IEquatable<NameList>
    {
        private readonly IReadOnlyList<string> _names = names;

        public bool Equals(NameList other) => _names.SequenceEqual(other._names, StringComparer.Ordinal);

        public override bool Equals(object? obj) => obj is NameList other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (var name in _names)
            {
                hash.Add(name, StringComparer.Ordinal);
            }

            return hash.ToHashCode();
        }
    }
}
