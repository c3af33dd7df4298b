using static SvcLint.Kubernetes.Annotations.Grammars;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>DigitalOcean: digitalocean-cloud-controller-manager.</summary>
public static class DigitalOcean
{
    private const string Prefix = "service.beta.kubernetes.io/do-loadbalancer-";

    public static LoadBalancerImplementation Controller { get; } = new("digitalocean-cloud-controller-manager");

    private static readonly AnnotationCondition Override = AnnotationCondition.Has(Prefix + "override-health-check");
    private static readonly AnnotationCondition Cookies = AnnotationCondition.Is(Prefix + "sticky-sessions-type", "cookies");

    private static readonly AnnotationCondition Certificate = AnnotationCondition.Any(
        AnnotationCondition.Has(Prefix + "certificate-id"), AnnotationCondition.Has(Prefix + "certificate-name"), AnnotationCondition.Is(Prefix + "tls-passthrough", "true"));

    private const string Automatic = "the controller chooses the health check itself unless it is told to leave that";

    public static CloudProvider Provider { get; } = new(
        "DigitalOcean",
        "digitalocean",
        "digitalocean/digitalocean-cloud-controller-manager (source and docs/controllers/services/annotations.md, August 2026)",
        [Controller],
        [.. Basics(), .. Ports(), .. HealthChecks(), .. Sessions(), .. Rest()])
    {
        Prefixes = ["service.beta.kubernetes.io/do-loadbalancer-"],
        Notes = "Everything speaks TCP unless `do-loadbalancer-protocol` or one of the port keys says otherwise. Access rules go into `do-loadbalancer-allow-rules` and `do-loadbalancer-deny-rules`.",
    };

    private static IEnumerable<ServiceAnnotation> Basics() =>
    [
        Key("name", ShortName(255), "Name of the load balancer"),
        Key("type", Word("REGIONAL", "REGIONAL_NETWORK"), "Kind of load balancer"),
        Key("network", Word("EXTERNAL", "INTERNAL"), "Public or private", "EXTERNAL") with { InternalValues = ["INTERNAL"] },
        Key("network-stack", Word("IPV4", "DUALSTACK"), "Address families"),
        Key("size-slug", Word("lb-small", "lb-medium", "lb-large"), "Size, older unit")
            .Excludes(AnnotationCondition.Has(Prefix + "size-unit"), "the controller refuses the Service"),
        Key("size-unit", AtLeast(1), "Size in nodes"),
        Key("ip", Address, "Address of your own; only when the load balancer is made"),
        Key("subnet-uuid", FreeText("a UUID", "3d6f6fdc-0000-0000-0000-0d73ec4e40b4"), "Subnet of the VPC"),
        Key("hostname", FreeText("a host name", "shop.example.com"), "Host name to show in the Service's status"),
        Key("algorithm", Word("round_robin", "least_connections"), "Balancing algorithm")
            .Deprecated("the API ignores the algorithm: remove the key", gone: true),
    ];

    private static IEnumerable<ServiceAnnotation> Ports() =>
    [
        Key("protocol", Word("tcp", "http", "https", "http2", "http3"), "Protocol of the listeners", "tcp"),
        Key("http-ports", ExactPorts, "Ports that speak HTTP") with { Ports = PortPlace.Items },
        Key("tls-ports", ExactPorts, "Ports that speak HTTPS").Needs(Certificate, "HTTPS needs a certificate or passthrough")
            with { MistakenKeys = [Prefix + "https-ports"], Ports = PortPlace.Items },
        Key("http2-ports", ExactPorts, "Ports that speak HTTP/2").Needs(Certificate, "HTTP/2 needs a certificate or passthrough") with { Ports = PortPlace.Items },
        Key("http3-port", Port, "The port that speaks HTTP/3") with { Ports = PortPlace.Items },
        Key("tls-passthrough", TrueOrFalse, "Passes TLS on to the backends", "false")
            .Excludes(AnnotationCondition.Has(Prefix + "certificate-id"), "passthrough has no use for a certificate", "true", Certainty.Documented),
        Key("certificate-id", FreeText("an id", "c019bbf4-0000-0000-0000-410ddad7f54a"), "Certificate"),
        Key("certificate-name", FreeText("a name", "shop"), "Certificate by name"),
        Key("redirect-http-to-https", TrueOrFalse, "Redirects HTTP to HTTPS", "false"),
        Key("http-idle-timeout-seconds", AtLeast(1), "Idle timeout of HTTP", "60"),
        Key("disable-lets-encrypt-dns-records", TrueOrFalse, "Makes no DNS records for certificates", "false"),
    ];

