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

    /// <summary>Everything that goes to one cluster, by its name.</summary>
    public static DeploymentUnit In(IReadOnlyList<DeploymentUnit> units, string cluster) =>
        Together([.. units.Where(u => u.Facts.Name == cluster || u.Deployment is { Cluster.IsKnown: true } deployment && deployment.Cluster.Name == cluster)], new ClusterFacts());

    private static DeploymentUnit Together(IReadOnlyList<DeploymentUnit> units, ClusterFacts facts) => new(
        "",
        UnitKind.Named,
        units.Count > 0 ? units[0].Facts : facts,
        [.. units.SelectMany(u => u.Objects)],
        [.. units.SelectMany(u => u.Gaps)],
        new HashSet<string>(units.SelectMany(u => u.Files), StringComparer.Ordinal));

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
