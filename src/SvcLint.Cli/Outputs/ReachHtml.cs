using System.Text;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>The connectivity as a page: map, Services with who reaches each, what is exposed, every connection.</summary>
internal static class ReachHtml
{
    private const int MostNames = 6;

    public static string Of(IReadOnlyList<ReachView> views)
    {
        var page = new HtmlPage("Who reaches whom");
        var number = 0;
        foreach (var view in views)
        {
            var suffix = view.Unit is null ? "" : $" in {view.Unit}";
            var services = view.Services().GroupBy(s => s.Service, ReferenceEqualityComparer.Instance).ToArray();
            var exposures = view.Exposures().ToArray();
            var ends = view.Connectivity.Ends.Where(e => e.Kind == ReachEndKind.Workload).ToArray();
            page.Section($"summary{number}", "Summary" + suffix)
                .Facts(("workloads", ends.Length), ("namespaces", ends.Select(e => e.Namespace).Distinct().Count()), ("Services", services.Length), ("ways from outside", exposures.Length), ("policies", view.Connectivity.Unit.NetworkPolicies.Count + view.Connectivity.Unit.OfType<ClusterPolicy>().Count));
            foreach (var note in view.Notes())
            {
                page.Paragraph(note);
            }

            page.Section($"map{number}", "Map" + suffix).Raw($"<div class=\"map\" tabindex=\"0\" role=\"region\" aria-label=\"Map\"><style>{ReachMap.Style}</style>{ReachMap.Of(view, isPage: false)}</div>\n");
            page.Section($"services{number}", "Services" + suffix);
            foreach (var service in services)
            {
                page.Details(Name((Service)service.Key!), Worst(service), Ports(service));
            }

            page.Section($"exposure{number}", "Exposed" + suffix)
                .Table("What outside reaches", ["Service", "by", "port", "state", "from", "why"], exposures.Select(e => (IReadOnlyList<string>)[Name(e.Service), e.Entry is null ? e.Via : $"{e.Via} {e.Entry.Name}", e.Port, ServiceReach.Word(e.State), e.SourceName, e.Why ?? ""]));
            page.Section($"connections{number}", "Connections" + suffix)
                .Table("Who reaches each workload by which ports", ["destination", "ports", "sources", "because"], Connections(view));
            number++;
        }

        return page.ToString();
    }

    private static string Name(Service service) => $"{service.Namespace ?? "default"}/{service.Name}";

    private static string Worst(IEnumerable<ServiceReachRow> rows)
    {
        var states = rows.Select(r => r.State).Distinct().ToArray();
        return states.Length == 0 ? "unknown" : states.Length == 1 ? ServiceReach.Word(states[0]) : states.Contains(ServiceState.Works) ? "works for some" : ServiceReach.Word(states[0]);
    }

    private static string Ports(IEnumerable<ServiceReachRow> rows)
    {
        var html = new StringBuilder();
        foreach (var group in rows.GroupBy(r => (Port: r.Port.Port?.Value, r.State, r.Why)))
        {
            var lines = group.SelectMany(r => r.Because).Select(b => $"{b.Span.Source.Path}:{b.Span.StartPosition.Line} {b.Policy}").Distinct().Take(3);
            html.Append($"<h3>port {group.Key.Port}: {Escaped.Html(ServiceReach.Word(group.Key.State))}</h3><p>{Escaped.Html(Names([.. group.Select(r => r.Source.Name)]))}{(group.Key.Why is { } why ? Escaped.Html($" ({why})") : "")}</p>");
            html.Append($"<p>{string.Join("<br>", lines.Select(l => $"<code>{Escaped.Html(l)}</code>"))}</p>");
        }

        return html.ToString();
    }

    private static IEnumerable<IReadOnlyList<string>> Connections(ReachView view)
    {
        foreach (var isUnknown in new[] { false, true })
        {
            foreach (var group in view.Rows(isUnknown).GroupBy(r => (r.DestinationName, r.Ports)).OrderBy(g => g.Key.DestinationName, StringComparer.Ordinal))
            {
                var first = group.First();
                var why = isUnknown ? "unknown: " + (first.Doubts.Count > 0 ? first.Doubts[0].Text : "")
                    : string.Join(", ", group.SelectMany(r => r.Because).Select(b => $"{b.Span.Source.Path}:{b.Span.StartPosition.Line}").Distinct().Take(3));
                yield return [group.Key.DestinationName, group.Key.Ports.ToString(), Names([.. group.Select(r => r.SourceName)]), why];
            }
        }
    }

    private static string Names(IReadOnlyList<string> names) =>
        names.Count <= MostNames + 1 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more";
}
