namespace SvcLint.Kubernetes;

public static partial class VersionTable
{
    // Stable kinds, which no version has taken away; the version that brought them where a supported one lacks them.
    private static readonly (string GroupVersion, string Kinds, int Since)[] Stable =
    [
        ("v1", "ConfigMap Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount", 0),
        ("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration ValidatingWebhookConfiguration", 0),
        ("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding", 30),
        ("apiextensions.k8s.io/v1", "CustomResourceDefinition", 0),
        ("apiregistration.k8s.io/v1", "APIService", 0),
        ("apps/v1", "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet", 0),
        ("autoscaling/v1", "HorizontalPodAutoscaler", 0),
        ("autoscaling/v2", "HorizontalPodAutoscaler", 0),
        ("batch/v1", "CronJob Job", 0),
        ("certificates.k8s.io/v1", "CertificateSigningRequest", 0),
        ("coordination.k8s.io/v1", "Lease", 0),
        ("discovery.k8s.io/v1", "EndpointSlice", 0),
        ("events.k8s.io/v1", "Event", 0),
        ("flowcontrol.apiserver.k8s.io/v1", "FlowSchema PriorityLevelConfiguration", 29),
        ("networking.k8s.io/v1", "Ingress IngressClass NetworkPolicy", 0),
        ("networking.k8s.io/v1", "IPAddress ServiceCIDR", 33),
        ("node.k8s.io/v1", "RuntimeClass", 0),
        ("policy/v1", "PodDisruptionBudget", 0),
        ("rbac.authorization.k8s.io/v1", "ClusterRole ClusterRoleBinding Role RoleBinding", 0),
        ("resource.k8s.io/v1", "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice", 34),
        ("scheduling.k8s.io/v1", "PriorityClass", 0),
        ("storage.k8s.io/v1", "CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment", 0),
    ];

    /// <summary>
    /// The kinds that every cluster of a version serves, as <c>apiVersion/Kind</c>: the stable ones, and those of <see cref="Entries"/> that are not
    /// removed yet. Without a version, what all supported ones serve.
    /// </summary>
    public static IEnumerable<string> KindsServedIn(KubernetesVersion? version)
    {
        var (oldest, newest) = (version ?? KubernetesVersion.Oldest, version ?? KubernetesVersion.Newest);
        foreach (var (groupVersion, kinds, since) in Stable)
        {
            if (oldest >= new KubernetesVersion(since))
            {
                foreach (var kind in kinds.Split(' '))
                {
                    yield return groupVersion + "/" + kind;
                }
            }
        }

        foreach (var entry in Entries)
        {
            if (entry.Thing == VersionedThing.Api && (entry.Removed is not { } removed || removed > newest))
            {
                yield return entry.Name;
            }
        }
    }
}
