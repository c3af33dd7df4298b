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
            Pair([.. alike], open, renamed, (one, other) => Pods(one) is { } was && Pods(other) is { } now && NodeDifference.AreEqual(was, now));
            Pair([.. alike.Where(g => !renamed.ContainsKey(g.Name))], open, renamed, (one, other) => Spec(one) is { } was && Spec(other) is { } now && NodeDifference.AreEqual(was, now));
        }

        return renamed;
    }

    // Two that could be each other's successor are left alone.
    private static void Pair(ReachEnd[] gone, List<ReachEnd> open, Dictionary<string, string> renamed, Func<Workload, Workload, bool> areSame)
    {
        foreach (var end in gone)
        {
            var same = open.Where(o => areSame(end.Workload!, o.Workload!)).Take(2).ToArray();
            if (same.Length == 1 && gone.Where(g => areSame(g.Workload!, same[0].Workload!)).Take(2).Count() == 1)
            {
                renamed.Add(end.Name, same[0].Name);
                open.Remove(same[0]);
            }
        }
    }

    private static string Key(ReachEnd end) =>
        $"{end.Namespace}\n{end.Workload!.Kind.Value}\n{string.Join("\n", end.Workload.ServingContainers().Select(c => $"{c.Name?.Value} {c.Image?.Value}"))}";

    private static YamlNode? Pods(Workload workload) => workload.Node?["spec"] is not YamlMapping spec ? null
        : workload.WorkloadKind == WorkloadKind.Pod ? spec
        : ((spec["jobTemplate"] as YamlMapping)?["spec"] as YamlMapping)?["template"] ?? spec["template"];

    private static YamlNode? Spec(Workload workload) => workload.WorkloadKind == WorkloadKind.Pod ? Pods(workload) : (Pods(workload) as YamlMapping)?["spec"];
}
