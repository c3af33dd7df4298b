using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>The connectivity for other programs: CSV, Graphviz, Mermaid.</summary>
internal static class ReachGraph
{
    public static void Csv(IReadOnlyList<ReachView> views, TextWriter output)
    {
        output.Write("unit,source,destination,ports,state,reason\n");
        var ports = new Dictionary<PortSet, string>();
        var services = new Dictionary<ServicePort, (string Name, string Asked)>(ReferenceEqualityComparer.Instance);
        var reasons = new Dictionary<(ServiceState, IReadOnlyList<PolicyCause>), string>();
        foreach (var view in views)
        {
            foreach (var row in view.Rows(unknown: false).Concat(view.Rows(unknown: true)))
            {
                Line(output, view.Unit ?? "", row.SourceName, row.DestinationName, Ports(row.Ports), row.Doubts.Count > 0 ? "unknown" : "allowed", row.Doubts.Count > 0 ? row.Doubts[0].Text : "");
            }

            foreach (var row in view.Services())
            {
                var (name, asked) = Port(view, row);
                Line(output, view.Unit ?? "", row.Source.Name, name, asked, ServiceReach.Word(row.State), Why(row));
            }

            foreach (var alias in view.Aliases())
            {
                Line(output, view.Unit ?? "", "", $"service/{alias.Namespace ?? "default"}/{alias.Name}", "", ServiceReach.Word(ServiceState.Unknown), ServiceReach.WithoutPods(view.Connectivity, alias, null).Why!);
            }
        }

        string Why(ServiceReachRow row)
        {
            if (row.State is not (ServiceState.Blocked or ServiceState.SomeEndpoints))
            {
                return row.Why ?? "";
            }

            if (!reasons.TryGetValue((row.State, row.Because), out var text))
            {
                reasons.Add((row.State, row.Because), text = Words.Because(row.Why, row.Because) ?? "");
            }

            return text;
        }

        string Ports(PortSet set)
        {
            if (!ports.TryGetValue(set, out var text))
            {
                ports.Add(set, text = set.ToString());
            }

            return text;
        }

        (string Name, string Asked) Port(ReachView view, ServiceReachRow row)
        {
            if (!services.TryGetValue(row.Port, out var port))
            {
                port = ($"service/{row.Service.Namespace ?? "default"}/{row.Service.Name}:{row.Port.Port?.Value}", $"{PortResolution.Protocol(row.Port)} {view.Connectivity.Targets.ClientPort(row.Service, row.Port)}");
                services.Add(row.Port, port);
            }

            return port;
        }
    }

    // There are as many lines as pairs: none is made before it is written.
    private static void Line(TextWriter output, string unit, string source, string destination, string ports, string state, string reason)
    {
        output.Write(Escaped.Csv(unit));
        foreach (var field in (ReadOnlySpan<string>)[source, destination, ports, state, reason])
        {
            output.Write(',');
            output.Write(Escaped.Csv(field));
        }

        output.Write('\n');
    }

    public static void Dot(IReadOnlyList<ReachView> views, TextWriter output)
    {
        output.Write("digraph reach {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
        foreach (var view in views)
        {
            var number = 0;
            foreach (var ns in Namespaces(view))
            {
                output.Write($"  subgraph {Escaped.Dot($"cluster_{view.Unit}_{number++}")} {{\n    label={Escaped.Dot(view.Unit is null ? ns.Key : $"{ns.Key} ({view.Unit})")};\n");
                foreach (var end in ns)
                {
                    output.Write($"    {Escaped.Dot(Id(view, end.Name))} [label={Escaped.Dot(end.Name[(ns.Key.Length + 1)..])}];\n");
                }

                output.Write("  }\n");
            }

            foreach (var row in view.Rows(unknown: false).Concat(view.Rows(unknown: true)))
            {
                var style = row.Doubts.Count > 0 ? ", style=dashed" : "";
                output.Write($"  {Escaped.Dot(Id(view, row.SourceName))} -> {Escaped.Dot(Id(view, row.DestinationName))} [label={Escaped.Dot(row.Ports.IsAll ? "" : row.Ports.ToString())}{style}];\n");
            }
        }

        output.Write("}\n");
    }

    public static void Mermaid(IReadOnlyList<ReachView> views, TextWriter output)
    {
        output.Write("flowchart LR\n");
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var view in views)
        {
            foreach (var ns in Namespaces(view))
            {
                output.Write($"  subgraph ns{ids.Count}[{Escaped.Mermaid(view.Unit is null ? ns.Key : $"{ns.Key} ({view.Unit})")}]\n");
                foreach (var end in ns)
                {
                    output.Write($"    {Node(view, end.Name)}[{Escaped.Mermaid(end.Name[(ns.Key.Length + 1)..])}]\n");
                }

                output.Write("  end\n");
            }

            foreach (var row in view.Rows(unknown: false).Concat(view.Rows(unknown: true)))
            {
                var (source, destination) = (Named(view, row.SourceName), Named(view, row.DestinationName));
                var arrow = row.Doubts.Count > 0 ? "-.->" : "-->";
                output.Write($"  {source} {arrow}{(row.Ports.IsAll ? "" : $"|{Escaped.Mermaid(row.Ports.ToString())}|")} {destination}\n");
            }
        }

        string Node(ReachView view, string name)
        {
            var id = Id(view, name);
            if (!ids.TryGetValue(id, out var node))
            {
                ids.Add(id, node = $"n{ids.Count}");
            }

            return node;
        }

        string Named(ReachView view, string name) => ids.ContainsKey(Id(view, name)) ? Node(view, name) : $"{Node(view, name)}([{Escaped.Mermaid(name)}])";
    }

    private static IEnumerable<IGrouping<string, ReachEnd>> Namespaces(ReachView view) =>
        view.Connectivity.Ends.Where(e => e.Kind == ReachEndKind.Workload).GroupBy(e => e.Namespace!);

    private static string Id(ReachView view, string name) => view.Unit is null ? name : $"{view.Unit}: {name}";
}