    private static IEnumerable<ServiceAnnotation> HealthChecks() =>
    [
        Key("override-health-check", TrueOrFalse, "Takes port, path and protocol of the health check from annotations"),
        Key("healthcheck-port", Port, "Service port of the health check").OnlyWith(Override, Automatic) with { Ports = PortPlace.Items },
        Key("healthcheck-path", SlashPath, "Path of the health check").OnlyWith(Override, Automatic),
        Key("healthcheck-protocol", Word("tcp", "http", "https"), "Protocol of the health check").OnlyWith(Override, Automatic),
        Key("healthcheck-check-interval-seconds", Int(3, 300), "Seconds between health checks", "3"),
        Key("healthcheck-response-timeout-seconds", Int(3, 300), "Seconds until a health check fails", "5"),
        Key("healthcheck-unhealthy-threshold", Int(2, 10), "Failures until a backend is unhealthy", "3"),
        Key("healthcheck-healthy-threshold", Int(2, 10), "Successes until a backend is healthy", "5"),
    ];

    private static IEnumerable<ServiceAnnotation> Sessions() =>
    [
        Key("sticky-sessions-type", Word("none", "cookies"), "Session persistence", "none")
            .Needs(AnnotationCondition.Has(Prefix + "sticky-sessions-cookie-name"), "the controller refuses cookies without a name", "cookies")
            .Needs(AnnotationCondition.Has(Prefix + "sticky-sessions-cookie-ttl"), "the controller refuses cookies without a lifetime", "cookies"),
        Key("sticky-sessions-cookie-name", FreeText("a cookie name", "session"), "Name of the cookie").OnlyWith(Cookies, "session persistence is off"),
        Key("sticky-sessions-cookie-ttl", AtLeast(1), "Lifetime of the cookie in seconds").OnlyWith(Cookies, "session persistence is off"),
    ];

    private static IEnumerable<ServiceAnnotation> Rest() =>
    [
        Key("enable-proxy-protocol", TrueOrFalse, "PROXY protocol towards the backends", "false"),
        Key("enable-backend-keepalive", TrueOrFalse, "Keeps HTTP connections to the backends", "false"),
        Key("allow-rules", Rules, "Clients that get in") with { RestrictsSources = true },
        Key("deny-rules", Rules, "Clients that do not get in") with { RestrictsSources = true },
        new("service.kubernetes.io/do-loadbalancer-disown", TrueOrFalse, "The controller leaves the load balancer alone") { ReadBy = [Controller] },
        new("kubernetes.digitalocean.com/load-balancer-id", FreeText("an id", "c16b0b29-0000-0000-0000-93cf2e01fb56"), "The load balancer's id; the controller adds it") { ReadBy = [Controller] },
        new("kubernetes.digitalocean.com/firewall-managed", FreeText("`true` or `false`", "false"), "Whether the controller manages the firewall") { ReadBy = [Controller], IsForLoadBalancer = false },
    ];

    private static ValueGrammar Rules => new ListOf(new Pair(Word("cidr", "ip"), ':', FreeText("a CIDR or address", "2.3.0.0/16")));

    private static ServiceAnnotation Key(string suffix, ValueGrammar value, string summary, string? defaultValue = null) =>
        new(Prefix + suffix, value, summary) { ReadBy = [Controller], Default = defaultValue };
}
