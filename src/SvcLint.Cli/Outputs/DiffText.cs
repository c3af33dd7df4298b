using System.Text;
using SvcLint.Change;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>A change of traffic for people: plain, or as Markdown with what matters first and tables folded below.</summary>
internal static class DiffText
{
    public const string Nothing = "no change in traffic";

    public const string Names = "Names";
    public const string Exposure = "Exposure";
    public const string Services = "Services";
    public const string Connections = "Connections";
    public const string Unknown = "Unknown";

    private const int First = 3;
    private const int MostRows = 50;

    public static string Word(ChangeType type) => type switch { ChangeType.Added => "added", ChangeType.Removed => "removed", _ => "changed" };

    public static string Of(IReadOnlyList<(string? Unit, ClusterChange Change)> changes, Paint paint)
    {
        var text = new StringBuilder();
        foreach (var (unit, change) in changes)
        {
            var sections = Sections(change).Where(s => s.Rows.Count > 0).ToArray();
            if (sections.Length > 0 && unit is not null)
            {
                text.Append(paint.Bold(Escaped.Terminal(unit))).Append('\n');
            }

            foreach (var section in sections)
            {
                text.Append($"{paint.Bold(section.Title)} ({section.Count})\n");
                foreach (var row in section.Rows.Take(MostRows))
                {
                    text.Append("  ").Append(Paint(paint, row)).Append('\n');
                    foreach (var place in row.Places.Take(First))
                    {
                        text.Append("      ").Append(paint.Place(Escaped.Terminal(place))).Append('\n');
                    }
                }

                text.Append(section.Rows.Count > MostRows ? $"  and {section.Rows.Count - MostRows} more\n" : "");
            }
        }

        return text.Length == 0 ? Nothing + "\n" : text.ToString();
    }

    public static string Markdown(IReadOnlyList<(string? Unit, ClusterChange Change)> changes)
    {
        var all = changes.SelectMany(c => Sections(c.Change).Select(s => (c.Unit, Section: s))).Where(s => s.Section.Rows.Count > 0).ToArray();
        if (all.Length == 0)
        {
            return $"**Traffic:** {Nothing}\n";
        }

        var text = new StringBuilder("**Traffic changes**\n\n");
        foreach (var (title, row) in all.SelectMany(s => s.Section.Rows.Select(r => (s.Section.Title, Row: r))).OrderByDescending(r => r.Row.Weight).Take(First))
        {
            // A bare sign would begin a list of its own; what weighs nothing does not say what it is.
            text.Append($"- \\{Sign(row)}{Escaped.Markdown((row.Weight == 0 ? title + ": " : "") + row.Text)}{(row.Places.Count > 0 ? $" ({Escaped.Markdown(row.Places[0])})" : "")}\n");
        }

        foreach (var (unit, section) in all)
        {
            text.Append($"\n<details><summary>{Escaped.Html(section.Title)}{(unit is null ? "" : Escaped.Html(" in " + unit))} ({section.Count})</summary>\n\n| | what | because |\n|---|---|---|\n");
            foreach (var row in section.Rows.Take(MostRows))
            {
                text.Append($"| {Word(row.Type)} | {Escaped.Markdown(row.Text)} | {Escaped.Markdown(string.Join(", ", row.Places.Take(First)))} |\n");
            }

            text.Append(section.Rows.Count > MostRows ? $"| | and {section.Rows.Count - MostRows} more | |\n" : "").Append("\n</details>\n");
        }

        return text.ToString();
    }

    /// <summary>Every change as one line, grouped.</summary>
    public static IEnumerable<DiffSection> Sections(ClusterChange change)
    {
        yield return new DiffSection(Names, [.. change.Names.Select(n => new DiffRow(n.Type, 6,
            $"{n.Source}: {n.Name}{Words(n)}", Places(n.Because)))]);
        yield return new DiffSection(Exposure, [.. change.Exposure.Select(e => new DiffRow(e.Type, 5, $"{e.Service} by {e.Via} {e.Port}: {e.Before ?? "not exposed"} -> {e.After ?? "not exposed"}", Places(e.Because)))]);
        yield return new DiffSection(Services, [.. Folded(change.Services)]);
        yield return new DiffSection(Connections, [.. change.Connections.Select(c => Row(c, c.Type == ChangeType.Removed ? 3 : 2, ""))]);
        yield return new DiffSection(Unknown, [.. change.Unread.Select(u => new DiffRow(u.Type, 4, $"{u.Reason}{(u.Type == ChangeType.Removed ? ", before" : "")}: what stands behind it may change", Places(u.Because))), .. change.Unknown.Select(c => Row(c, 0, " (not decided by files)"))]);
        yield return new DiffSection("kube-proxy's rules", [.. change.Rules.Select(r => new DiffRow(ChangeType.Changed, 0, $"{r.Mode}: {r.Before} -> {r.After}", []))]);
    }

