namespace SvcLint.Kustomize;

/// <summary>Group, version and kind. In a selector an empty part stands for all.</summary>
internal readonly record struct Gvk(string Group, string Version, string Kind)
{
    // Cluster-scoped kinds of the Kubernetes version (1.21) whose schema kustomize carries. Later kinds count as namespaced.
    private static readonly HashSet<string> ClusterScoped = new(StringComparer.Ordinal)
    {
        "admissionregistration.k8s.io/v1/MutatingWebhookConfiguration",
        "admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration",
        "admissionregistration.k8s.io/v1beta1/MutatingWebhookConfiguration",
        "admissionregistration.k8s.io/v1beta1/ValidatingWebhookConfiguration",
        "apiextensions.k8s.io/v1/CustomResourceDefinition",
        "apiextensions.k8s.io/v1beta1/CustomResourceDefinition",
        "apiregistration.k8s.io/v1/APIService",
        "apiregistration.k8s.io/v1beta1/APIService",
        "certificates.k8s.io/v1/CertificateSigningRequest",
        "certificates.k8s.io/v1beta1/CertificateSigningRequest",
        "flowcontrol.apiserver.k8s.io/v1beta1/FlowSchema",
        "flowcontrol.apiserver.k8s.io/v1beta1/PriorityLevelConfiguration",
        "networking.k8s.io/v1/IngressClass",
        "networking.k8s.io/v1beta1/IngressClass",
        "node.k8s.io/v1/RuntimeClass",
        "node.k8s.io/v1beta1/RuntimeClass",
        "policy/v1beta1/PodSecurityPolicy",
        "rbac.authorization.k8s.io/v1/ClusterRole",
        "rbac.authorization.k8s.io/v1/ClusterRoleBinding",
        "rbac.authorization.k8s.io/v1beta1/ClusterRole",
        "rbac.authorization.k8s.io/v1beta1/ClusterRoleBinding",
        "scheduling.k8s.io/v1/PriorityClass",
        "scheduling.k8s.io/v1beta1/PriorityClass",
        "storage.k8s.io/v1/CSIDriver",
        "storage.k8s.io/v1/CSINode",
        "storage.k8s.io/v1/StorageClass",
        "storage.k8s.io/v1/VolumeAttachment",
        "storage.k8s.io/v1beta1/CSIDriver",
        "storage.k8s.io/v1beta1/CSINode",
        "storage.k8s.io/v1beta1/StorageClass",
        "storage.k8s.io/v1beta1/VolumeAttachment",
        "/v1/ComponentStatus",
        "/v1/Namespace",
        "/v1/Node",
        "/v1/PersistentVolume",
    };

    public bool IsClusterScoped => ClusterScoped.Contains(Group + "/" + Version + "/" + Kind);

    public static Gvk Of(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/');
        return slash < 0 ? new Gvk("", apiVersion, kind) : new Gvk(apiVersion.Substring(0, slash), apiVersion.Substring(slash + 1), kind);
    }

    public bool IsSelectedBy(Gvk selector) =>
        (selector.Group.Length == 0 || selector.Group == Group)
        && (selector.Version.Length == 0 || selector.Version == Version)
        && (selector.Kind.Length == 0 || selector.Kind == Kind);
}
