using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>How many pods stand behind a Service, where the manifests say so.</summary>
public static class PodCount
{
    /// <summary>
    /// The number of pods of some workloads; null when nobody can tell: on every node (DaemonSets), scaled by an autoscaler, made by an
    /// operator, or scaled to nothing for the time being.
    /// </summary>
    public static int? Of(DeploymentUnit unit, IReadOnlyList<Workload> workloads)
    {
        var sum = 0;
        foreach (var workload in workloads)
        {
            var pods = workload.WorkloadKind switch
            {
                WorkloadKind.Pod => 1,
                WorkloadKind.Deployment or WorkloadKind.ReplicaSet or WorkloadKind.StatefulSet or WorkloadKind.ReplicationController or WorkloadKind.Rollout => workload.Replicas?.Value,
                _ => null,
            };
            if (pods is not > 0 || unit.Lookup.MayBeScaled(workload))
            {
                return null;
            }

            sum += pods.Value;
        }

        return sum > 0 ? sum : null;
    }

    /// <summary>True when all of them are workloads that run a number of pods, however many: not one on every node.</summary>
    public static bool IsANumber(IReadOnlyList<Workload> workloads) =>
        workloads.Count > 0 && workloads.All(w => w.WorkloadKind is WorkloadKind.Pod or WorkloadKind.Deployment or WorkloadKind.ReplicaSet or WorkloadKind.StatefulSet
            or WorkloadKind.ReplicationController or WorkloadKind.Rollout && w.Replicas?.Value != 0);
}
