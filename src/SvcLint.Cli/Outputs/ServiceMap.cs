using System.Globalization;
using System.Text;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>
/// Namespaces as bands, in each what leads in from outside, the Services and the workloads, from left to right. Arrows show what stands
/// behind a Service, who is configured with it, and, where policies let in a few only, from whom.
/// </summary>
internal sealed class ServiceMap
{
    private const int BoxWidth = 200;
    private const int BoxHeight = 34;
    private const int Row = 46;
    private const int Entries = 20;
    private const int Services = 290;
    private const int Workloads = 560;
    private const int Width = 900;
    private const int MostSources = 6;

    private readonly ReachView _view;
    private readonly int? _number;
    private readonly ReachFindings _findings;
    private readonly ReachEnd[] _pods;
    private readonly StringBuilder _edges = new();
    private readonly StringBuilder _boxes = new();
    private readonly Dictionary<object, (int X, int Y)> _places = new(ReferenceEqualityComparer.Instance);

    public ServiceMap(ReachView view, int? number)
    {
        _view = view;
        _number = number;
        _findings = new ReachFindings(view.Connectivity.Unit.Objects, view.Findings);
        _pods = [.. view.Connectivity.Ends.Where(e => e.Kind == ReachEndKind.Workload)];
    }

    /// <summary>A Service's part of the page.</summary>
    public static string Id(int number, Service service) => string.Create(CultureInfo.InvariantCulture, $"service{number}-{service.Namespace ?? "default"}-{service.Name}").Replace(' ', '-');

    public static string Cut(string text, int longest) => text.Length <= longest ? text : text[..(longest - 1)] + "…";

    public (string Svg, int Width, int Height) Draw()
    {
        var services = _view.Connectivity.Targets.Services.Where(s => _view.To?.Concerns(s) != false).ToArray();
        var exposures = _view.Exposures().GroupBy(e => (e.Service, Name: e.Entry is null ? e.Via : $"{e.Via} {e.Entry.Name}", e.Entry)).ToArray();
        var byService = exposures.ToLookup(e => e.Key.Service, ReferenceEqualityComparer.Instance);
        var byNamespace = services.ToLookup(NamespaceOf, StringComparer.Ordinal);
        var podsOf = _pods.ToLookup(p => p.Namespace!, StringComparer.Ordinal);
        var top = 10;
        foreach (var ns in services.Select(NamespaceOf).Concat(_pods.Select(p => p.Namespace!)).Distinct().Order(StringComparer.Ordinal))
        {
            var pods = podsOf[ns].ToArray();
            var own = byNamespace[ns].OrderBy(s => _view.Connectivity.Targets.Behind(s) is [var first, ..] ? first.Number : int.MaxValue).ToArray();
            var entries = own.SelectMany(s => byService[s]).ToArray();
            var rows = Math.Max(Math.Max(pods.Length, own.Length), Math.Max(entries.Length, 1));
            _boxes.Append(CultureInfo.InvariantCulture, $"<text x=\"{Entries}\" y=\"{top + 20}\" font-weight=\"600\">{Escaped.Html(Cut(ns, 60))}</text>");
            _edges.Append(CultureInfo.InvariantCulture, $"<rect class=\"ns\" x=\"8\" y=\"{top}\" width=\"{Width - 16}\" height=\"{(rows * Row) + 34}\" rx=\"8\"/>");
            for (var i = 0; i < pods.Length; i++)
            {
                Box(pods[i], Workloads, top + 30 + (i * Row), pods[i].Name[(ns.Length + 1)..], Access(pods[i]), _findings.On(pods[i].Workload), null);
            }

            for (var i = 0; i < own.Length; i++)
            {
                Box(own[i], Services, top + 30 + (i * Row), own[i].Name!, Ports(own[i]), _findings.On(own[i]), _number is { } number ? Id(number, own[i]) : null);
            }

            for (var i = 0; i < entries.Length; i++)
            {
                Box(entries[i], Entries, top + 30 + (i * Row), entries[i].Key.Name, $"port {string.Join(", ", entries[i].Select(e => e.Port).Distinct())}", _findings.On(entries[i].Key.Entry), null);
            }

            top += (rows * Row) + 46;
        }

        foreach (var entry in exposures)
        {
            var worst = entry.FirstOrDefault(e => e.State != ServiceState.Works) ?? entry.First();
            Edge(_places[entry], _places[entry.Key.Service], Look(worst.State), $"{entry.Key.Name} -> {NamespaceOf(worst.Service)}/{worst.Service.Name}: {ServiceReach.Word(worst.State)}{(worst.Why is { } why ? $" ({why})" : "")}");
        }

        foreach (var service in services)
        {
            foreach (var pod in _view.Connectivity.Targets.Behind(service))
            {
                Edge(_places[service], _places[pod], "plain", $"{service.Name} selects {pod}");
            }
        }

        Clients();
        Limits();
        var arrow = "<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path class=\"head\" d=\"M0 0 8 4 0 8z\"/></marker></defs>";
        return ($"{arrow}{_edges}{_boxes}", Width, top);
    }

    private static string NamespaceOf(Service service) => service.Namespace ?? "default";

    private static string Look(ServiceState state) => state switch { ServiceState.Works => "", ServiceState.Unknown or ServiceState.SomeEndpoints => "maybe", _ => "bad" };

