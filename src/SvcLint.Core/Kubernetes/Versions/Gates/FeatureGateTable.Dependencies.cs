namespace SvcLint.Kubernetes;

public static partial class FeatureGateTable
{
    /// <summary>From this version on a component does not start with a gate that is on while one that it depends on is off.</summary>
    private static readonly KubernetesVersion DependenciesCount = new(37);

    // Tried on kube-proxy 1.37, gate by gate.
    private static readonly (string Gate, string Requires)[] Dependencies =
    [
        ("ClusterTrustBundleProjection", "ClusterTrustBundle"),
        ("CompositePodGroup", "GenericWorkload"),
        ("CompositePodGroup", "TopologyAwareWorkloadScheduling"),
        ("DRADeviceCompatibilityGroups", "DRAPartitionableDevices"),
        ("DRADeviceTaintRules", "DRADeviceTaints"),
        ("DRAFractionalCapacityRange", "DRAConsumableCapacity"),
        ("DRAPartitionableDevicesType", "DRAResourcePoolStatus"),
        ("DRAWorkloadResourceClaims", "GenericWorkload"),
        ("GracefulNodeShutdownBasedOnPodPriority", "GracefulNodeShutdown"),
        ("InPlacePodLevelResourcesVerticalScaling", "PodLevelResources"),
        ("MatchLabelKeysInPodTopologySpreadSelectorMerge", "MatchLabelKeysInPodTopologySpread"),
        ("NodeControllerLeaseCircuitBreaker", "AtomicFIFO"),
        ("PodGroupPreemptionPolicy", "GenericWorkload"),
        ("PodLevelResourcesFixDefaulting", "PodLevelResources"),
        ("PodLevelResourcesFixKubeletQOSClass", "PodLevelResources"),
        ("ResourceHealthStatusMessage", "ResourceHealthStatus"),
        ("RestartAllContainersOnContainerExits", "ContainerRestartRules"),
        ("StaleControllerConsistencyDaemonSet", "AtomicFIFO"),
        ("StaleControllerConsistencyHPA", "AtomicFIFO"),
        ("StaleControllerConsistencyJob", "AtomicFIFO"),
        ("StaleControllerConsistencyReplicaSet", "AtomicFIFO"),
        ("StaleControllerConsistencyStatefulSet", "AtomicFIFO"),
        ("TopologyAwareWorkloadScheduling", "GenericWorkload"),
        ("UnknownVersionInteroperabilityProxy", "APIServerIdentity"),
        ("WindowsGracefulNodeShutdown", "GracefulNodeShutdown"),
        ("WorkloadWithJob", "GenericWorkload"),
    ];

    /// <summary>The first gate that is on while one that it depends on is off; null without one.</summary>
    public static (string Gate, string Requires)? UnmetDependency(Func<string, bool?>? set, KubernetesVersion version)
    {
        if (set is null || version < DependenciesCount)
        {
            return null;
        }

        foreach (var pair in Dependencies)
        {
            if (Resolve(pair.Gate, set, version) && !Resolve(pair.Requires, set, version))
            {
                return pair;
            }
        }

        return null;
    }
}
