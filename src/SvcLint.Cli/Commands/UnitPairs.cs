using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Model;

namespace SvcLint.Cli.Commands;

/// <summary>Which unit of one state is which of another: by name, else the one that holds the same objects.</summary>
internal static class UnitPairs
{
    /// <summary>Pairs by name; an empty unit stands for one that is not there.</summary>
    public static IReadOnlyList<(string Name, DeploymentUnit Before, DeploymentUnit After)> Of(DiffState before, DiffState after, ClusterFacts facts)
    {
        var earlier = before.Named();
        var later = after.Named();
        var (stalledBefore, stalled) = (Stalled(before), Stalled(after));
        var moved = Moved(earlier, later, stalled);
        var nothing = new DeploymentUnit("", UnitKind.Named, facts, [], [], []);
        var pairs = new List<(string, DeploymentUnit, DeploymentUnit)>();
        foreach (var (name, unit) in earlier)
        {
            var now = moved.GetValueOrDefault(name, name);
            pairs.Add((now, unit, later.GetValueOrDefault(now) ?? after.Empty(now) ?? nothing));
        }

        pairs.AddRange(later.Where(u => !earlier.ContainsKey(u.Key) && !moved.ContainsValue(u.Key)).Select(u => (u.Key, before.Empty(u.Key) ?? nothing, u.Value)));
        pairs.AddRange(stalled.Keys.Union(stalledBefore.Keys).Where(n => !earlier.ContainsKey(n) && !later.ContainsKey(n))
            .Select(n => (n, stalledBefore.GetValueOrDefault(n) ?? nothing, stalled.GetValueOrDefault(n) ?? nothing)));
        return [.. pairs.SelectMany(p => HasOtherCluster(p.Item2, p.Item3) ? [(p.Item1, p.Item2, nothing), (p.Item1, nothing, p.Item3)] : new[] { p }).OrderBy(p => p.Item1, StringComparer.Ordinal)];
    }

    /// <summary>An application sends to another cluster: there everything is new, and here it is gone.</summary>
    public static bool AnyHasOtherCluster(DiffState before, DiffState after)
    {
        var later = after.Units.Where(u => u.Deployment is not null).ToLookup(u => after.Below(u.Name), StringComparer.Ordinal);
        return before.Units.Any(u => u.Deployment is not null && later[before.Below(u.Name)].Any(l => HasOtherCluster(u, l)));
    }

    // A tool's own cluster has its key from where the tool's files lie, which may move.
    private static bool HasOtherCluster(DeploymentUnit before, DeploymentUnit after) =>
        before.Deployment is { Cluster: { IsKnown: true } one } && after.Deployment is { Cluster: { IsKnown: true } other } && one.Key != other.Key && !(one.IsOwn && other.IsOwn);

    // Applications of which nothing can be built: what they deployed before may run on.
    private static Dictionary<string, DeploymentUnit> Stalled(DiffState state)
    {
        var stalled = new Dictionary<string, DeploymentUnit>(StringComparer.Ordinal);
        foreach (var unit in state.Units.Where(u => u.Deployment is not null && u.Gaps.Count > 0 && u.Workloads.Count + u.Services.Count == 0))
        {
            stalled[state.Below(unit.Name)] = unit;
        }

        return stalled;
    }

    // A folder that got another name holds most of what it held; between two that do as much nobody can tell.
    private static Dictionary<string, string> Moved(Dictionary<string, DeploymentUnit> earlier, Dictionary<string, DeploymentUnit> later, Dictionary<string, DeploymentUnit> stalled)
    {
        var moved = new Dictionary<string, string>(StringComparer.Ordinal);
        var added = later.Where(u => !earlier.ContainsKey(u.Key)).Select(u => (u.Key, Objects: Identities(u.Value))).ToArray();
        foreach (var (name, unit) in earlier.Where(u => !later.ContainsKey(u.Key) && !stalled.ContainsKey(u.Key)))
        {
            var own = Identities(unit);
            var best = added.Where(a => !moved.ContainsValue(a.Key)).Select(a => (a.Key, Shared: a.Objects.Count(own.Contains)))
                .Where(a => a.Shared * 2 >= own.Count).OrderByDescending(a => a.Shared).Take(2).ToArray();
            if (best.Length == 1 || (best.Length == 2 && best[0].Shared > best[1].Shared))
            {
                moved.Add(name, best[0].Key);
            }
        }

        return moved;
    }

    private static HashSet<(string, string?, string?)> Identities(DeploymentUnit unit) =>
        [.. unit.Objects.Where(o => o is Service or Workload or NetworkPolicy or ClusterPolicy or Ingress).Select(o => (o.Kind.Value, o.Namespace, o.Name))];
}
