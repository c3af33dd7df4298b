using SvcLint.Cli.Hosting;
using SvcLint.Cluster;
using SvcLint.Config;

namespace SvcLint.Cli.Commands;

/// <summary>The clusters that reach is asked about.</summary>
internal static class ReachUnits
{
    /// <summary>Units with their names; a name is null where there is one cluster.</summary>
    /// <exception cref="UsageException">There is no unit of the name that was asked for.</exception>
    public static IReadOnlyList<(string? Name, DeploymentUnit Unit)> Of(IReadOnlyList<DeploymentUnit> units, ClusterFacts facts, Arguments arguments)
    {
        if (EmulationArguments.OfCluster(units, arguments) is { } cluster)
        {
            return [(null, cluster)];
        }

        if (arguments.Value(EmulationArguments.Unit)?.Split('=')[0] is { } name)
        {
            return units.FirstOrDefault(u => u.Name == name) is { } asked ? [(null, asked)]
                : throw new UsageException($"--unit {name}: no such unit{Arguments.Hint(name, units.Select(u => u.Name))}; there are {string.Join(", ", units.Select(u => u.Name))}");
        }

        return ClusterUnits.Of(units, facts);
    }
}
