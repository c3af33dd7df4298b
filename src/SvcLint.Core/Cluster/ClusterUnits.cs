using SvcLint.Config;
using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>The clusters of an input: one where its units can be applied together, else each unit by itself.</summary>
public static class ClusterUnits
{
    /// <summary>Units with their names; a name is null where there is one cluster.</summary>
    public static IReadOnlyList<(string? Name, DeploymentUnit Unit)> Of(IReadOnlyList<DeploymentUnit> units, ClusterFacts facts) =>
        units.Count == 1 ? [(null, units[0])]
        : AreAlternatives(units) ? [.. Each(units).Select(u => ((string?)u.Key, u.Value))]
        : [(null, Together(units, facts))];

    /// <summary>Every unit that runs or exposes something, by name.</summary>
    public static IReadOnlyDictionary<string, DeploymentUnit> Each(IReadOnlyList<DeploymentUnit> units)
    {
        var named = new SortedDictionary<string, DeploymentUnit>(StringComparer.Ordinal);
        foreach (var unit in units.Where(u => u.Kind != UnitKind.Code && u.Workloads.Count + u.Services.Count > 0))
        {
            if (!named.ContainsKey(unit.Name))
            {
                named.Add(unit.Name, unit);
            }
        }

        return named;
    }

    /// <summary>The names of the clusters to which units go.</summary>
    public static IReadOnlyList<string> Names(IEnumerable<DeploymentUnit> units) =>
        [.. units.SelectMany(u => new[] { u.Deployment is { Cluster.IsKnown: true } deployment ? deployment.Cluster.Name : "", u.Facts.Name }).Where(n => n.Length > 0).Distinct().OrderBy(n => n, StringComparer.Ordinal)];

    /// <summary>The name of the cluster that is asked for; null when nothing goes to such a one. Argo CD has names of its own for the cluster that it runs in.</summary>
    public static string? Named(IReadOnlyList<DeploymentUnit> units, string asked)
    {
        var names = Names(units);
        if (units.Select(u => u.Deployment).FirstOrDefault(d => d is { Cluster: { IsKnown: true, Server: not null } } && d.Cluster.Key == Applications.DeploymentCluster.KeyOf(asked)) is { } byServer)
        {
            return byServer.Cluster.Name;
        }

        if (names.Contains(asked) || !Applications.Deployer.IsOwnCluster(asked))
        {
            return names.Contains(asked) ? asked : null;
        }

        var own = units.Select(u => u.Deployment).OfType<Applications.Deployment>().Where(d => d is { Tool: Applications.DeploymentTool.ArgoCD, Cluster.IsOwn: true }).Select(d => d.Cluster.Name).Distinct().Take(2).ToArray();
        return own.Length == 1 ? own[0] : null;
    }

    /// <summary>Everything that goes to one cluster, by its name.</summary>
    public static DeploymentUnit In(IReadOnlyList<DeploymentUnit> units, string cluster) =>
        Together([.. units.Where(u => u.Facts.Name == cluster || u.Deployment is { Cluster.IsKnown: true } deployment && deployment.Cluster.Name == cluster)], new ClusterFacts());

    private static DeploymentUnit Together(IReadOnlyList<DeploymentUnit> units, ClusterFacts facts) => new(
        "",
        UnitKind.Named,
        units.Count > 0 ? units[0].Facts : facts,
        [.. units.SelectMany(u => u.Objects)],
        [.. units.SelectMany(u => u.Gaps)],
        new HashSet<string>(units.SelectMany(u => u.Files), StringComparer.Ordinal))
    { Parts = units, Projects = units.Count > 0 ? units[0].Projects : ProjectJoin.None };

    private static bool AreAlternatives(IReadOnlyList<DeploymentUnit> units)
    {
        var owners = new Dictionary<(string, string, string, string?), DeploymentUnit>();
        foreach (var unit in units)
        {
            foreach (var item in unit.Objects.Where(o => o is Service or Workload or NetworkPolicy or ClusterPolicy))
            {
                var key = (item.Group, item.Kind.Value, item.Namespace ?? "default", item.Name);
                if (owners.TryGetValue(key, out var owner) && owner != unit)
                {
                    return true;
                }

                owners[key] = unit;
            }
        }

        return false;
    }
}
