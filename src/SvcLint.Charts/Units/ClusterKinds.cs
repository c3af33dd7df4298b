namespace SvcLint.Charts.Units;

/// <summary>
/// What <c>.Capabilities.APIVersions.Has</c> finds in every cluster of the versions that svclint knows, and Helm by itself does not: it has versions, but
/// no kinds, and no aggregated APIs. A template that asks for one of them falls back to what no cluster has.
/// </summary>
internal static class ClusterKinds
{
    public static IReadOnlyList<string> All { get; } =
    [
        "apiregistration.k8s.io/v1", "apiregistration.k8s.io/v1/APIService", "v1/ConfigMap", "v1/Endpoints", "v1/Namespace",
        "v1/PersistentVolumeClaim", "v1/Pod", "v1/Secret", "v1/Service", "v1/ServiceAccount", "apps/v1/DaemonSet", "apps/v1/Deployment",
        "apps/v1/ReplicaSet", "apps/v1/StatefulSet", "autoscaling/v1/HorizontalPodAutoscaler", "autoscaling/v2/HorizontalPodAutoscaler",
        "batch/v1/Job", "batch/v1/CronJob", "discovery.k8s.io/v1/EndpointSlice", "networking.k8s.io/v1/NetworkPolicy",
        "networking.k8s.io/v1/Ingress", "networking.k8s.io/v1/IngressClass", "policy/v1/PodDisruptionBudget",
        "rbac.authorization.k8s.io/v1/ClusterRole", "rbac.authorization.k8s.io/v1/ClusterRoleBinding", "rbac.authorization.k8s.io/v1/Role",
        "rbac.authorization.k8s.io/v1/RoleBinding", "admissionregistration.k8s.io/v1/MutatingWebhookConfiguration",
        "admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration", "apiextensions.k8s.io/v1/CustomResourceDefinition",
    ];
}
