using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Model;

namespace SvcLint.Cli.Commands;

/// <summary>The clusters of an input: one where its units can be applied together, else each unit by itself.</summary>
internal static class ReachUnits
{
    /// <summary>Units with their names; a name is null where there is one cluster.</summary>
    /// <exception cref="UsageException">There is no unit of the name that was asked for.</exception>
    public static IReadOnlyList<(string? Name, DeploymentUnit Unit)> Of(LintSession session, Arguments arguments)
    {
        var units = session.Units();
        if (arguments.Value(EmulationArguments.Unit)?.Split('=')[0] is { } name)
        {
            return units.FirstOrDefault(u => u.Name == name) is { } asked ? [(null, asked)]
                : throw new UsageException($"--unit {name}: no such unit{Arguments.Hint(name, units.Select(u => u.Name))}; there are {string.Join(", ", units.Select(u => u.Name))}");
        }

        return Of(units, session.Options.Configuration.DefaultCluster);
    }

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
            named.TryAdd(unit.Name, unit);
        }

        return named;
    }

    private static DeploymentUnit Together(IReadOnlyList<DeploymentUnit> units, ClusterFacts facts) => new(
        "",
        UnitKind.Named,
        units.Count > 0 ? units[0].Facts : facts,
        [.. units.SelectMany(u => u.Objects)],
        [.. units.SelectMany(u => u.Gaps)],
        units.SelectMany(u => u.Files).ToHashSet(StringComparer.Ordinal));

    private static bool AreAlternatives(IReadOnlyList<DeploymentUnit> units)
    {
        var owners = new Dictionary<(string, string, string, string?), DeploymentUnit>();
        foreach (var unit in units)
        {
            foreach (var item in unit.Objects.Where(o => o is Service or Workload or NetworkPolicy or ClusterPolicy))
            {
                if (!owners.TryAdd((item.Group, item.Kind.Value, item.Namespace ?? "default", item.Name), unit) && owners[(item.Group, item.Kind.Value, item.Namespace ?? "default", item.Name)] != unit)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
