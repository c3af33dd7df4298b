using SvcLint.Cluster.Listening;
using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>A container that runs a project of the input, and where its application listens.</summary>
public sealed record ListeningContainer(Workload Workload, Container Container, ContainerProject Join, ListeningEndpoints Listening)
{
    /// <summary>Those of a unit.</summary>
    public static IEnumerable<ListeningContainer> All(DeploymentUnit unit) =>
        unit.Projects.Projects.Count == 0 ? [] : unit.Workloads.SelectMany(w => w.ServingContainers().Select(c => ContainerListeners.Of(c, w, unit).Application)).OfType<ListeningContainer>();
}
