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

    // Destinations in the order of the input; who reaches one by the same ports stands together.
    private static void Rows(StringBuilder text, Paint paint, string title, IEnumerable<ReachRow> rows, int workloads)
    {
        var groups = rows.GroupBy(r => (r.DestinationName, r.Ports, Why: r.Doubts.Count > 0 ? r.Doubts[0].Text : null))
            .Select(g => (g.Key.DestinationName, g.Key.Ports, g.Key.Why, Sources: Folded(g, workloads)))
            .OrderBy(g => g.DestinationName, StringComparer.Ordinal).ThenByDescending(g => g.Sources.Length).ToArray();
        if (groups.Length == 0)
        {
            return;
        }

        Title(text, paint, title);
        foreach (var folded in groups.GroupBy(g => (Sources: string.Join("\n", g.Sources), g.Ports, g.Why)).Take(MostLines))
        {
            var first = folded.First();
            text.Append($"  {Names(first.Sources)} {paint.Dim("->")} {Names([.. folded.Select(g => g.DestinationName)])}  {paint.Place(folded.Key.Ports.ToString())}");
            text.Append(folded.Key.Why is { } why ? "  " + paint.Dim(Escaped.Terminal(why)) : "").Append('\n');
        }
    }

    // Whoever reaches what everybody else reaches need not be named.
    private static string[] Folded(IEnumerable<ReachRow> rows, int workloads)
    {
        var all = rows.ToArray();
        var pods = all.Count(r => r.Source.Kind == ReachEndKind.Workload);
        return pods > 2 && pods == workloads - 1 && all[0].Destination.Kind == ReachEndKind.Workload
            ? [EveryOther, .. all.Where(r => r.Source.Kind != ReachEndKind.Workload).Select(r => r.SourceName)]
            : [.. all.Select(r => r.SourceName)];
    }

    private static void Services(StringBuilder text, Paint paint, ReachView view)
    {
        var groups = view.Services().GroupBy(s => (Service: $"{s.Service.Namespace ?? "default"}/{s.Service.Name}", Port: s.Port.Port?.Value ?? 0, s.State, s.Why)).ToArray();
        if (groups.Length == 0)
        {
            return;
        }

        Title(text, paint, "Services");
        foreach (var group in groups.Take(MostLines))
        {
            var state = group.Key.State == ServiceState.Works ? paint.Added("works") : paint.Removed(ServiceReach.Word(group.Key.State));
            var who = group.Key.State is ServiceState.NoEndpoints or ServiceState.WrongPort ? "everybody" : Names([.. group.Select(g => g.Source.Name)]);
            text.Append($"  {Escaped.Terminal(group.Key.Service)}:{group.Key.Port}  {state}  {paint.Dim("for")} {who}{(group.Key.Why is { } why ? "  " + paint.Dim(Escaped.Terminal(why)) : "")}\n");
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
}
