using System.Text;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>The connectivity as a page: map, Services with who reaches each and what is wrong there, what is exposed, every connection.</summary>
internal static class ReachHtml
{
    private const int MostLines = 2;
    private const int MostRows = 1000;
    private const int FewWorkloads = 60;
    private const int FewNames = 3;

    public static string Of(IReadOnlyList<ReachView> views)
    {
        var page = new HtmlPage("Who reaches whom");
        var number = 0;
        foreach (var view in views)
        {
            var suffix = Suffix(view);
            var exposures = view.Exposures().ToArray();
            var ends = view.Connectivity.Ends.Where(e => e.Kind == ReachEndKind.Workload).ToArray();
            page.Section($"summary{number}", "Summary" + suffix)
                .Facts(
                    ("workloads", ends.Length), ("namespaces", ends.Select(e => e.Namespace).Distinct().Count()), ("Services", view.Connectivity.Targets.Services.Count(s => view.To?.Concerns(s) != false)),
                    ("ways from outside", exposures.Length), ("policies", view.Connectivity.Unit.NetworkPolicies.Count + view.Connectivity.Unit.OfType<ClusterPolicy>().Count), ("findings", view.Findings.Count));
            foreach (var note in view.Notes())
            {
                page.Paragraph(note);
            }

            AddMap(page, view, number);
            Others(page, view, number);
            page.Section($"exposure{number}", "Exposed" + suffix)
                .Table("What outside reaches", ["Service", "by", "port", "state", "from", "why"], exposures.Select(e => (IReadOnlyList<string>)[Name(e.Service), e.Entry is null ? e.Via : $"{e.Via} {e.Entry.Name}", e.Port, ServiceReach.Word(e.State), Exposures.Words(e.SourceName), e.Why ?? ""]));
            page.Section($"connections{number}", "Connections" + suffix)
                .Table("Who reaches each workload by which ports", ["destinations", "ports", "sources", "because"], Connections(view));
            number++;
        }

        return page.ToString();
    }

    /// <summary>The map, and below it each Service: who reaches it by which way, and the findings on it.</summary>
    public static void AddMap(HtmlPage page, ReachView view, int number)
    {
        page.Section($"map{number}", "Map" + Suffix(view))
            .Raw($"<div class=\"map\" tabindex=\"0\" role=\"region\" aria-label=\"Map\">{ReachMap.Of(view, number)}</div>\n")
            .Paragraph(ReachMap.Caption(view));
        page.Section($"services{number}", "Services" + Suffix(view));
        var findings = new ReachFindings(view.Connectivity.Unit.Objects, view.Findings);
        var exposures = view.Exposures().ToLookup(e => e.Service, ReferenceEqualityComparer.Instance);
        var reach = new ServiceReach(view.Connectivity);
        var (clients, isLarge) = (view.Clients(), IsLarge(view));
        foreach (var service in view.Connectivity.Targets.Services.Where(s => view.To?.Concerns(s) != false))
        {
            var groups = ServiceGroup.Of(service, reach, clients, isLarge ? FewNames : FoldedNames.Usual, isBrief: isLarge).ToArray();
            var html = new StringBuilder($"<div id=\"{Escaped.Html(ServiceMap.Id(number, service))}\">");
            foreach (var group in groups)
            {
                Port(html, view, group);
            }

            html.Append(service.Spec?.Type?.Value == "ExternalName" ? $"<p>{Escaped.Html(ServiceReach.WithoutPods(view.Connectivity, service, null).Why!)}</p>" : "");
            foreach (var way in exposures[service])
            {
                html.Append($"<p>from outside by {Escaped.Html(way.Entry is null ? way.Via : $"{way.Via} {way.Entry.Name}")}, port {Escaped.Html(way.Port)}: {Escaped.Html(ServiceReach.Word(way.State))} from {Escaped.Html(Exposures.Words(way.SourceName))}{(way.Why is { } why ? Escaped.Html($" ({why})") : "")}</p>");
            }

            var on = findings.On(service).Concat(view.Connectivity.Targets.Behind(service).SelectMany(e => findings.On(e.Workload))).Concat(exposures[service].SelectMany(e => findings.On(e.Entry))).Distinct().ToArray();
            foreach (var finding in on)
            {
                html.Append($"<h3><span class=\"state {Words.Of(finding.Severity)}\">{Words.Of(finding.Severity)}</span> {Escaped.Html(FindingHtml.Title(finding, view.Shown))}</h3>{FindingHtml.Body(finding, view.Shown)}");
            }

            page.Details(Name(service) + (on.Length == 0 ? "" : $" ({Words.Count(on.Length, "finding")})"), Worst(groups), html.Append("</div>").ToString());
        }
    }

