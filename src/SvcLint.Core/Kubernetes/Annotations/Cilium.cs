using static SvcLint.Kubernetes.Annotations.Grammars;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>Cilium: global Services, its own load balancing and address management.</summary>
public static class Cilium
{
    private const string Services = "service.cilium.io/";
    private const string Addresses = "lbipam.cilium.io/";

    public static LoadBalancerImplementation Controller { get; } = new("Cilium", "io.cilium/bgp-control-plane", "io.cilium/l2-announcer", "io.cilium/node") { HasFixedClasses = false };

    private static readonly AnnotationCondition Global = AnnotationCondition.Is(Services + "global", "true");

    private const string NotGlobal = "the Service does not span the cluster mesh";

    public static CloudProvider Provider { get; } = new(
        "Cilium",
        "cilium",
        "cilium/cilium (pkg/annotation, pkg/loadbalancer, pkg/k8s and their readers, 2026), its documentation",
        [Controller],
        [
            Key(Services + "global", LaxBoolean, "The Service spans the cluster mesh", "io.cilium/global-service"),
            Key(Services + "shared", LaxBoolean, "This cluster's endpoints serve the others", "io.cilium/shared-service").OnlyWith(Global, NotGlobal),
            Key(Services + "affinity", AnyCase("local", "remote", "none"), "Which clusters' endpoints are preferred", "io.cilium/service-affinity").OnlyWith(Global, NotGlobal),
            Key(Services + "global-sync-endpoint-slices", TrueOrFalse, "Copies remote endpoints into EndpointSlices"),
            Key(Services + "lb-algorithm", AnyCase("random", "maglev"), "Balancing algorithm"),
            Key(Services + "node", FreeText("a label value", "edge"), "Nodes that serve the Service"),
            Key(Services + "node-selector", FreeText("a label selector", "role=edge"), "Nodes that serve the Service"),
            Key(Services + "type", Word("ClusterIP", "NodePort", "LoadBalancer"), "The only kind of frontend that is made"),
            Key(Services + "src-ranges-policy", AnyCase("allow", "deny"), "Whether loadBalancerSourceRanges admits or refuses; `deny` turns it round") with { RestrictsSources = true },
            Key(Services + "proxy-delegation", AnyCase("none", "delegate-if-local"), "Leaves the Service to another proxy"),
            Key(Services + "forwarding-mode", AnyCase("dsr", "snat"), "How packets reach remote backends"),
            Key(Services + "lb-l7", Word("enabled"), "Balances requests instead of connections, through Envoy"),
            Key(Services + "lb-l7-algorithm", AnyCase("round_robin", "least_request", "random", "ring_hash", "maglev"), "Algorithm of Envoy", defaultValue: "round_robin")
                .OnlyWith(AnnotationCondition.Is(Services + "lb-l7", "enabled"), "balancing by request is off"),
            Key(Addresses + "ips", Grammars.Addresses, "Addresses of the load balancer", "io.cilium/lb-ipam-ips"),
            Key(Addresses + "sharing-key", FreeText("a sharing key", "shop"), "Services with the same key may share an address", "io.cilium/lb-ipam-sharing-key"),
            Key(Addresses + "sharing-cross-namespace", List("a namespace or `*`", "*"), "Namespaces that may share", "io.cilium/lb-ipam-sharing-cross-namespace"),
            Key(Addresses + "sharing-permit-different-pods", LaxBoolean, "Services of other pods may share although externalTrafficPolicy is Local", "io.cilium/lb-ipam-sharing-permit-different-pods")
                with { Certainty = Certainty.Documented },
            Key("io.cilium.nodeipam/match-node-labels", FreeText("a label selector", "role=edge"), "Nodes whose addresses the Service gets, with loadBalancerClass `io.cilium/node`")
                with { Certainty = Certainty.Documented },
        ])
    {
        Notes = "The keys under `io.cilium/` are older names and still read.",
    };

    private static ServiceAnnotation Key(string key, ValueGrammar value, string summary, string? older = null, string? defaultValue = null) =>
        new(key, value, summary) { ReadBy = [Controller], OlderKeys = older is null ? [] : [new OlderKey(older)], IsForLoadBalancer = false, Default = defaultValue };
}
