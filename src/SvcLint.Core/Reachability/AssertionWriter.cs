using System.Text;
using SvcLint.Model;

namespace SvcLint.Reachability;

/// <summary>Today's connectivity as few assertions: nobody new gets through, and who uses a Service keeps reaching it.</summary>
public static class AssertionWriter
{
    public static string Of(Connectivity cluster)
    {
        var text = new StringBuilder("# Nobody else gets through.\nconnections:\n");
        foreach (var group in cluster.Ends.Where(e => e.Kind == ReachEndKind.Workload)
            .Select(d => (Destination: d, Sources: Sources(cluster, d)))
            .Where(d => d.Sources is not null)
            .GroupBy(d => d.Sources!, StringComparer.Ordinal))
        {
            var destinations = string.Join(", ", group.Select(d => d.Destination.Name));
            text.Append(group.Key.Length == 0 ? $"  - deny: \"*, internet -> {destinations}\"\n" : $"  - only: \"{group.Key} -> {destinations}\"\n");
        }

        var uses = Uses(cluster).ToArray();
        if (uses.Length > 0)
        {
            text.Append("  # Who is configured with a Service reaches it.\n");
            foreach (var use in uses)
            {
                text.Append($"  - allow: \"{use}\"\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Who may come, in few words; null where everybody may.</summary>
    private static string? Sources(Connectivity cluster, ReachEnd destination)
    {
        bool Comes(ReachEnd end) => !ReferenceEquals(end, destination) && !cluster.Between(end, destination).IsNothing;
        var pods = cluster.Ends.Where(e => e.Kind == ReachEndKind.Workload && !ReferenceEquals(e, destination)).ToArray();
        var outside = cluster.Ends.Where(e => e.Kind == ReachEndKind.Outside).ToArray();
        var isEverybody = Array.TrueForAll(outside, Comes) && Array.TrueForAll(pods, Comes);
        if (isEverybody)
        {
            return null;
        }

        var words = new List<string>();
        if (pods.Length > 0 && Array.TrueForAll(pods, Comes))
        {
            words.Add("*");
        }
        else
        {
            foreach (var ns in pods.GroupBy(p => p.Namespace!, StringComparer.Ordinal))
            {
                if (ns.Count() > 1 && ns.All(Comes))
                {
                    words.Add(ns.Key + "/*");
                }
                else
                {
                    words.AddRange(ns.Where(Comes).Select(p => p.Name));
                }
            }
        }

        words.AddRange(Array.TrueForAll(outside, Comes) ? ["internet"] : outside.Where(Comes).Select(o => o.Name));
        return string.Join(", ", words);
    }

    private static IEnumerable<string> Uses(Connectivity cluster)
    {
        var ends = cluster.Ends.Where(e => e.Workload is not null).ToLookup(e => e.Workload!);
        var services = new ServiceReach(cluster);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var address in cluster.Unit.Addresses)
        {
            if (address.Workload is not { } client
                || ends[client].FirstOrDefault() is not { } source
                || cluster.Targets.Find(address.Namespace ?? "default", address.Name.Name) is not { } service
                || ServiceTargets.PortOf(service, address.Address.Port is { } port ? new IntOrString(port, null) : null) is not { } meant
                || services.Of(service, meant)(source).State != ServiceState.Works)
            {
                continue;
            }

            var line = $"{source} -> service/{service.Namespace ?? "default"}/{service.Name}:{meant.Port?.Value}";
            if (!cluster.Targets.Behind(service).Contains(source) && seen.Add(line))
            {
                yield return line;
            }
        }
    }
}
