using System.Text;
using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Reachability.Policies;
using SvcLint.Yaml;

namespace SvcLint.Reachability;

/// <summary>
/// Today's connectivity as few assertions. Where policies let in not everybody, three sorts of line hold it fast: nobody else gets through, who
/// does reaches no further ports, and keeps reaching those. Ways out are held alike where policies close some. Who uses a Service keeps
/// reaching it. No line says what another says. An end that no line can name, for the API server refuses its name, is left out.
/// </summary>
public static class AssertionWriter
{
    // From so many on a namespace without one of so many is shorter than its names.
    private const int FewNames = 8;

    /// <summary>A line about one destination, or about several of which the same holds.</summary>
    /// <param name="Kind">The word before it.</param>
    /// <param name="Sources">Who.</param>
    /// <param name="Ports">What follows the destination.</param>
    private sealed record Line(string Kind, string Sources, string Ports);

    /// <param name="cluster">The cluster.</param>
    /// <param name="unit">The unit for which alone they hold; null where there is one cluster.</param>
    public static string Of(Connectivity cluster, string? unit = null)
    {
        var only = unit is null ? "" : $"    unit: {YamlEdit.Quoted(unit)}\n";
        var text = new StringBuilder("  # Nobody else gets through.\n");
        var names = cluster.Ends.Where(e => e.Kind == ReachEndKind.Workload && IsWritable(e.Name)).ToLookup(e => e.Namespace!, e => e.Name, StringComparer.Ordinal);
        foreach (var group in cluster.Ends.Where(e => e.Kind == ReachEndKind.Workload && IsWritable(e.Name))
            .SelectMany(d => Lines(cluster, d).Select(line => (Destination: d, Line: line)))
            .GroupBy(d => d.Line))
        {
            text.Append($"  - {group.Key.Kind}: \"{group.Key.Sources} -> {string.Join(", ", Destinations([.. group.Select(d => d.Destination)], names, group.Key.Ports))}\"\n{only}");
        }

        foreach (var group in cluster.Ends.Where(e => e.Kind == ReachEndKind.Workload && IsWritable(e.Name))
            .Select(s => (Source: s, Lines: WaysOut(cluster, s).ToArray()))
            .SelectMany(s => s.Lines.Select(l => (s.Source, Line: l)))
            .GroupBy(s => s.Line))
        {
            text.Append($"  - {group.Key.Kind}: \"{string.Join(", ", group.Select(s => s.Source.Name))} -> {group.Key.Destinations}\"\n{only}");
        }

        var uses = Uses(cluster).ToArray();
        if (uses.Length > 0)
        {
            text.Append("  # Who is configured with a Service reaches it.\n");
            foreach (var use in uses)
            {
                text.Append($"  - allow: \"{use}\"\n{only}");
            }
        }

        return text.ToString();
    }

    /// <summary>What holds a destination fast; nothing where everybody reaches all of it.</summary>
    private static IEnumerable<Line> Lines(Connectivity cluster, ReachEnd destination)
    {
        var sources = cluster.Ends.Where(e => e.Kind is ReachEndKind.Workload or ReachEndKind.Outside && !ReferenceEquals(e, destination))
            .Select(e => (End: e, Answer: cluster.Between(e, destination))).ToArray();
        var comes = new HashSet<ReachEnd>(sources.Where(s => !s.Answer.IsNothing).Select(s => s.End));
        if (Array.TrueForAll(sources, s => s.Answer.Sure.IsAll))
        {
            return [];
        }

        if (comes.Count == 0)
        {
            return [new Line("deny", "*, internet", "")];
        }

        var lines = new List<Line>();
        // Whoever cannot be named would violate it.
        var all = Chosen(cluster, destination, comes, isForOthers: comes.Count >= FewNames).ToArray();
        if (comes.Count < sources.Length && Array.TrueForAll(all, IsWritable))
        {
            lines.Add(new Line("only", string.Join(", ", all), ""));
        }

        foreach (var alike in sources.Where(s => comes.Contains(s.End)).GroupBy(s => (s.Answer.Sure, Possible: s.Answer.Sure.Union(s.Answer.Unknown))))
        {
            var who = string.Join(", ", Chosen(cluster, destination, new HashSet<ReachEnd>(alike.Select(s => s.End))).Where(IsWritable));
            if (who.Length == 0)
            {
                continue;
            }

            lines.AddRange(Others(alike.Key.Possible).Select(ports => new Line("deny", who, ports)));
            lines.AddRange(Own(alike.Key.Sure).Select(ports => new Line("allow", who, ports)));
        }

        return lines;
    }

