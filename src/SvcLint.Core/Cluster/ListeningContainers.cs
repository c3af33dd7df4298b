using System.Collections.Concurrent;
using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>A container that runs a project of the input, and where its application listens.</summary>
public sealed record ListeningContainer(Workload Workload, Container Container, ContainerProject Join, ListeningEndpoints Listening);

/// <summary>The containers of units that run .NET projects of the input; worked out once a unit. For any number of threads.</summary>
public sealed class ListeningContainers(ProjectJoin join)
{
    private readonly ConcurrentDictionary<DeploymentUnit, IReadOnlyList<ListeningContainer>> _known = new();

    public IReadOnlyList<ListeningContainer> Of(DeploymentUnit unit) => join.Projects.Count == 0 ? [] : _known.GetOrAdd(unit, Find);

    private IReadOnlyList<ListeningContainer> Find(DeploymentUnit unit)
    {
        var found = new List<ListeningContainer>();
        foreach (var workload in unit.Workloads)
        {
            foreach (var container in workload.ServingContainers())
            {
                if (join.Of(container.Image) is { } joined)
                {
                    found.Add(new ListeningContainer(workload, container, joined, ListeningEndpoints.Of(joined, container, workload, unit)));
                }
            }
        }

        return found;
    }
}
