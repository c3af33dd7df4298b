using SvcLint.Model;

namespace SvcLint.Reachability.Policies;

/// <summary>Labels that controllers put on the pods of a workload, beside those of its template.</summary>
internal static class RunTimeLabels
{
    /// <summary>Keys with the value, where the workload's name tells it, else null.</summary>
    public static IEnumerable<(string Key, string? Value)> Of(Workload workload)
    {
        IEnumerable<(string, string?)> all = workload.WorkloadKind switch
        {
            WorkloadKind.Deployment or WorkloadKind.ReplicaSet => [("pod-template-hash", null)],
            WorkloadKind.Rollout => [("rollouts-pod-template-hash", null)],
            WorkloadKind.StatefulSet => [("controller-revision-hash", null), ("statefulset.kubernetes.io/pod-name", null), ("apps.kubernetes.io/pod-index", null)],
            WorkloadKind.DaemonSet => [("controller-revision-hash", null), ("pod-template-generation", null)],
            WorkloadKind.Job => [.. Job(workload.Name)],
            WorkloadKind.CronJob => [.. Job(null)],
            _ => [],
        };
        return all.Where(l => workload.PodLabels?[l.Item1] is null);
    }

    private static IEnumerable<(string Key, string? Value)> Job(string? name) =>
        [("job-name", name), ("batch.kubernetes.io/job-name", name), ("controller-uid", null), ("batch.kubernetes.io/controller-uid", null), ("batch.kubernetes.io/job-completion-index", null)];
}
