using SvcLint.Cluster;
using SvcLint.Cluster.Applications;

namespace SvcLint.Cli.Commands;

/// <summary>One line of the tree: an application with what it deploys, or a unit that none deploys.</summary>
/// <param name="Depth">How many applications stand above it.</param>
/// <param name="Deployment">Null for a unit of no application.</param>
/// <param name="Unit">Null where nothing of what the application deploys is in the repository.</param>
internal sealed record UnitItem(int Depth, Deployment? Deployment, DeploymentUnit? Unit)
{
    public static IReadOnlyList<UnitItem> Of(Repository repository)
    {
        var items = new List<UnitItem>();
        foreach (var root in repository.Deployments.All.Where(d => d.Parent is null))
        {
            Add(items, root, 0);
        }

        items.AddRange(repository.Units.Where(u => u.Deployment is null).Select(u => new UnitItem(0, null, u)));
        return items;
    }

    private static void Add(List<UnitItem> items, Deployment deployment, int depth)
    {
        items.Add(new UnitItem(depth, deployment, deployment.Unit));
        foreach (var child in deployment.Children)
        {
            Add(items, child, depth + 1);
        }
    }
}
