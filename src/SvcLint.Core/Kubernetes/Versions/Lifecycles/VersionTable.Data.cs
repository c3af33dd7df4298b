using static SvcLint.Kubernetes.VersionedThing;

namespace SvcLint.Kubernetes;

public static partial class VersionTable
{
    /// <summary>Every entry. Versions are minor versions of Kubernetes 1.</summary>
    public static IReadOnlyList<VersionEntry> Entries { get; } =
    [
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
}
