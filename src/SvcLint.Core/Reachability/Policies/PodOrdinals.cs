using System.Globalization;
using SvcLint.Model;

namespace SvcLint.Reachability.Policies;

/// <summary>The pods of a StatefulSet by number, and what labels its controller writes by that.</summary>
/// <param name="Set">The StatefulSet's name.</param>
/// <param name="First">The first ordinal.</param>
/// <param name="Count">How many pods there are.</param>
internal sealed record PodOrdinals(string Set, int First, int Count)
{
    private const string PodName = "statefulset.kubernetes.io/pod-name";
    private const string PodIndex = "apps.kubernetes.io/pod-index";

    /// <summary>Null where the number of pods is not written, or may change.</summary>
    public static PodOrdinals? Of(Workload workload, Func<Workload, bool> mayBeScaled) =>
        workload is { WorkloadKind: WorkloadKind.StatefulSet, Name: { } name, Replicas: { IsDefault: false, Value: > 0 } replicas } && !mayBeScaled(workload)
            ? new PodOrdinals(name, workload.FirstOrdinal?.Value ?? 0, replicas.Value) : null;

    public static bool IsKey(string key) => key is PodName or PodIndex;

    /// <summary>The label of one pod of a StatefulSet, by the pod's name; null where the name does not tell.</summary>
    public static string? ValueOf(string set, string pod, string key) =>
        !pod.StartsWith(set + "-", StringComparison.Ordinal) ? null : key == PodName ? pod : key == PodIndex ? pod.Substring(set.Length + 1) : null;

    /// <summary>Some pod has the label.</summary>
    public bool Has(string key, string value)
    {
        var number = key == PodIndex ? value : value.StartsWith(Set + "-", StringComparison.Ordinal) ? value.Substring(Set.Length + 1) : "";
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            && number == ordinal.ToString(CultureInfo.InvariantCulture) && ordinal >= First && ordinal - First < Count;
    }
}
