using SvcLint.Model;
using SvcLint.Reachability;
using SvcLint.Yaml;

namespace SvcLint.Change;

/// <summary>Workloads that got another name and are otherwise what they were.</summary>
internal static class Renames
{
    /// <summary>Names of ends: earlier to later.</summary>
    public static IReadOnlyDictionary<string, string> Of(Connectivity before, Connectivity after)
    {
        var kept = new HashSet<string>(after.Ends.Select(e => e.Name), StringComparer.Ordinal);
        var known = new HashSet<string>(before.Ends.Select(e => e.Name), StringComparer.Ordinal);
        var gone = before.Ends.Where(e => e.Workload is not null && !kept.Contains(e.Name)).ToArray();
        var added = after.Ends.Where(e => e.Workload is not null && !known.Contains(e.Name)).ToLookup(Key, StringComparer.Ordinal);
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var alike in gone.GroupBy(Key, StringComparer.Ordinal))
        {
            // A name often stands in the labels, too: what the pods run tells a workload again.
            var open = added[alike.Key].ToList();
            Pair([.. alike], open, renamed, Pods);
            Pair([.. alike.Where(g => !renamed.ContainsKey(g.Name))], open, renamed, Spec);
        }

        return renamed;
    }

    // Two that could be each other's successor are left alone.
    private static void Pair(ReachEnd[] gone, List<ReachEnd> open, Dictionary<string, string> renamed, Func<Workload, YamlNode?> what)
    {
        var later = ByValue(open, what);
        foreach (var (value, earlier) in ByValue(gone, what).SelectMany(b => b.Value))
        {
            if (earlier.Count == 1 && later.TryGetValue(NodeDifference.Hash(value), out var alike) && alike.Find(a => NodeDifference.AreEqual(value, a.Value)).Ends is [var same])
            {
                renamed.Add(earlier[0].Name, same.Name);
                open.Remove(same);
            }
        }
    }

    private static Dictionary<int, List<(YamlNode Value, List<ReachEnd> Ends)>> ByValue(IEnumerable<ReachEnd> ends, Func<Workload, YamlNode?> what)
    {
        var found = new Dictionary<int, List<(YamlNode Value, List<ReachEnd> Ends)>>();
        foreach (var end in ends)
        {
            if (what(end.Workload!) is { } value)
            {
                var hash = NodeDifference.Hash(value);
                if (!found.TryGetValue(hash, out var alike))
                {
                    found.Add(hash, alike = []);
                }

                var same = alike.Find(a => NodeDifference.AreEqual(a.Value, value)).Ends;
                if (same is null)
                {
                    alike.Add((value, same = []));
                }

                same.Add(end);
            }
        }

        return found;
    }

    private static string Key(ReachEnd end) =>
        $"{end.Namespace}\n{end.Workload!.Kind.Value}\n{string.Join("\n", end.Workload.ServingContainers().Select(c => $"{c.Name?.Value} {c.Image?.Value}"))}";

    private static YamlNode? Pods(Workload workload) => workload.Node?["spec"] is not YamlMapping spec ? null
        : workload.WorkloadKind == WorkloadKind.Pod ? spec
        : ((spec["jobTemplate"] as YamlMapping)?["spec"] as YamlMapping)?["template"] ?? spec["template"];

    private static YamlNode? Spec(Workload workload) => workload.WorkloadKind == WorkloadKind.Pod ? Pods(workload) : (Pods(workload) as YamlMapping)?["spec"];
}
