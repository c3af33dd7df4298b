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
        var came = after.Ends.Where(e => e.Workload is not null && !known.Contains(e.Name)).ToArray();
        var renamed = OfOtherKind(gone, came);
        var taken = new HashSet<string>(renamed.Values, StringComparer.Ordinal);
        var added = came.Where(e => !taken.Contains(e.Name)).ToLookup(Key, StringComparer.Ordinal);
        foreach (var alike in gone.Where(e => !renamed.ContainsKey(e.Name)).GroupBy(Key, StringComparer.Ordinal))
        {
            // A name often stands in the labels, too: what the pods run tells a workload again.
            var open = added[alike.Key].ToList();
            Pair([.. alike], open, renamed, Pods);
            Pair([.. alike.Where(g => !renamed.ContainsKey(g.Name))], open, renamed, Spec);
            foreach (var end in alike.Where(g => !renamed.ContainsKey(g.Name)))
            {
                Extended(end, open, renamed);
            }
        }

        return renamed;
    }

    /// <summary>An end's name as it is: after it was renamed, or in the namespace to which it went.</summary>
    public static Func<string, string> Later(Connectivity before, Connectivity after, IReadOnlyDictionary<string, string> renamed)
    {
        var later = new Dictionary<string, string>(StringComparer.Ordinal);
        var kept = new HashSet<string>(after.Ends.Select(e => e.Name), StringComparer.Ordinal);
        var known = new HashSet<string>(before.Ends.Select(e => e.Name), StringComparer.Ordinal);
        var gone = before.Ends.Where(e => e.Workload is not null && !kept.Contains(e.Name)).ToLookup(e => Unqualified(e.Name), StringComparer.Ordinal);
        foreach (var alike in after.Ends.Where(e => e.Workload is not null && !known.Contains(e.Name)).GroupBy(e => Unqualified(e.Name), StringComparer.Ordinal))
        {
            if (alike.Take(2).ToArray() is [var now] && gone[alike.Key].Take(2).ToArray() is [var was])
            {
                later[was.Name] = now.Name;
            }
        }

        foreach (var pair in renamed)
        {
            later[pair.Key] = pair.Value;
        }

        return name => later.TryGetValue(name, out var now) ? now : name;

        static string Unqualified(string end) => end.Substring(end.IndexOf('/') + 1);
    }

    // A Deployment that is a StatefulSet now runs the same pods.
    private static Dictionary<string, string> OfOtherKind(ReachEnd[] gone, ReachEnd[] came)
    {
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        var byName = came.ToLookup(Unkinded, StringComparer.Ordinal);
        foreach (var alike in gone.GroupBy(Unkinded, StringComparer.Ordinal))
        {
            if (alike.Take(2).ToArray() is [var was] && byName[alike.Key].Take(2).ToArray() is [var now])
            {
                renamed.Add(was.Name, now.Name);
            }
        }

        return renamed;

        static string Unkinded(ReachEnd end) => end.Name.Substring(0, end.Name.LastIndexOf('['));
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

    // A prefix or suffix of all names is one of what the pods read and mount, too.
    private static void Extended(ReachEnd gone, List<ReachEnd> open, Dictionary<string, string> renamed)
    {
        var alike = open.Where(e => Addition.Of(gone.Workload!.Name, e.Workload!.Name) is { } addition
            && Spec(gone.Workload) is { } was && Spec(e.Workload) is { } now && addition.IsAll(was, now)).Take(2).ToArray();
        if (alike.Length == 1)
        {
            renamed.Add(gone.Name, alike[0].Name);
            open.Remove(alike[0]);
        }
    }

    /// <summary>What stands before and behind a name now.</summary>
    private sealed record Addition(string Before, string After)
    {
        /// <summary>Null where one name does not hold the other.</summary>
        public static Addition? Of(string? was, string? now)
        {
            if (was is not { Length: > 0 } || now is null || was.Length == now.Length)
            {
                return null;
            }

            var (shorter, longer) = was.Length < now.Length ? (was, now) : (now, was);
            var at = longer.IndexOf(shorter, StringComparison.Ordinal);
            return at < 0 ? null : new Addition(longer.Substring(0, at), longer.Substring(at + shorter.Length));
        }

        /// <summary>All that differs between two values are names with the addition.</summary>
        public bool IsAll(YamlNode one, YamlNode other) => (one, other) switch
        {
            (YamlScalar a, YamlScalar b) => a.Value == b.Value || Before + a.Value + After == b.Value || a.Value == Before + b.Value + After,
            (YamlSequence a, YamlSequence b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items, IsAll).All(same => same),
            (YamlMapping a, YamlMapping b) => a.Entries.Count == b.Entries.Count && a.Entries.All(e => e.Name is { } name && b.TryGet(name, out var same) && IsAll(e.Value, same.Value)),
            _ => false,
        };
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