    // What stands on no Service, on nothing behind one and on no way to one.
    private static void Others(HtmlPage page, ReachView view, int number)
    {
        var findings = new ReachFindings(view.Connectivity.Unit.Objects, view.Findings);
        var shown = view.Connectivity.Targets.Services.Cast<KubernetesObject?>()
            .Concat(view.Connectivity.Targets.Services.SelectMany(s => view.Connectivity.Targets.Behind(s)).Select(e => e.Workload))
            .Concat(view.Connectivity.Entries.All.Where(e => e.Service is not null).Select(e => e.Referrer))
            .Distinct().SelectMany(findings.On).ToHashSet();
        var others = number > 0 ? [] : view.Findings.Where(f => !shown.Contains(f)).ToArray();
        if (others.Length > 0)
        {
            page.Section("others", "Other findings");
        }

        foreach (var finding in others.Take(MostRows))
        {
            page.Details(FindingHtml.Title(finding, view.Shown), Words.Of(finding.Severity), FindingHtml.Body(finding, view.Shown));
        }

        if (others.Length > MostRows)
        {
            page.Paragraph($"and {others.Length - MostRows} more, which svclint lint lists");
        }
    }

    private static string Suffix(ReachView view) => view.Unit is null ? "" : $" in {view.Unit}";

    private static string Name(Service service) => $"{service.Namespace ?? "default"}/{service.Name}";

    private static string Worst(IReadOnlyList<ServiceGroup> groups)
    {
        var states = groups.Select(g => g.State).Distinct().ToArray();
        return states.Length == 0 ? "unknown" : states.Length == 1 ? ServiceReach.Word(states[0]) : states.Contains(ServiceState.Works) ? "works for some" : ServiceReach.Word(states[0]);
    }

    // Of a large cluster the page says less of each thing, so that it still opens.
    private static bool IsLarge(ReachView view) => view.Connectivity.Ends.Count >= 2 * FewWorkloads;

    private static void Port(StringBuilder html, ReachView view, ServiceGroup group)
    {
        html.Append($"<h3>port {group.Port.Port?.Value}: {Escaped.Html(ServiceReach.Word(group.State))}</h3><p>for {Escaped.Html(group.Sources.ToString())}{(group.Why is { } why ? Escaped.Html($" ({why})") : "")}</p>");
        foreach (var cause in group.Because.Take(IsLarge(view) ? 1 : MostLines))
        {
            var place = $"{view.Shown(cause.Span.Source.Path)}:{cause.Span.StartPosition.Line} {cause.Policy}";
            html.Append($"<p><code>{Escaped.Html(place)}</code></p>");
            html.Append(!IsLarge(view) && group.State != ServiceState.Works ? FindingHtml.Lines(cause.Span, place) : "");
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Connections(ReachView view)
    {
        foreach (var isUnknown in new[] { false, true })
        {
            // Destinations that the same sources reach by the same ports are one line.
            var names = IsLarge(view) ? FewNames : FoldedNames.Usual;
            var folded = ReachGroup.Of(view, isUnknown, names).OrderBy(g => g.Destination, StringComparer.Ordinal).GroupBy(g => (g.Ports, g.Doubt, g.SourcesKey)).ToArray();
            foreach (var alike in folded.Take(MostRows))
            {
                var group = alike.First();
                var destinations = new FoldedNames(names);
                foreach (var one in alike)
                {
                    destinations.Add(one.Destination);
                }

                var why = group.Doubt is { } doubt ? "unknown: " + doubt : string.Join(", ", group.Because.Take(names).Select(b => $"{view.Shown(b.Span.Source.Path)}:{b.Span.StartPosition.Line}").Distinct());
                yield return [Internet(destinations), group.Ports.ToString(), Internet(group.Sources), why];
            }

            if (folded.Length > MostRows)
            {
                yield return [$"and {folded.Length - MostRows} more", "", "", "--format csv has all of them"];
            }
        }
    }

    private static string Internet(FoldedNames names) => names.ToString().Replace(Exposures.Everybody, "internet", StringComparison.Ordinal);
}
