using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>Per-pod DNS names of StatefulSets (<c>web-0.web</c>) in the configuration of a unit.</summary>
public static class PodNames
{
    /// <summary>
    /// True when some environment value, argument or ConfigMap of the unit names a pod of the StatefulSet through its Service:
    /// <c>web-0.web</c>, <c>web-$(N).web</c>, <c>$(hostname).web</c>.
    /// </summary>
    public static bool AreUsed(DeploymentUnit unit, Workload statefulSet, string service) =>
        unit.Lookup.Mentioned.Before(service).Any(b => b.StartsWith((statefulSet.Name ?? "") + "-", StringComparison.Ordinal) || b.StartsWith("$", StringComparison.Ordinal));
}
