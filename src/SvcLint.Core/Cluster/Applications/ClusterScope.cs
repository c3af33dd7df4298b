using SvcLint.Model;

namespace SvcLint.Cluster.Applications;

/// <summary>Kinds that are in no namespace.</summary>
internal static class ClusterScope
{
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal)
    {
        "/ComponentStatus", "/Namespace", "/Node", "/PersistentVolume",
        "admissionregistration.k8s.io/MutatingWebhookConfiguration", "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
        "admissionregistration.k8s.io/ValidatingAdmissionPolicy", "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
        "apiextensions.k8s.io/CustomResourceDefinition", "apiregistration.k8s.io/APIService", "certificates.k8s.io/CertificateSigningRequest",
        "flowcontrol.apiserver.k8s.io/FlowSchema", "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration", "networking.k8s.io/IngressClass",
        "networking.k8s.io/ServiceCIDR", "networking.k8s.io/IPAddress", "node.k8s.io/RuntimeClass", "policy/PodSecurityPolicy",
        "rbac.authorization.k8s.io/ClusterRole", "rbac.authorization.k8s.io/ClusterRoleBinding", "scheduling.k8s.io/PriorityClass",
        "storage.k8s.io/CSIDriver", "storage.k8s.io/CSINode", "storage.k8s.io/StorageClass", "storage.k8s.io/VolumeAttachment",
        "gateway.networking.k8s.io/GatewayClass", "cert-manager.io/ClusterIssuer", "external-secrets.io/ClusterSecretStore", "external-secrets.io/ClusterExternalSecret",
        "policy.networking.k8s.io/AdminNetworkPolicy", "policy.networking.k8s.io/BaselineAdminNetworkPolicy", "policy.networking.k8s.io/ClusterNetworkPolicy",
        "cilium.io/CiliumClusterwideNetworkPolicy", "cilium.io/CiliumLoadBalancerIPPool", "cilium.io/CiliumL2AnnouncementPolicy", "crd.projectcalico.org/GlobalNetworkPolicy",
        "projectcalico.org/GlobalNetworkPolicy", "snapshot.storage.k8s.io/VolumeSnapshotClass", "operator.tigera.io/Installation", "kyverno.io/ClusterPolicy",
    };

    public static bool Holds(KubernetesObject item) => Kinds.Contains(item.Group + "/" + item.Kind.Value);
}
