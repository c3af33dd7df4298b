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
        var added = after.Ends.Where(e => e.Workload is not null && !known.Contains(e.Name)).ToArray();
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var end in gone)
        {
            var same = added.Where(a => IsSame(end, a)).ToArray();
            if (same.Length == 1 && gone.Count(g => IsSame(g, same[0])) == 1)
            {
                renamed.Add(end.Name, same[0].Name);
            }
        }

        return renamed;
    }

    private static bool IsSame(ReachEnd one, ReachEnd other) =>
        one.Namespace == other.Namespace
        && one.Workload!.Kind.Value == other.Workload!.Kind.Value
        && Pods(one.Workload) is { } before && Pods(other.Workload) is { } after && NodeDifference.AreEqual(before, after);

    private static YamlNode? Pods(Workload workload) => workload.Node?["spec"] is not YamlMapping spec ? null
        : workload.WorkloadKind == WorkloadKind.Pod ? spec : (spec["jobTemplate"] as YamlMapping)?["spec"] ?? (spec["template"] as YamlMapping)?["spec"];
}
