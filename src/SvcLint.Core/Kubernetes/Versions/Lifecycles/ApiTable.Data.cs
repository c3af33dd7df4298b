namespace SvcLint.Kubernetes;

public static partial class ApiTable
{
    private const string Admission = "admissionregistration.k8s.io/";
    private const string Authorization = "authorization.k8s.io/";
    private const string Certificates = "certificates.k8s.io/";
    private const string Coordination = "coordination.k8s.io/";
    private const string FlowControl = "flowcontrol.apiserver.k8s.io/";
    private const string Networking = "networking.k8s.io/";
    private const string Rbac = "rbac.authorization.k8s.io/";
    private const string Resource = "resource.k8s.io/";
    private const string Scheduling = "scheduling.k8s.io/";
    private const string Storage = "storage.k8s.io/";

    /// <summary>Every kind, by group, older apiVersions first. Versions are minor versions of Kubernetes 1.</summary>
    public static IReadOnlyList<ApiEntry> Entries { get; } =
    [
        .. Stable("v1", "ConfigMap Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount"),
        new("v1", "Endpoints", Deprecated: new(33), Replacement: "discovery.k8s.io/v1 EndpointSlice"),

        .. Gone(Admission + "v1alpha1", "InitializerConfiguration", 9, 14, null),
        .. Optional(Admission + "v1alpha1", "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding", 26, 29, 32, Admission + "v1"),
        .. Optional(Admission + "v1alpha1", "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding", 32, 35, 38, Admission + "v1"),
        .. Gone(Admission + "v1beta1", "MutatingWebhookConfiguration ValidatingWebhookConfiguration", 16, 22, Admission + "v1"),
        .. Optional(Admission + "v1beta1", "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding", 28, 31, 34, Admission + "v1"),
        .. Optional(Admission + "v1beta1", "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding", 34, 37, 40, Admission + "v1"),
        .. Stable(Admission + "v1", "MutatingWebhookConfiguration ValidatingWebhookConfiguration"),
        .. Stable(Admission + "v1", "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding", 30),
        .. Stable(Admission + "v1", "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding", 36),

        .. Gone("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", 16, 22, "apiextensions.k8s.io/v1"),
        .. Stable("apiextensions.k8s.io/v1", "CustomResourceDefinition"),

        .. Gone("apiregistration.k8s.io/v1beta1", "APIService", 19, 22, "apiregistration.k8s.io/v1"),
        .. Stable("apiregistration.k8s.io/v1", "APIService"),

        .. Gone("apps/v1beta1", "ControllerRevision Deployment StatefulSet", 8, 16, "apps/v1"),
        .. Gone("apps/v1beta2", "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet", 9, 16, "apps/v1"),
        .. Stable("apps/v1", "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet"),

        .. Gone("auditregistration.k8s.io/v1alpha1", "AuditSink", 18, 19, null),

        .. Gone(Authorization + "v1beta1", "LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview", 19, 22, Authorization + "v1"),
        .. Stable(Authorization + "v1", "LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview"),

        .. Gone("autoscaling/v2beta1", "HorizontalPodAutoscaler", 22, 25, "autoscaling/v2"),
        .. Gone("autoscaling/v2beta2", "HorizontalPodAutoscaler", 23, 26, "autoscaling/v2"),
        .. Stable("autoscaling/v1", "HorizontalPodAutoscaler"),
        .. Stable("autoscaling/v2", "HorizontalPodAutoscaler"),

        .. Gone("batch/v2alpha1", "CronJob", 8, 21, "batch/v1"),
        .. Gone("batch/v1beta1", "CronJob", 21, 25, "batch/v1"),
        .. Stable("batch/v1", "CronJob Job"),

        .. Optional(Certificates + "v1alpha1", "ClusterTrustBundle", 27, 34, 37, Certificates + "v1"),
        .. Optional(Certificates + "v1alpha1", "PodCertificateRequest", 34, 35, 35, Certificates + "v1beta1"),
        .. Gone(Certificates + "v1beta1", "CertificateSigningRequest", 19, 22, Certificates + "v1"),
        .. Optional(Certificates + "v1beta1", "ClusterTrustBundle", 33, 37, 40, Certificates + "v1"),
        .. Optional(Certificates + "v1beta1", "PodCertificateRequest", 35, 37, 40, Certificates + "v1"),
        .. Stable(Certificates + "v1", "CertificateSigningRequest"),
        .. Stable(Certificates + "v1", "ClusterTrustBundle PodCertificateRequest", 37),

        .. Optional(Coordination + "v1alpha1", "LeaseCandidate", 31, 32, 32, Coordination + "v1beta1"),
        .. Optional(Coordination + "v1alpha2", "LeaseCandidate", 32, 35, 38, Coordination + "v1beta1"),
        .. Gone(Coordination + "v1beta1", "Lease", 19, 22, Coordination + "v1"),
        .. Optional(Coordination + "v1beta1", "LeaseCandidate", 33, 36, 39),
        .. Stable(Coordination + "v1", "Lease"),

        .. Gone("discovery.k8s.io/v1beta1", "EndpointSlice", 21, 25, "discovery.k8s.io/v1"),
        .. Stable("discovery.k8s.io/v1", "EndpointSlice"),

        .. Gone("events.k8s.io/v1beta1", "Event", 22, 25, "events.k8s.io/v1"),
        .. Stable("events.k8s.io/v1", "Event"),

        .. Gone("extensions/v1beta1", "DaemonSet Deployment ReplicaSet", 8, 16, "apps/v1"),
        .. Gone("extensions/v1beta1", "Ingress", 14, 22, Networking + "v1"),
        .. Gone("extensions/v1beta1", "NetworkPolicy", 9, 16, Networking + "v1"),
        .. Gone("extensions/v1beta1", "PodSecurityPolicy", 11, 16, null),

        .. Gone(FlowControl + "v1alpha1", "FlowSchema PriorityLevelConfiguration", 20, 21, FlowControl + "v1"),
        .. Gone(FlowControl + "v1beta1", "FlowSchema PriorityLevelConfiguration", 23, 26, FlowControl + "v1"),
        .. Gone(FlowControl + "v1beta2", "FlowSchema PriorityLevelConfiguration", 26, 29, FlowControl + "v1"),
        .. Gone(FlowControl + "v1beta3", "FlowSchema PriorityLevelConfiguration", 29, 32, FlowControl + "v1"),
        .. Stable(FlowControl + "v1", "FlowSchema PriorityLevelConfiguration", 29),

        .. Optional("lifecycle.k8s.io/v1alpha1", "Eviction EvictionRequest", 37, 40, 43),

        .. Optional(Networking + "v1alpha1", "ClusterCIDR", 25, 28, 29),
        .. Optional(Networking + "v1alpha1", "IPAddress", 27, 30, 33, Networking + "v1"),
        .. Optional(Networking + "v1alpha1", "ServiceCIDR", 29, 30, 33, Networking + "v1"),
        .. Gone(Networking + "v1beta1", "Ingress IngressClass", 19, 22, Networking + "v1"),
        .. Optional(Networking + "v1beta1", "IPAddress ServiceCIDR", 31, 34, 37, Networking + "v1"),
        .. Stable(Networking + "v1", "Ingress IngressClass NetworkPolicy"),
        .. Stable(Networking + "v1", "IPAddress ServiceCIDR", 33),

        .. Gone("node.k8s.io/v1alpha1", "RuntimeClass", 20, 22, "node.k8s.io/v1"),
        .. Gone("node.k8s.io/v1beta1", "RuntimeClass", 22, 25, "node.k8s.io/v1"),
        .. Stable("node.k8s.io/v1", "RuntimeClass"),

        .. Gone("policy/v1beta1", "PodDisruptionBudget", 21, 25, "policy/v1"),
        .. Gone("policy/v1beta1", "PodSecurityPolicy", 21, 25, null),
        .. Stable("policy/v1", "PodDisruptionBudget"),

        .. Gone(Rbac + "v1alpha1", "ClusterRole ClusterRoleBinding Role RoleBinding", 17, 23, Rbac + "v1"),
        .. Gone(Rbac + "v1beta1", "ClusterRole ClusterRoleBinding Role RoleBinding", 17, 22, Rbac + "v1"),
        .. Stable(Rbac + "v1", "ClusterRole ClusterRoleBinding Role RoleBinding"),

        .. Optional(Resource + "v1alpha1", "ResourceClaim ResourceClaimTemplate", 26, 27, 27, Resource + "v1"),
        .. Optional(Resource + "v1alpha1", "PodScheduling ResourceClass", 26, 27, 27),
        .. Optional(Resource + "v1alpha2", "ResourceClaim ResourceClaimTemplate", 27, 31, 31, Resource + "v1"),
        .. Optional(Resource + "v1alpha2", "ResourceSlice", 30, 31, 31, Resource + "v1"),
        .. Optional(Resource + "v1alpha2", "PodSchedulingContext ResourceClass", 27, 31, 31),
        .. Optional(Resource + "v1alpha2", "ResourceClaimParameters ResourceClassParameters", 30, 31, 31),
        .. Optional(Resource + "v1alpha3", "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice", 31, 34, 34, Resource + "v1"),
        .. Optional(Resource + "v1alpha3", "PodSchedulingContext", 31, 32, 32),
        .. Optional(Resource + "v1alpha3", "DeviceTaintRule", 33, 36, 39, Resource + "v1"),
        .. Optional(Resource + "v1alpha3", "ResourcePoolStatusRequest", 36, 39, 42),
        .. Optional(Resource + "v1beta1", "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice", 32, 35, 38, Resource + "v1"),
        .. Optional(Resource + "v1beta2", "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice", 33, 36, 39, Resource + "v1"),
        .. Optional(Resource + "v1beta2", "DeviceTaintRule", 36, 39, 42, Resource + "v1"),
        .. Stable(Resource + "v1", "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice", 34),
        .. Stable(Resource + "v1", "DeviceTaintRule", 37),

        .. Gone(Scheduling + "v1alpha1", "PriorityClass", 14, 23, Scheduling + "v1"),
        .. Optional(Scheduling + "v1alpha1", "Workload", 35, 36, 36, Scheduling + "v1beta1"),
        .. Optional(Scheduling + "v1alpha2", "PodGroup Workload", 36, 37, 37, Scheduling + "v1beta1"),
        .. Optional(Scheduling + "v1alpha3", "CompositePodGroup PodGroup Workload", 37),
        .. Gone(Scheduling + "v1beta1", "PriorityClass", 14, 22, Scheduling + "v1"),
        .. Optional(Scheduling + "v1beta1", "PodGroup Workload", 37, 40, 43),
        .. Stable(Scheduling + "v1", "PriorityClass"),

        .. Gone("settings.k8s.io/v1alpha1", "PodPreset", 19, 20, null),

        .. Gone(Storage + "v1alpha1", "CSIStorageCapacity VolumeAttachment", 21, 24, Storage + "v1"),
        .. Optional(Storage + "v1alpha1", "VolumeAttributesClass", 29, 32, 35, Storage + "v1"),
        .. Gone(Storage + "v1beta1", "CSIDriver StorageClass VolumeAttachment", 19, 22, Storage + "v1"),
        .. Gone(Storage + "v1beta1", "CSINode", 17, 22, Storage + "v1"),
        .. Gone(Storage + "v1beta1", "CSIStorageCapacity", 24, 27, Storage + "v1"),
        .. Optional(Storage + "v1beta1", "VolumeAttributesClass", 31, 34, 37, Storage + "v1"),
        .. Stable(Storage + "v1", "CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment"),
        .. Stable(Storage + "v1", "VolumeAttributesClass", 34),

        .. Optional("storagemigration.k8s.io/v1alpha1", "StorageVersionMigration", 30, 33, 35, "storagemigration.k8s.io/v1beta1"),
        .. Optional("storagemigration.k8s.io/v1beta1", "StorageVersionMigration", 35, 37, 40, "storagemigration.k8s.io/v1"),
        .. Stable("storagemigration.k8s.io/v1", "StorageVersionMigration", 37),
    ];

    private static IEnumerable<ApiEntry> Stable(string apiVersion, string kinds, int? since = null) => kinds.Split(' ').Select(kind => new ApiEntry(apiVersion, kind, Version(since)));

    // Of the time when API servers served beta APIs unasked, up to those that began in 1.23.
    private static IEnumerable<ApiEntry> Gone(string apiVersion, string kinds, int deprecated, int removed, string? replacement) =>
        kinds.Split(' ').Select(kind => new ApiEntry(apiVersion, kind, null, Version(deprecated), Version(removed), replacement));

    private static IEnumerable<ApiEntry> Optional(string apiVersion, string kinds, int since, int? deprecated = null, int? removed = null, string? replacement = null) =>
        kinds.Split(' ').Select(kind => new ApiEntry(apiVersion, kind, Version(since), Version(deprecated), Version(removed), replacement, IsOptional: true));

    private static KubernetesVersion? Version(int? minor) => minor is { } known ? new KubernetesVersion(known) : null;
}
