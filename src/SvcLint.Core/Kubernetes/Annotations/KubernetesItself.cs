using static SvcLint.Kubernetes.Annotations.Grammars;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>Annotations of Kubernetes itself on Services, and those of others that stand beside cloud keys: known, so never a slip.</summary>
public static class KubernetesItself
{
    /// <summary>The clients of a load balancer; the field that came after it is <c>spec.loadBalancerSourceRanges</c>.</summary>
    public const string SourceRanges = "service.beta.kubernetes.io/load-balancer-source-ranges";

    /// <summary>Asks for endpoints near the client.</summary>
    public const string TopologyMode = "service.kubernetes.io/topology-mode";

    /// <summary>The older name of <see cref="TopologyMode"/>.</summary>
    public const string TopologyHints = "service.kubernetes.io/topology-aware-hints";

    public static CloudProvider Provider { get; } = new(
        "Kubernetes",
        "kubernetes",
        "kubernetes/api (core/v1 annotation keys), kube-proxy, the EndpointSlice controller",
        [],
        [
            Key(SourceRanges, FreeText("comma-separated CIDRs; the API server checks them", "10.0.0.0/8"), "Clients by CIDR; spec.loadBalancerSourceRanges says it and wins")
                with { RestrictsSources = true },
            Key(TopologyMode, DocumentedWord("Auto", "auto", "Disabled", "disabled"), "Topology aware routing; the EndpointSlice controller takes every other word for `Disabled`"),
            Key(TopologyHints, FreeText("`Auto` or `Disabled`", "Auto"), "Topology aware routing, older name"),
            Key("service.alpha.kubernetes.io/tolerate-unready-endpoints", FreeText("`true` or `false`", "true"), "Older name of spec.publishNotReadyAddresses"),
            Key("service.kubernetes.io/service-proxy-name", FreeText("a name", "other"), "As a label: kube-proxy leaves the Service to another proxy"),
            Key("endpoints.kubernetes.io/last-change-trigger-time", FreeText("a time", "2026-01-01T00:00:00Z"), "State of the endpoints controller") with { IsWrittenByController = true },
            Key("kubectl.kubernetes.io/last-applied-configuration", FreeText("JSON", "{}"), "State of kubectl") with { IsWrittenByController = true },
        ])
    {
        Notes = "Deprecations of these keys follow Kubernetes' versions and have rules of their own.",
    };

    /// <summary>Keys of others that are recognized and not judged.</summary>
    public static IReadOnlyList<string> Recognised { get; } =
    [
        "external-dns.alpha.kubernetes.io/hostname",
        "external-dns.alpha.kubernetes.io/internal-hostname",
        "external-dns.alpha.kubernetes.io/target",
        "external-dns.alpha.kubernetes.io/ttl",
        "prometheus.io/scrape",
        "prometheus.io/port",
        "prometheus.io/path",
        "prometheus.io/scheme",
        "kube-vip.io/loadbalancerIPs",
        "networking.istio.io/traffic-distribution",
        "networking.istio.io/exportTo",
        "policy.cilium.io/no-track-port",
        "io.cilium.no-track-port",
    ];

    private static ServiceAnnotation Key(string key, ValueGrammar value, string summary) => new(key, value, summary) { IsForLoadBalancer = false };
}
