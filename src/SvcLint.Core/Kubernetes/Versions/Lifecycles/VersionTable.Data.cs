using static SvcLint.Kubernetes.VersionedThing;

namespace SvcLint.Kubernetes;

public static partial class VersionTable
{
    /// <summary>Every entry. Versions are minor versions of Kubernetes 1.</summary>
    public static IReadOnlyList<VersionEntry> Entries { get; } =
    [
        // APIs that make pods, name Services or are about them: deprecated, removed, replacement.
        // Groups lose kinds, not versions: admissionregistration.k8s.io/v1beta1 came back with other ones.
        Gone("admissionregistration.k8s.io/v1beta1/MutatingWebhookConfiguration", 16, 22, "admissionregistration.k8s.io/v1"),
        Gone("admissionregistration.k8s.io/v1beta1/ValidatingWebhookConfiguration", 16, 22, "admissionregistration.k8s.io/v1"),
        Gone("apiextensions.k8s.io/v1beta1/CustomResourceDefinition", 16, 22, "apiextensions.k8s.io/v1"),
        Gone("apiregistration.k8s.io/v1beta1/APIService", 19, 22, "apiregistration.k8s.io/v1"),
        Gone("apps/v1beta1/ControllerRevision", 9, 16, "apps/v1"),
        Gone("apps/v1beta1/Deployment", 9, 16, "apps/v1"),
        Gone("apps/v1beta1/StatefulSet", 9, 16, "apps/v1"),
        Gone("apps/v1beta2/ControllerRevision", 9, 16, "apps/v1"),
        Gone("apps/v1beta2/DaemonSet", 9, 16, "apps/v1"),
        Gone("apps/v1beta2/Deployment", 9, 16, "apps/v1"),
        Gone("apps/v1beta2/ReplicaSet", 9, 16, "apps/v1"),
        Gone("apps/v1beta2/StatefulSet", 9, 16, "apps/v1"),
        Gone("batch/v1beta1/CronJob", 21, 25, "batch/v1"),
        Gone("batch/v2alpha1/CronJob", 8, 21, "batch/v1"),
        Gone("discovery.k8s.io/v1beta1/EndpointSlice", 21, 25, "discovery.k8s.io/v1"),
        Gone("extensions/v1beta1/DaemonSet", 8, 16, "apps/v1"),
        Gone("extensions/v1beta1/Deployment", 8, 16, "apps/v1"),
        Gone("extensions/v1beta1/Ingress", 14, 22, "networking.k8s.io/v1"),
        Gone("extensions/v1beta1/NetworkPolicy", 9, 16, "networking.k8s.io/v1"),
        Gone("extensions/v1beta1/ReplicaSet", 8, 16, "apps/v1"),
        Gone("flowcontrol.apiserver.k8s.io/v1beta2/FlowSchema", 26, 29, "flowcontrol.apiserver.k8s.io/v1", 29),
        Gone("flowcontrol.apiserver.k8s.io/v1beta2/PriorityLevelConfiguration", 26, 29, "flowcontrol.apiserver.k8s.io/v1", 29),
        Gone("flowcontrol.apiserver.k8s.io/v1beta3/FlowSchema", 29, 32, "flowcontrol.apiserver.k8s.io/v1", 29),
        Gone("flowcontrol.apiserver.k8s.io/v1beta3/PriorityLevelConfiguration", 29, 32, "flowcontrol.apiserver.k8s.io/v1", 29),
        Gone("networking.k8s.io/v1beta1/IPAddress", 34, 37, "networking.k8s.io/v1", 33),
        Gone("networking.k8s.io/v1beta1/Ingress", 19, 22, "networking.k8s.io/v1"),
        Gone("networking.k8s.io/v1beta1/IngressClass", 19, 22, "networking.k8s.io/v1"),
        Gone("networking.k8s.io/v1beta1/ServiceCIDR", 34, 37, "networking.k8s.io/v1", 33),
        new(Api, "v1/Endpoints", new(33), Replacement: "discovery.k8s.io/v1 EndpointSlice"),

        // Fields and single values of fields.
        new(Field, "Service.spec.loadBalancerIP", new(24), Replacement: "an annotation of the load balancer's controller"),
        new(Field, "Service.spec.externalIPs", new(36), Replacement: "a LoadBalancer Service, or a gateway"),
        new(Field, "Service.spec.trafficDistribution=PreferClose", new(35), Replacement: "PreferSameZone", ReplacementSince: new(34)),
        new(Field, "EndpointSlice.addressType=FQDN", new(33)),
        new(Field, "KubeProxyConfiguration.mode=ipvs", new(35), Replacement: "nftables", ReplacementSince: new(31)),

        // Annotations. One that is removed has no effect any more.
        new(Annotation, "service.kubernetes.io/topology-aware-hints", new(27), Replacement: "service.kubernetes.io/topology-mode", ReplacementSince: new(27)),
        new(Annotation, "service.alpha.kubernetes.io/tolerate-unready-endpoints", new(11), new(24), "spec.publishNotReadyAddresses"),
        new(Annotation, "service.alpha.kubernetes.io/external-traffic", new(7), new(7), "spec.externalTrafficPolicy"),
        new(Annotation, "service.beta.kubernetes.io/external-traffic", new(7), new(7), "spec.externalTrafficPolicy"),
        new(Annotation, "service.alpha.kubernetes.io/healthcheck-nodeport", new(7), new(7), "spec.healthCheckNodePort"),
        new(Annotation, "service.beta.kubernetes.io/healthcheck-nodeport", new(7), new(7), "spec.healthCheckNodePort"),
        new(Annotation, "kubernetes.io/ingress.class", new(18), Replacement: "spec.ingressClassName"),

        // Labels that nodes carried, as node selectors still ask for them.
        new(Label, "failure-domain.beta.kubernetes.io/zone", new(17), Replacement: "topology.kubernetes.io/zone"),
        new(Label, "failure-domain.beta.kubernetes.io/region", new(17), Replacement: "topology.kubernetes.io/region"),
        new(Label, "beta.kubernetes.io/os", new(14), Replacement: "kubernetes.io/os"),
        new(Label, "beta.kubernetes.io/arch", new(14), Replacement: "kubernetes.io/arch"),
        new(Label, "beta.kubernetes.io/instance-type", new(17), Replacement: "node.kubernetes.io/instance-type"),
        new(Label, "node-role.kubernetes.io/master", new(20), new(24), "node-role.kubernetes.io/control-plane"),

        // Flags of kube-proxy, which does not start with one that it does not have.
        new(Flag, "kube-proxy --proxy-port-range", new(26), new(31)),

        // Metrics of kube-proxy.
        new(Metric, "kubeproxy_sync_proxy_rules_latency_microseconds", new(14), new(17), "kubeproxy_sync_proxy_rules_duration_seconds"),
    ];

    private static VersionEntry Gone(string api, int deprecated, int removed, string? replacement, int? since = null) =>
        new(Api, api, new(deprecated), new(removed), replacement, since is { } minor ? new KubernetesVersion(minor) : null);
}
