namespace SvcLint.Charts;

/// <summary>The order in which Helm installs kinds.</summary>
internal static class InstallOrder
{
    private static readonly string[] Helm3 =
    [
        "PriorityClass", "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodSecurityPolicy", "PodDisruptionBudget", "ServiceAccount", "Secret", "SecretList",
        "ConfigMap", "StorageClass", "PersistentVolume", "PersistentVolumeClaim", "CustomResourceDefinition", "ClusterRole", "ClusterRoleList", "ClusterRoleBinding",
        "ClusterRoleBindingList", "Role", "RoleList", "RoleBinding", "RoleBindingList", "Service", "DaemonSet", "Pod", "ReplicationController", "ReplicaSet", "Deployment",
        "HorizontalPodAutoscaler", "StatefulSet", "Job", "CronJob", "IngressClass", "Ingress", "APIService",
    ];

    private static readonly string[] Helm4 = [.. Helm3, "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

    /// <summary>Sorts in place, equal kinds as they stand; unknown kinds come last, by name.</summary>
    public static IReadOnlyList<ReleaseManifest> Sort(IEnumerable<ReleaseManifest> manifests, int helm)
    {
        var order = helm >= 4 ? Helm4 : Helm3;
        int Rank(string kind) => Array.IndexOf(order, kind) is >= 0 and var rank ? rank : order.Length;
        return [.. manifests.OrderBy(manifest => Rank(manifest.Kind)).ThenBy(manifest => Rank(manifest.Kind) < order.Length ? "" : manifest.Kind, StringComparer.Ordinal)];
    }
}
