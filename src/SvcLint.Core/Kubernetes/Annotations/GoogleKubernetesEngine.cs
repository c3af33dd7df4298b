using static SvcLint.Kubernetes.Annotations.Grammars;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>Google Kubernetes Engine: passthrough load balancers, and the keys that its Ingress and Gateway controllers read on Services.</summary>
public static class GoogleKubernetesEngine
{
    private const string Networking = "networking.gke.io/";
    private const string Cloud = "cloud.google.com/";
    private const string Type = Networking + "load-balancer-type";

    public static LoadBalancerImplementation Controller { get; } = new(
        "GKE load balancer controllers",
        "networking.gke.io/l4-regional-external",
        "networking.gke.io/l4-regional-external-legacy",
        "networking.gke.io/l4-regional-internal",
        "networking.gke.io/l4-regional-internal-legacy",
        "networking.gke.io/standalone-passthrough-lb-neg");

    private static readonly AnnotationCondition Internal = new(
        $"`{Type}: Internal` or an internal loadBalancerClass",
        s => s.LoadBalancerClass is { } wanted ? wanted.IndexOf("internal", StringComparison.Ordinal) >= 0 : AnnotationCondition.Is(Type, "Internal").Holds(s),
        Type);

    public static CloudProvider Provider { get; } = new(
        "Google Kubernetes Engine",
        "gke",
        "kubernetes/cloud-provider-gcp and kubernetes/ingress-gce (source, August 2026), GKE documentation",
        [Controller],
        [
            Key(Type, Word("Internal", "internal", "External", "external"), "`Internal` makes a private load balancer; every other value a public one, silently")
                .Deprecated("write `Internal`", value: "internal")
                with { OlderKeys = [new OlderKey(Cloud + "load-balancer-type")], InternalValues = ["Internal", "internal"], DecidesIdentity = true },
            Key(Networking + "internal-load-balancer-allow-global-access", ExactBoolean, "Clients of other regions may use the internal load balancer", "false")
                .OnlyWith(Internal, "the load balancer is not internal"),
            Key(Networking + "internal-load-balancer-subnet", FreeText("a subnet", "ilb-subnet"), "Subnet of the internal load balancer").OnlyWith(Internal, "the load balancer is not internal"),
            Key(Networking + "load-balancer-ip-addresses", List("a reserved address by name", "shop-ip"), "Reserved addresses, at most one of each family"),
            Key(Networking + "load-balancer-subnet", FreeText("a subnet", "lb-subnet"), "Subnet of the address, on internal load balancers and for IPv6 on public ones; wins over `internal-load-balancer-subnet`"),
            Key(Networking + "ip-collection-v6", FreeText("the URL of a collection", "projects/shop/regions/europe-west1/publicDelegatedPrefixes/v6"), "Your own IPv6 addresses to take one from"),
            Key(Networking + "weighted-load-balancing", Word("pods-per-node"), "Weighs nodes by their pods")
                .OnlyWith(AnnotationCondition.LocalTraffic, "with externalTrafficPolicy Cluster every node weighs the same"),
            Key(Networking + "l4-strong-session-affinity", Word("enabled"), "Keeps clients on their backend when backends change; for projects that Google has admitted"),
            Key(Networking + "l4lb-config", FreeText("the name of a ConfigMap", "lb-config"), "Logging of the load balancer, from a ConfigMap"),
            Key(Networking + "custom-forwarding-rule", List("a forwarding rule", "shop-rule"), "Your own forwarding rules, with loadBalancerClass `networking.gke.io/standalone-passthrough-lb-neg`"),
            Key(Cloud + "network-tier", Word("Standard", "Premium"), "Network tier of the public address", "Premium"),
            Key(Cloud + "l4-rbs", Word("enabled"), "A load balancer with a backend service instead of a target pool")
                .Deprecated("loadBalancerClass: networking.gke.io/l4-regional-external says it from GKE 1.33 on"),
            Key(Cloud + "load-balancer-backend-share", ExactBoolean, "Shares backends between internal load balancers")
                .Deprecated("`alpha.cloud.google.com/load-balancer-backend-share` took over", key: "alpha.cloud.google.com/load-balancer-backend-share"),
            Key("alpha.cloud.google.com/load-balancer-backend-share", ExactBoolean, "Shares backends between internal load balancers"),
            ForIngress(Cloud + "neg", FreeText("JSON", "{\"ingress\": true}"), "Network endpoint groups for Ingress or on their own"),
            ForIngress(Cloud + "backend-config", FreeText("JSON", "{\"default\": \"shop\"}"), "BackendConfig for each Service port"),
            ForIngress("beta.cloud.google.com/backend-config", FreeText("JSON", "{\"default\": \"shop\"}"), "BackendConfig for each Service port")
                .Deprecated("`cloud.google.com/backend-config` took over", key: Cloud + "backend-config"),
            ForIngress(Cloud + "app-protocols", FreeText("JSON", "{\"https\": \"HTTPS\"}"), "Protocol towards the backends for each Service port"),
            ForIngress("service.alpha.kubernetes.io/app-protocols", FreeText("JSON", "{\"https\": \"HTTPS\"}"), "Protocol towards the backends for each Service port")
                .Deprecated("`cloud.google.com/app-protocols` took over", key: Cloud + "app-protocols"),
            ForIngress(Networking + "transparent-health-checker", FreeText("JSON", "{\"enabled\": true}"), "Checks nodes instead of pods"),
            ForIngress(Networking + "max-rate-per-endpoint", FreeText("a number of at least 0", "10"), "Requests per second and endpoint before traffic goes to another region"),
            ForIngress(Networking + "capacity-scaler", FreeText("a number from 0 to 1", "0.5"), "Share of the capacity that is used"),
            Status(Cloud + "neg-status"),
            Status("service.kubernetes.io/backend-service"),
            Status("service.kubernetes.io/tcp-forwarding-rule"),
            Status("service.kubernetes.io/udp-forwarding-rule"),
            Status("service.kubernetes.io/l3-forwarding-rule"),
            Status("service.kubernetes.io/tcp-forwarding-rule-ipv6"),
            Status("service.kubernetes.io/udp-forwarding-rule-ipv6"),
            Status("service.kubernetes.io/l3-forwarding-rule-ipv6"),
            Status("service.kubernetes.io/healthcheck"),
            Status("service.kubernetes.io/firewall-rule"),
            Status("service.kubernetes.io/firewall-rule-ipv6"),
            Status("service.kubernetes.io/firewall-rule-deny"),
            Status("service.kubernetes.io/firewall-rule-deny-ipv6"),
            Status("service.kubernetes.io/firewall-rule-for-hc"),
            Status("service.kubernetes.io/firewall-rule-for-hc-ipv6"),
            Status(Networking + "backend-service"),
            Status(Networking + "target-pool"),
        ])
    {
        Prefixes = [Networking, Cloud],
        InsteadOfLoadBalancerIP = "use networking.gke.io/load-balancer-ip-addresses with the name of a reserved address",
        Notes = "A `loadBalancerClass` of GKE has precedence over `networking.gke.io/load-balancer-type`. Without either the load balancer is public. "
            + "`spec.loadBalancerSourceRanges` becomes firewall rules.",
    };

    private static ServiceAnnotation Key(string key, ValueGrammar value, string summary, string? defaultValue = null) =>
        new(key, value, summary) { ReadBy = [Controller], Default = defaultValue };

    private static ServiceAnnotation ForIngress(string key, ValueGrammar value, string summary) => Key(key, value, summary) with { IsForLoadBalancer = false };

    private static ServiceAnnotation Status(string key) => Key(key, FreeText("a name", "k8s2-abc"), "State of the controller")
        with
    { IsForLoadBalancer = false, IsWrittenByController = true };
}
