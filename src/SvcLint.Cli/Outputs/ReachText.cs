using System.Text;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>The connectivity as a table for people: sources with the same access are one line.</summary>
internal static class ReachText
{
    private const int MostNames = 3;
    private const int MostLines = 400;

    public static string Of(IReadOnlyList<ReachView> views, Paint paint)
    {
        var text = new StringBuilder();
        foreach (var view in views)
        {
            Title(text, paint, view.Unit is { } unit ? Escaped.Terminal(unit) : null);
            Connections(text, paint, "Connections", ReachGroup.Of(view, unknown: false, MostNames));
            Connections(text, paint, "Unknown", ReachGroup.Of(view, unknown: true, MostNames));
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

    // Destinations that the same sources reach by the same ports stand together.
    private static void Connections(StringBuilder text, Paint paint, string title, IReadOnlyList<ReachGroup> groups)
    {
        if (groups.Count == 0)
        {
            return;
        }

        Title(text, paint, title);
        var sorted = groups.OrderBy(g => g.Destination, StringComparer.Ordinal).ThenByDescending(g => g.Sources.Count);
        foreach (var alike in sorted.GroupBy(g => (g.SourcesKey, g.Ports, g.Doubt)).Take(MostLines))
        {
            var destinations = new FoldedNames(MostNames);
            foreach (var group in alike)
            {
                destinations.Add(group.Destination);
            }

            text.Append($"  {Names(alike.First().Sources)} {paint.Dim("->")} {Names(destinations)}  {paint.Place(alike.Key.Ports.ToString())}");
            text.Append(alike.Key.Doubt is { } why ? "  " + paint.Dim(Escaped.Terminal(why)) : "").Append('\n');
        }
    }

    private static void Services(StringBuilder text, Paint paint, ReachView view)
    {
        var lines = ServiceGroup.Of(view, MostNames).Take(MostLines).ToArray();
        var aliases = view.Aliases().Take(MostLines).ToArray();
        if (lines.Length + aliases.Length == 0)
        {
            return;
        }

        Title(text, paint, "Services");
        foreach (var line in lines)
        {
            var state = line.State == ServiceState.Works ? paint.Added("works") : paint.Removed(ServiceReach.Word(line.State));
            var who = line.State is ServiceState.NoEndpoints or ServiceState.WrongPort ? "everybody" : Names(line.Sources);
            text.Append($"  {Escaped.Terminal(line.PortName)}  {state}  {paint.Dim("for")} {who}{(Why(line) is { } why ? "  " + paint.Dim(Escaped.Terminal(why)) : "")}\n");
        }

        foreach (var alias in aliases)
        {
            var (state, why, _) = ServiceReach.WithoutPods(view.Connectivity, alias, null);
            text.Append($"  {Escaped.Terminal($"{alias.Namespace ?? "default"}/{alias.Name}")}  {paint.Removed(ServiceReach.Word(state))}  {paint.Dim("for")} everybody  {paint.Dim(Escaped.Terminal(why!))}\n");
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
            text.Append(Escaped.Terminal($"  {way.Service.Namespace ?? "default"}/{way.Service.Name} by {way.Via}{entry}, port {way.Port}: {ServiceReach.Word(way.State)} from {way.SourceName}{(Why(way) is { } why ? $" ({why})" : "")}")).Append('\n');
        }
    }

    private static string? Why(ServiceGroup group) => group.State is ServiceState.Blocked or ServiceState.SomeEndpoints ? Words.Because(group.Why, group.Because) : group.Why;

    private static string? Why(Exposure way) => way.State is ServiceState.Blocked or ServiceState.SomeEndpoints ? Words.Because(way.Why, way.Because) : way.Why;

    private static string Names(FoldedNames names) => Escaped.Terminal(names.ToString(" with the same access"));
}
