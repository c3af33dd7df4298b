using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>A pod of the cluster, or one that a workload would make.</summary>
/// <param name="Name">Numbered as a StatefulSet's pods are.</param>
/// <param name="Workload">What makes it; a running pod is its own.</param>
/// <param name="Node">Where it runs.</param>
/// <param name="Addresses">One of each family of the cluster; none before the pod has one.</param>
internal sealed record DerivedPod(string Name, Workload Workload, ProxyNode Node, IReadOnlyList<IPAddressValue> Addresses)
{
    /// <summary>The name is the one that the cluster gives, not a number in place of random letters.</summary>
    public bool HasOwnName => Workload.WorkloadKind is WorkloadKind.Pod or WorkloadKind.StatefulSet;

    /// <summary>The node is the pod's own, not one chosen in its place.</summary>
    public bool HasOwnNode => Node.Cause is not null && (Workload.PodSpec?.NodeName is { } named ? named.Value == Node.Name : Workload.WorkloadKind == WorkloadKind.DaemonSet);

    /// <summary>The addresses are the cluster's.</summary>
    public bool HasOwnAddresses => Workload.PodIPs.Count > 0 || (Workload.PodSpec?.HostNetwork?.Value == true && HasOwnNode);

    /// <summary>Its Ready condition; without any status it is taken for ready.</summary>
    public bool IsReady => Workload.Status is not { } status || (status.Conditions is null && status.Phase is null) || status["Ready"]?.Status?.Value == "True";

    public bool IsTerminating => Workload is { WorkloadKind: WorkloadKind.Pod, Metadata.DeletionTimestamp: not null };

    /// <summary>Its number in a StatefulSet or an Indexed Job.</summary>
    public int? Index { get; init; }

    /// <summary>A StatefulSet gives its pods their names as host names, an Indexed Job its own name with the index.</summary>
    public string? Hostname => Workload.WorkloadKind == WorkloadKind.StatefulSet ? Name : Workload.WorkloadKind == WorkloadKind.Job && Index is not null ? $"{Workload.Name}-{IndexText}" : Workload.PodSpec?.Hostname?.Value is { Length: > 0 } hostname ? hostname : null;

    public string? Subdomain => (Workload.WorkloadKind == WorkloadKind.StatefulSet ? Workload.ServiceName : Workload.PodSpec?.Subdomain)?.Value is { Length: > 0 } subdomain ? subdomain : null;

    /// <summary>A Service's selector against this one pod, with the labels that controllers put on it.</summary>
    public bool IsSelectedBy(StringMap selector)
    {
        var labels = Workload.PodLabels;
        foreach (var pair in selector.Entries)
        {
            var value = labels?[pair.Key.Value] ?? OwnLabel(pair.Key.Value);
            // What a controller will write there is not known yet.
            var isOpen = value is null && LabelMatching.IsSetByController(pair.Key.Value, Workload.WorkloadKind) && Workload.Status is null;
            if (!isOpen && value != pair.Value.Value)
            {
                return false;
            }
        }

        return true;
    }

    private string? IndexText => Index?.ToString(CultureInfo.InvariantCulture);

    private string? OwnLabel(string key) => (key, Workload.WorkloadKind) switch
    {
        ("statefulset.kubernetes.io/pod-name", WorkloadKind.StatefulSet) => Name,
        ("apps.kubernetes.io/pod-index", WorkloadKind.StatefulSet) or ("batch.kubernetes.io/job-completion-index", WorkloadKind.Job) => IndexText,
        ("job-name" or "batch.kubernetes.io/job-name", WorkloadKind.Job) => Workload.Name,
        _ => null,
    };
}