    private static DiffRow Row(ConnectionChange change, int weight, string more) =>
        new(change.Type, weight, $"{Ends(change.Sources)} -> {Ends(change.Destinations)}: {Ports(change)}{more}", Places(change.Because)) { Count = change.Count };

    private static string Ends(IReadOnlyList<string> names)
    {
        var folded = new FoldedNames(First);
        folded.Add([.. names.Take(First + 1).Select(End)], names.Count);
        return folded.ToString();
    }

    // Clients that fare alike are one line.
    private static IEnumerable<DiffRow> Folded(IReadOnlyList<ServiceChange> changes)
    {
        foreach (var group in changes.GroupBy(s => (s.Type, s.Service, s.Port, s.Before, s.After, HasClient: s.Source is not null)))
        {
            var clients = group.Sum(s => s.Clients.Count);
            var first = group.Select(s => s.Source).FirstOrDefault(s => s is not null);
            var who = clients switch { 0 => "", 1 => $" for {first}", _ => $" for {first} and {clients - 1} more" };
            var weight = group.Key.Port.StartsWith("load balancer", StringComparison.Ordinal) ? 5 : clients == 0 && group.Key.Port == "endpoints" ? 1 : 4;
            yield return new DiffRow(group.Key.Type, weight, $"{group.Key.Service}{Port(group.Key.Port)}{who}: {group.Key.Before ?? "none"} -> {group.Key.After ?? "none"}", Places(group.First().Because));
        }
    }

    private static string Words(NameChange name) => name switch
    {
        { Type: ChangeType.Added } => " resolves",
        { IsUnmapped: true } => $"{Port(name.Port)} is mapped to no target port any more: the Service is headless",
        { IsPort: true } => $"{Port(name.Port)} is no port of the Service any more",
        { IsUndecided: true, Was: { } was } => $"{Port(name.Port)}, in place of {was}, is not in the input",
        { Was: { } was } => $"{Port(name.Port)}, in place of {was}, does not resolve",
        { Near: { } near } => $"{Port(name.Port)} does not resolve; there is {near}",
        { Instead: { } instead } => $"{Port(name.Port)} no longer resolves; the Service is now {instead}",
        _ => $"{Port(name.Port)} no longer resolves",
    };

    private static string Port(string? port) => port is null ? "" : char.IsDigit(port.Length > 0 ? port[0] : ' ') ? ":" + port : " " + port;

    private static string End(string name) => name == Exposures.Everybody ? "internet" : name;

    private static string Ports(ConnectionChange change) => change.Type switch
    {
        ChangeType.Added => change.After.ToString(),
        ChangeType.Removed => change.Before.ToString(),
        _ => $"{change.Before} -> {change.After}",
    };

    private static string[] Places(IReadOnlyList<PolicyCause> because) => [.. because.Select(b => $"{Outputs.Words.Place(b.Span)} {b.Policy}".TrimEnd()).Distinct()];

    private static string Sign(DiffRow row) => row.Type switch { ChangeType.Added => "+ ", ChangeType.Removed => "- ", _ => "~ " };

    private static string Paint(Paint paint, DiffRow row) => row.Type switch
    {
        ChangeType.Added => paint.Added(Sign(row) + Escaped.Terminal(row.Text)),
        ChangeType.Removed => paint.Removed(Sign(row) + Escaped.Terminal(row.Text)),
        _ => Sign(row) + Escaped.Terminal(row.Text),
    };
}

/// <summary>Changes of one sort.</summary>
internal sealed record DiffSection(string Title, IReadOnlyList<DiffRow> Rows)
{
    /// <summary>How many changes they are, those of ends that are alike counted one by one.</summary>
    public int Count => Rows.Sum(r => r.Count);
}

/// <summary>One change.</summary>
/// <param name="Weight">The greater, the more it matters.</param>
internal sealed record DiffRow(ChangeType Type, int Weight, string Text, IReadOnlyList<string> Places)
{
    /// <summary>How many changes the line stands for.</summary>
    public int Count { get; init; } = 1;
}
