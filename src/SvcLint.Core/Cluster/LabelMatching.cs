using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>Kubernetes' label selection over labels as written.</summary>
public static class LabelMatching
{
    /// <summary>A Service's selector: every pair must be there. An absent or empty one selects nothing: its endpoints come from elsewhere.</summary>
    public static bool Selects(StringMap? selector, StringMap? labels) =>
        selector is { Count: > 0 } && HasPairs(selector, labels);

    /// <summary>A Service's selector against the pods of a workload, with the labels that its controller will put on them.</summary>
    public static bool Selects(StringMap? selector, Workload workload) =>
        Selects(selector, workload.PodLabels) && selector!.Entries.All(p => MayBeSetBy(workload, p.Key.Value, p.Value.Value));

    /// <summary>matchLabels and matchExpressions; an empty selector selects everything, an absent one nothing.</summary>
    public static bool Selects(LabelSelector? selector, StringMap? labels) =>
        selector is not null
        && (selector.MatchLabels is null || HasPairs(selector.MatchLabels, labels))
        && (selector.MatchExpressions is null || selector.MatchExpressions.Items.All(r => Holds(r, labels)));

    /// <summary>Labels that Kubernetes' own controllers put on pods: no template carries them, yet selecting by them is right.</summary>
    public static bool IsSetAtRunTime(string key) => key is
        "pod-template-hash" or "rollouts-pod-template-hash" or "controller-revision-hash" or "pod-template-generation"
        or "statefulset.kubernetes.io/pod-name" or "apps.kubernetes.io/pod-index"
        or "job-name" or "controller-uid" or "batch.kubernetes.io/job-name" or "batch.kubernetes.io/controller-uid" or "batch.kubernetes.io/job-completion-index";

    /// <summary>Labels that the controller of a kind of workload puts on its pods, with values that it alone knows.</summary>
    public static bool IsSetByController(string key, WorkloadKind kind) => key switch
    {
        "pod-template-hash" => kind is WorkloadKind.Deployment or WorkloadKind.Rollout or WorkloadKind.Other,
        "rollouts-pod-template-hash" => kind is WorkloadKind.Rollout or WorkloadKind.Other,
        "controller-revision-hash" => kind is WorkloadKind.StatefulSet or WorkloadKind.DaemonSet or WorkloadKind.Other,
        "pod-template-generation" => kind is WorkloadKind.DaemonSet or WorkloadKind.Other,
        "controller-uid" or "batch.kubernetes.io/controller-uid" => kind is WorkloadKind.Job or WorkloadKind.CronJob or WorkloadKind.Other,
        _ => kind == WorkloadKind.Other && IsSetAtRunTime(key),
    };

    private static bool MayBeSetBy(Workload workload, string key, string value) => key switch
    {
        "job-name" or "batch.kubernetes.io/job-name" =>
            workload is { WorkloadKind: WorkloadKind.Job, Name: { } job } ? job == value : workload is { WorkloadKind: WorkloadKind.CronJob, Name: { } cron } && value.StartsWith(cron + "-", StringComparison.Ordinal),
        "batch.kubernetes.io/job-completion-index" => workload.WorkloadKind is WorkloadKind.Job or WorkloadKind.CronJob,
        "statefulset.kubernetes.io/pod-name" => workload is { WorkloadKind: WorkloadKind.StatefulSet, Name: { } set } && value.StartsWith(set + "-", StringComparison.Ordinal),
        "apps.kubernetes.io/pod-index" => workload.WorkloadKind is WorkloadKind.StatefulSet or WorkloadKind.Other,
        _ => !IsSetAtRunTime(key) || workload is { WorkloadKind: WorkloadKind.Pod } || IsSetByController(key, workload.WorkloadKind),
    };

    private static bool HasPairs(StringMap pairs, StringMap? labels)
    {
        for (var i = 0; i < pairs.Entries.Count; i++)
        {
            var pair = pairs.Entries[i];
            if (!IsSetAtRunTime(pair.Key.Value) && labels?[pair.Key.Value] != pair.Value.Value)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Holds(LabelSelectorRequirement requirement, StringMap? labels)
    {
        var key = requirement.Key?.Value ?? "";
        if (IsSetAtRunTime(key))
        {
            return true;
        }

        var value = labels?[key];
        return requirement.Operator?.Value switch
        {
            "In" => value is not null && IsAmong(requirement, value),
            "NotIn" => value is null || !IsAmong(requirement, value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            // The API server refuses any other operator; of its effect nothing can be said.
            _ => true,
        };
    }

    private static bool IsAmong(LabelSelectorRequirement requirement, string value) =>
        requirement.Values?.Items.Any(v => v.Value == value) == true;
}
