using static SvcLint.Kubernetes.Annotations.Grammars;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>Cilium: global Services, its own load balancing and address management.</summary>
public static class Cilium
{
    private const string Services = "service.cilium.io/";
    private const string Addresses = "lbipam.cilium.io/";

    public static LoadBalancerImplementation Controller { get; } = new("Cilium", "io.cilium/bgp-control-plane", "io.cilium/l2-announcer") { HasFixedClasses = false };

    public static AnnotationProvider Provider { get; } = new(
        "Cilium",
        "cilium",
        "cilium/cilium (pkg/annotation)",
        [Controller],
        [
            Key(Services + "global", TrueOrFalse, "The Service spans the cluster mesh", "io.cilium/global-service"),
            Key(Services + "shared", TrueOrFalse, "This cluster's endpoints serve the others", "io.cilium/shared-service"),
            Key(Services + "affinity", Word("local", "remote", "none"), "Which clusters' endpoints are preferred", "io.cilium/service-affinity"),
            Key(Services + "global-sync-endpoint-slices", TrueOrFalse, "Copies remote endpoints into EndpointSlices"),
            Key(Services + "lb-algorithm", Word("random", "maglev"), "Balancing algorithm"),
            Key(Services + "node", FreeText("a label value", "edge"), "Nodes that serve the Service"),
            Key(Services + "node-selector", FreeText("a label selector", "role=edge"), "Nodes that serve the Service"),
            Key(Services + "type", new ListOf(Word("ClusterIP", "NodePort", "LoadBalancer")), "Which frontends are made"),
            Key(Services + "src-ranges-policy", Word("allow", "deny"), "Whether loadBalancerSourceRanges admits or refuses; `deny` turns it round") with { RestrictsSources = true },
            Key(Services + "proxy-delegation", Word("none", "delegate-if-local"), "Leaves the Service to another proxy"),
            Key(Services + "forwarding-mode", Word("dsr", "snat"), "How packets reach remote backends"),
            Key(Addresses + "ips", Grammars.Addresses, "Addresses of the load balancer", "io.cilium/lb-ipam-ips"),
            Key(Addresses + "sharing-key", FreeText("a sharing key", "shop"), "Services with the same key may share an address", "io.cilium/lb-ipam-sharing-key"),
            Key(Addresses + "sharing-cross-namespace", List("a namespace or `*`", "*"), "Namespaces that may share", "io.cilium/lb-ipam-sharing-cross-namespace"),
        ])
    {
        Notes = "The keys under `io.cilium/` are older names and still read.",
    };

    private static ServiceAnnotation Key(string key, ValueGrammar value, string summary, string? older = null) =>
        new(key, value, summary) { ReadBy = [Controller], OlderKeys = older is null ? [] : [new OlderKey(older)], IsForLoadBalancer = false };
}