    // Nearly all of a namespace is the namespace without the few.
    private static IEnumerable<string> Destinations(IReadOnlyList<ReachEnd> destinations, ILookup<string, string> names, string ports)
    {
        foreach (var ns in destinations.GroupBy(d => d.Namespace!, StringComparer.Ordinal))
        {
            var chosen = new HashSet<string>(ns.Select(d => d.Name), StringComparer.Ordinal);
            foreach (var name in IsMost(chosen.Count, names[ns.Key].Count())
                ? names[ns.Key].Where(n => !chosen.Contains(n)).Select(n => "!" + n).Prepend(Whole(ns.Key) + ports)
                : ns.Select(d => d.Name + ports))
            {
                yield return name;
            }
        }
    }

    private static bool IsMost(int chosen, int all) => all >= FewNames && (all - chosen) * FewNames <= all;

    // A comma, an arrow or a bracket of its own would be read as one of the line.
    private static bool IsWritable(string name) => name.StartsWith("!", StringComparison.Ordinal) ? IsWritable(name.Substring(1)) : name.Length > 0
        && name.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '.' or '_' or '/' or '[' or ']' or '*' or ':')
        && (name.IndexOf('[') < 0 || (name.Count(c => c is '/') == 1 && name.Count(c => c is '[' or ']') == 2 && name.IndexOf(':') < 0));

    /// <summary>What holds a workload's ways to addresses outside fast; nothing where it reaches all of them.</summary>
    private static IEnumerable<(string Kind, string Destinations)> WaysOut(Connectivity cluster, ReachEnd source)
    {
        var outside = cluster.Ends.Where(e => e.Kind is ReachEndKind.Outside or ReachEndKind.Node).Select(e => (End: e, Answer: cluster.Between(source, e))).ToArray();
        if (Array.TrueForAll(outside, o => o.Answer.Sure.IsAll))
        {
            yield break;
        }

        var ranges = outside.Count(o => o.End.Kind == ReachEndKind.Outside);
        foreach (var alike in outside.GroupBy(o => (o.Answer.Sure, Possible: o.Answer.Sure.Union(o.Answer.Unknown))))
        {
            var own = alike.Where(o => o.End.Kind == ReachEndKind.Outside).Select(o => o.End.Addresses!.Value).ToArray();
            string[] names =
            [
                .. own.Length == ranges ? ["internet"] : AddressRanges.Joined(own).Select(r => ReachEnds.NameOf(r.First, r.Last)),
                .. alike.Where(o => o.End.Kind == ReachEndKind.Node).Select(o => o.End.Name).Where(IsWritable),
            ];
            if (names.Length == 0)
            {
                continue;
            }

            foreach (var ports in alike.Key.Possible.IsEmpty ? [""] : Others(alike.Key.Possible))
            {
                yield return ("deny", Destinations(names, ports));
            }

            foreach (var ports in Own(alike.Key.Sure))
            {
                yield return ("allow", Destinations(names, ports));
            }
        }
    }

    // Before a port an IPv6 range stands in brackets.
    private static string Destinations(IEnumerable<string> names, string ports) =>
        string.Join(", ", names.Select(n => ports.Length > 0 && n.IndexOf(':') >= 0 ? $"[{n}]{ports}" : n + ports));

    /// <summary>Ends in few words: everybody, a whole namespace, each by its name; the first two where policies let in who comes later, too.</summary>
    private static IEnumerable<string> Chosen(Connectivity cluster, ReachEnd destination, HashSet<ReachEnd> chosen, bool isForOthers = false)
    {
        // Of a long list the destination is one, so that others have the same: of itself "only" does not ask.
        if (isForOthers)
        {
            chosen = [.. chosen, destination];
        }

        var pods = cluster.Ends.Where(e => e.Kind == ReachEndKind.Workload && (isForOthers || !ReferenceEquals(e, destination))).ToArray();
        var outside = cluster.Ends.Where(e => e.Kind == ReachEndKind.Outside).ToArray();
        if (pods.Length > 0 && Array.TrueForAll(pods, chosen.Contains) && AdmitsAll(cluster, destination))
        {
            yield return "*";
        }
        else
        {
            foreach (var ns in pods.GroupBy(p => p.Namespace!, StringComparer.Ordinal))
            {
                var own = ns.Where(chosen.Contains).Select(p => p.Name).ToArray();
                var isAll = own.Length == ns.Count();
                foreach (var name in ((ns.Count() > 1 && isAll) || (IsMost(own.Length, ns.Count()) && ns.All(p => IsWritable(p.Name)))) && AdmitsAll(cluster, destination, ns.Key) ? ns.Where(p => !chosen.Contains(p)).Select(p => "!" + p.Name).Prepend(Whole(ns.Key)) : own)
                {
                    yield return name;
                }
            }
        }

        foreach (var name in Array.TrueForAll(outside, chosen.Contains) ? ["internet"] : outside.Where(chosen.Contains).Select(o => o.Name))
        {
            yield return name;
        }
    }

    // Before a slash these are words of their own.
    private static string Whole(string ns) => ns is "service" or "workload" or "namespace" ? "namespace/" + ns : ns + "/*";

    // Pods that the input does not declare yet: whoever they are, or those of a namespace.
    private static bool AdmitsAll(Connectivity cluster, ReachEnd destination, string? ns = null)
    {
        var stranger = cluster.Ends.First(e => e.Kind == ReachEndKind.IngressController);
        return !cluster.Between(stranger, destination).Sure.IsEmpty
            || (ns is not null && cluster.PoliciesOn(destination, PolicyDirection.Ingress).Any(p => AdmitsAll(cluster.Unit, p.Policy.Source, ns)));
    }

    private static bool AdmitsAll(DeploymentUnit unit, KubernetesObject policy, string ns) => policy switch
    {
        NetworkPolicy own => PolicyReach.Rules(own, PolicyDirection.Ingress).SelectMany(r => r.Peers?.Items ?? []).Any(p => p.IPBlock is null && IsOpen(p.PodSelector)
            && (p.NamespaceSelector is { } namespaces ? PolicyReach.MayMatch(unit, namespaces, ns) : ns == (own.Namespace ?? "default"))),
        ClusterPolicy own => (own.Ingress?.Items ?? []).Where(r => r.Action?.Value is "Allow" or "Accept").SelectMany(r => r.Peers?.Items ?? [])
            .Any(p => IsOpen(p.Pods.PodSelector) && p.Pods.NamespaceSelector is { } namespaces && PolicyReach.MayMatch(unit, namespaces, ns)),
        _ => false,
    };

    // Everybody, or everybody but those who have a label.
    private static bool IsOpen(LabelSelector? selector) => selector is null || (selector.MatchLabels is not { Count: > 0 } && (selector.MatchExpressions?.Items ?? []).All(r => r.Operator?.Value is "NotIn" or "DoesNotExist"));

    // Every port but these. The protocol is written where it is not TCP alone.
    private static IEnumerable<string> Others(PortSet ports) => ports.IsAll ? []
        : Written(ports).All(p => p == "TCP") ? [":!" + Numbers(ports, "TCP")]
        : PortSet.Protocols.Where(p => !ports.Contains(PortSet.Of(p))).Select(p => Numbers(ports, p) is { Length: > 0 } numbers ? $":!{numbers}/{p}" : $":1-65535/{p}");

    private static IEnumerable<string> Own(PortSet ports) => ports.IsAll ? [":*"]
        : Written(ports).Select(p => p == "TCP" ? ":" + Numbers(ports, p) : $":{Numbers(ports, p)}/{p}");

    private static IEnumerable<string> Written(PortSet ports) => PortSet.Protocols.Where(p => ports.Ranges(p).Any());

    private static string Numbers(PortSet ports, string protocol) => ports.Text(protocol);

    private static IEnumerable<string> Uses(Connectivity cluster)
    {
        var ends = cluster.Ends.Where(e => e.Workload is not null).ToLookup(e => e.Workload!);
        var services = new ServiceReach(cluster);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (address, client) in cluster.Unit.Addresses.SelectMany(a => a.Readers.Select(r => (a, r))))
        {
            if (ends[client].FirstOrDefault() is not { } source || !IsWritable(source.Name)
                || cluster.Targets.Find(address.Name.Namespace ?? client.Namespace ?? "default", address.Name.Name) is not { } service || !IsWritable($"{service.Namespace}/{service.Name}")
                || ServiceTargets.PortOf(service, address.Address.Port is { } port ? new IntOrString(port, null) : null) is not { } meant
                || services.Of(service, meant)(source).State != ServiceState.Works
                || Port(cluster, service, meant, address.Address.Port) is not { } written)
            {
                continue;
            }

            var line = $"{source} -> service/{service.Namespace ?? "default"}/{service.Name}:{written}";
            if (!cluster.Targets.Behind(service).Contains(source) && seen.Add(line))
            {
                yield return line;
            }
        }
    }

    // Of a headless Service the pods' own, which its clients must ask for; the protocol where others have the number, too.
    private static string? Port(Connectivity cluster, Service service, ServicePort port, int? asked)
    {
        if (cluster.Targets.ClientPort(service, port) is not { Int: { } number } || (ServicePorts.IsHeadless(service) && asked is { } other && other != number))
        {
            return null;
        }

        var protocol = PortResolution.Protocol(port);
        return protocol != "TCP" || service.Spec!.Ports!.Items.Any(p => p.Port?.Value == port.Port?.Value && PortResolution.Protocol(p) != protocol) ? $"{number}/{protocol}" : $"{number}";
    }
}
