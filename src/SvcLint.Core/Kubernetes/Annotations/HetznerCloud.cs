using static SvcLint.Kubernetes.Annotations.Grammars;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>Hetzner Cloud: hcloud-cloud-controller-manager.</summary>
public static class HetznerCloud
{
    private const string Prefix = "load-balancer.hetzner.cloud/";

    public static LoadBalancerImplementation Controller { get; } = new("hcloud-cloud-controller-manager");

    private static readonly AnnotationCondition CustomHttp = AnnotationCondition.Is(Prefix + "health-check-protocol", "http", "https");
    private static readonly AnnotationCondition Http = AnnotationCondition.Is(Prefix + "protocol", "http", "https");

    public static CloudProvider Provider { get; } = new(
        "Hetzner Cloud",
        "hetzner",
        "hetznercloud/hcloud-cloud-controller-manager (annotations and load balancer operations, 2026)",
        [Controller],
        [
            Key("name", FreeText("a name", "edge"), "Name of the load balancer"),
            Key("id", AtLeast(1), "An existing load balancer by its id") with { IsWrittenByController = true },
            Key("hostname", FreeText("a host name", "lb.example.com"), "Name that the Service's status shows instead of the address; traffic of the cluster's own pods then passes the load balancer"),
            Key("type", Word("lb11", "lb21", "lb31"), "Size of the load balancer", "lb11"),
            Key("location", Word("fsn1", "nbg1", "hel1", "ash", "hil", "sin"), "Location of the load balancer"),
            Key("network-zone", Word("eu-central", "us-east", "us-west", "ap-southeast"), "Network zone, in place of a location")
                .Excludes(AnnotationCondition.Has(Prefix + "location"), "the controller refuses the Service", certainty: Certainty.Documented),
            Key("node-selector", FreeText("a label selector", "role=edge"), "Nodes that become targets"),
            Key("algorithm-type", Word("round_robin", "least_connections"), "How connections are spread", "round_robin"),
            Key("disable-public-network", TrueOrFalse, "Gives the load balancer no public address", "false") with { InternalValues = ["true"] },
            Key("disable-private-ingress", TrueOrFalse, "Leaves the private address out of the Service's status", "false"),
            Key("use-private-ip", TrueOrFalse, "Targets nodes by their private addresses", "false"),
            Key("private-ipv4", IPv4Address, "Private address of the load balancer"),
            Key("private-subnet-ip-range", Cidrs, "Subnet of the private address"),
            Key("ipv6-disabled", TrueOrFalse, "Leaves the IPv6 address out", "false"),
            Key("ipv4-rdns", FreeText("a host name", "lb.example.com"), "Reverse name of the IPv4 address"),
            Key("ipv6-rdns", FreeText("a host name", "lb.example.com"), "Reverse name of the IPv6 address"),
            Key("uses-proxyprotocol", TrueOrFalse, "PROXY protocol towards the nodes", "false"),
            Key("protocol", Word("tcp", "http", "https"), "Protocol of the listeners", "tcp"),
            Key("http-cookie-name", FreeText("a cookie", "HCLBSTICKY"), "Name of the sticky cookie").OnlyWith(Http, "the listeners are TCP", Certainty.Documented),
            Key("http-cookie-lifetime", FreeText("seconds", "300"), "Lifetime of the sticky cookie").OnlyWith(Http, "the listeners are TCP", Certainty.Documented),
            Key("http-sticky-sessions", TrueOrFalse, "Sticky sessions", "false").OnlyWith(Http, "the listeners are TCP", Certainty.Documented),
            Key("http-redirect-http", TrueOrFalse, "Redirects HTTP to HTTPS", "false").OnlyWith(AnnotationCondition.Is(Prefix + "protocol", "https"), "only an HTTPS listener redirects", Certainty.Documented),
            Key("http-certificates", List("a certificate", "shop-cert"), "Certificates of HTTPS listeners").OnlyWith(AnnotationCondition.Is(Prefix + "protocol", "https"), "the listeners are not HTTPS", Certainty.Documented),
            Key("certificate-type", Word("uploaded", "managed"), "Whether Hetzner issues the certificate", "uploaded"),
            Key("http-managed-certificate-name", FreeText("a name", "shop"), "Name of the managed certificate"),
            Key("http-managed-certificate-domains", List("a domain", "shop.example.com"), "Domains of the managed certificate"),
            Key("health-check-protocol", Word("tcp", "http", "https"), "Protocol of health checks", "tcp"),
            Key("health-check-port", Port, "Port of health checks, on the nodes") with { Ports = PortPlace.Node },
            Key("health-check-interval", FreeText("a duration", "15s"), "Time between health checks", "15s"),
            Key("health-check-timeout", FreeText("a duration", "10s"), "Time until a health check fails", "10s"),
            Key("health-check-retries", AtLeast(1), "Failures until a target is unhealthy", "3"),
            Key("health-check-http-domain", FreeText("a host name", "shop.example.com"), "Host header of health checks").OnlyWith(CustomHttp, "health checks are TCP", Certainty.Documented),
            Key("health-check-http-path", SlashPath, "Path of health checks").OnlyWith(CustomHttp, "health checks are TCP", Certainty.Documented),
            Key("health-check-http-validate-certificate", TrueOrFalse, "Whether health checks validate the certificate", "false"),
            Key("http-status-codes", FreeText("codes", "200,3??"), "Status codes that count as healthy").OnlyWith(CustomHttp, "health checks are TCP", Certainty.Documented),
        ])
    {
        Notes = "A location or a network zone is needed unless the controller has a default. Without `hostname`, kube-proxy answers connections of the cluster's own pods to the load balancer's address itself: "
            + "with the PROXY protocol on, such connections carry no header and the backend refuses them.",
    };

    private static ServiceAnnotation Key(string name, ValueGrammar value, string summary, string? defaultValue = null) =>
        new(Prefix + name, value, summary) { ReadBy = [Controller], Default = defaultValue, Certainty = Certainty.Documented };
}