    private static string Ports(Service service) => string.Join(", ", (service.Spec?.Ports?.Items ?? []).Select(p => p.Port?.Value.ToString(CultureInfo.InvariantCulture)).OfType<string>().Take(4)) is { Length: > 0 } ports ? "port " + ports : service.Spec?.Type?.Value ?? "";

    // What policies leave of everybody.
    private string Access(ReachEnd pod)
    {
        var (sources, isOpen, isInternet) = Sources(pod);
        return isOpen ? "open to all" : $"from {sources.Count} of {_pods.Length - 1} workloads{(isInternet ? " and outside" : "")}";
    }

    private (IReadOnlyList<ReachEnd> Sources, bool IsOpen, bool IsInternet) Sources(ReachEnd pod)
    {
        var cluster = _view.Connectivity;
        var sources = _pods.Where(p => p != pod && !cluster.Between(p, pod).IsNothing).ToArray();
        var outside = cluster.Ends.Where(e => e.Kind == ReachEndKind.Outside).ToArray();
        var open = outside.Count(o => !cluster.Between(o, pod).IsNothing);
        return (sources, sources.Length == _pods.Length - 1 && open == outside.Length, open > 0);
    }

    // Who is configured with a Service.
    private void Clients()
    {
        var ends = _pods.ToLookup(p => p.Workload!);
        var reach = new ServiceReach(_view.Connectivity);
        var seen = new HashSet<(ReachEnd, Service)>();
        foreach (var address in _view.Connectivity.Unit.Addresses)
        {
            if (address.Workload is not { } workload || ends[workload].FirstOrDefault() is not { } source || _view.From?.Holds(source) == false
                || _view.Connectivity.Targets.Find(address.Namespace ?? "default", address.Name.Name) is not { } service || !_places.ContainsKey(service) || !seen.Add((source, service)))
            {
                continue;
            }

            var port = ServiceTargets.PortOf(service, address.Address.Port is { } number ? new IntOrString(number, null) : null);
            var row = port is null ? null : reach.Of(service, port)(source);
            var text = row is null ? $"no port {address.Address.Port}" : $"{ServiceReach.Word(row.State)}{(row.Why is { } why ? $" ({why})" : "")}";
            Edge(_places[source], _places[service], row is null ? "bad" : Look(row.State), $"{source} uses {NamespaceOf(service)}/{service.Name}: {text}");
        }
    }

    // Where policies let in a few, who they are.
    private void Limits()
    {
        foreach (var pod in _pods.Where(p => _view.To?.Holds(p) != false))
        {
            var (sources, isOpen, _) = Sources(pod);
            foreach (var source in isOpen || sources.Count > MostSources ? [] : sources.Where(s => _view.From?.Holds(s) != false))
            {
                var answer = _view.Connectivity.Between(source, pod);
                var ports = answer.Sure.IsEmpty ? answer.Unknown : answer.Sure;
                Edge(_places[source], _places[pod], answer.Sure.IsEmpty ? "maybe" : "", $"{source} -> {pod}: {ports}");
            }
        }
    }

    private void Box(object item, int x, int y, string name, string note, IReadOnlyList<Finding> findings, string? target)
    {
        _places[item] = (x, y);
        var look = findings.Count == 0 ? "" : " " + Words.Of(findings.Max(f => f.Severity));
        var count = findings.Count == 0 ? "" : Words.Count(findings.Count, "finding");
        var box = string.Create(CultureInfo.InvariantCulture, $"<title>{Escaped.Html(count.Length == 0 ? name : $"{name}: {count}")}</title><rect class=\"box{look}\" x=\"{x}\" y=\"{y}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" rx=\"5\"/><text x=\"{x + 8}\" y=\"{y + 15}\">{Escaped.Html(Cut(name, 29))}</text><text class=\"note\" x=\"{x + 8}\" y=\"{y + 28}\">{Escaped.Html(Cut(note, 32))}</text>");
        var badge = count.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"<text class=\"count\" x=\"{x + BoxWidth - 6}\" y=\"{y + 28}\" text-anchor=\"end\">{count}</text>");
        _boxes.Append(target is null ? $"<g>{box}{badge}</g>" : $"<a href=\"#{Escaped.Html(target)}\" aria-label=\"{Escaped.Html($"Service {name}{(count.Length == 0 ? "" : ", " + count)}")}\">{box}{badge}</a>");
    }

    private void Edge((int X, int Y) from, (int X, int Y) to, string look, string title)
    {
        var (y1, y2) = (from.Y + (BoxHeight / 2), to.Y + (BoxHeight / 2));
        var (x1, x2) = from.X < to.X ? (from.X + BoxWidth, to.X) : from.X > to.X ? (from.X, to.X + BoxWidth) : (from.X + BoxWidth, to.X + BoxWidth);
        // Arrows of one column bow to the right; those back to the Services keep below those to the pods.
        var bend = from.X == to.X ? 30 + (Math.Min(Math.Abs(y2 - y1), 260) / 3) : from.X < to.X ? 35 : -35;
        var lower = from.X > to.X ? 7 : 0;
        var (c1, c2) = (x1 + bend, from.X == to.X ? x2 + bend : x2 - bend);
        _edges.Append(CultureInfo.InvariantCulture, $"<g><title>{Escaped.Html(title)}</title><path class=\"edge {look}\" marker-end=\"url(#arrow)\" d=\"M{x1} {y1 + lower}C{c1} {y1 + lower} {c2} {y2 + lower} {x2} {y2 + lower}\"/></g>");
    }
}
