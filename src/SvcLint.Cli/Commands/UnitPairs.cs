using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Model;

namespace SvcLint.Cli.Commands;

/// <summary>A state to compare.</summary>
/// <param name="Units">What is applied together.</param>
/// <param name="Folder">The folder that was named, below which units have their names; null for a revision.</param>
internal sealed record DiffState(IReadOnlyList<DeploymentUnit> Units, string? Folder)
{
    /// <summary>Units by their names below the folder that was named.</summary>
    public Dictionary<string, DeploymentUnit> Named() =>
        ClusterUnits.Each(Units).ToDictionary(u => Below(u.Key), u => u.Value, StringComparer.Ordinal);

    private string Below(string name) => Folder is null or "." ? name
        : name == Folder ? "."
        : name.StartsWith(Folder + "/", StringComparison.Ordinal) ? name[(Folder.Length + 1)..]
        : name.StartsWith(Folder + " ", StringComparison.Ordinal) ? "." + name[Folder.Length..]
        : name;
}

/// <summary>Which unit of one state is which of another: by name, else the one that holds the same objects.</summary>
internal static class UnitPairs
{
    /// <summary>Pairs by name; an empty unit stands for one that is not there.</summary>
    public static IReadOnlyList<(string Name, DeploymentUnit Before, DeploymentUnit After)> Of(DiffState before, DiffState after, ClusterFacts facts)
    {
        var earlier = before.Named();
        var later = after.Named();
        var moved = Moved(earlier, later);
        var nothing = new DeploymentUnit("", UnitKind.Named, facts, [], [], []);
        var pairs = new List<(string, DeploymentUnit, DeploymentUnit)>();
        foreach (var (name, unit) in earlier)
        {
            var now = moved.GetValueOrDefault(name, name);
            pairs.Add((now, unit, later.GetValueOrDefault(now, nothing)));
        }

        pairs.AddRange(later.Where(u => !earlier.ContainsKey(u.Key) && !moved.ContainsValue(u.Key)).Select(u => (u.Key, nothing, u.Value)));
        return [.. pairs.OrderBy(p => p.Item1, StringComparer.Ordinal)];
    }

    // A folder that got another name holds most of what it held; between two that do as much nobody can tell.
    private static Dictionary<string, string> Moved(Dictionary<string, DeploymentUnit> earlier, Dictionary<string, DeploymentUnit> later)
    {
        var moved = new Dictionary<string, string>(StringComparer.Ordinal);
        var added = later.Where(u => !earlier.ContainsKey(u.Key)).Select(u => (u.Key, Objects: Identities(u.Value))).ToArray();
        foreach (var (name, unit) in earlier.Where(u => !later.ContainsKey(u.Key)))
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
