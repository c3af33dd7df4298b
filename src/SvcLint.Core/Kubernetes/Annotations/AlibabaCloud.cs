using static SvcLint.Kubernetes.Annotations.Grammars;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>Alibaba Cloud: classic (CLB) and network (NLB) load balancers of its cloud controller manager.</summary>
public static class AlibabaCloud
{
    private const string Prefix = "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-";
    private const string LegacyPrefix = "service.beta.kubernetes.io/alicloud-loadbalancer-";

    internal const string ProtocolPort = Prefix + "protocol-port";

    public static LoadBalancerImplementation Clb { get; } = new("Alibaba Cloud CLB");

    public static LoadBalancerImplementation Nlb { get; } = new("Alibaba Cloud NLB", "alibabacloud.com/nlb")
    {
        WithoutClass = AnnotationCondition.Is(Prefix + "type", "nlb"),
    };

    private static readonly AnnotationCondition Layer7 = AnnotationCondition.Listener("http", "https");
    private static readonly AnnotationCondition Https = AnnotationCondition.Listener("https");
    private static readonly AnnotationCondition Http = AnnotationCondition.Listener("http");
    private static readonly AnnotationCondition Layer4 = AnnotationCondition.Listener("tcp", "udp");
    private static readonly AnnotationCondition Tcp = AnnotationCondition.Listener("tcp");
    private static readonly AnnotationCondition Internet = AnnotationCondition.IsOrAbsent(Prefix + "address-type", "internet");
    private static readonly AnnotationCondition StickyOn = AnnotationCondition.Is(Prefix + "sticky-session", "on");

    private const string OtherListener = "no listener of this Service has that protocol (`protocol-port` decides)";

    public static CloudProvider Provider { get; } = new(
        "Alibaba Cloud",
        "alibaba-cloud",
        "kubernetes/cloud-provider-alibaba-cloud (controller source and docs/usage.md, April 2026); value ranges from Alibaba Cloud's documentation",
        [Clb, Nlb],
        [
            .. Both(),
            .. ClassicAttributes(),
            .. ClassicListeners(),
            .. ClassicHealthChecks(),
            .. Network(),
            Plain("service.beta.kubernetes.io/backend-type", Word("eni", "ecs"), "Backends are pods (eni) or nodes (ecs)"),
            Plain("service.beta.kubernetes.io/class", FreeText("a class name", "internal"), "Hands the Service to another controller: with any value CLB leaves it alone"),
            Plain(Prefix + "tunnel-type", FreeText("any text", "tunnel"), "Hands the Service to another controller, whatever the value"),
        ])
    {
        Prefixes = ["service.beta.kubernetes.io/alibaba-cloud-", "service.beta.kubernetes.io/alicloud-"],
        InsteadOfLoadBalancerIP = "use service.beta.kubernetes.io/alibaba-cloud-loadbalancer-ip or -id",
        Notes = "The current prefix is looked up first; the older `alicloud` prefix still works, and where both stand the current one wins silently. "
            + "CLB ignores every Service with a `loadBalancerClass`; NLB answers to `alibabacloud.com/nlb`. `spec.loadBalancerSourceRanges` is implemented for NLB alone: "
            + "a CLB takes its access control from the `acl-` keys. Listeners are TCP or UDP unless `protocol-port` says otherwise. "
            + "An integer that does not parse stops reconciliation of the Service; the API server accepts it.",
    };

    // Listeners of a load balancer that somebody else made keep their certificates.
    private static AnnotationCondition Certificate => AnnotationCondition.Has(Prefix + "cert-id") with
    {
        Text = $"`{Prefix}cert-id` for HTTPS and TCPSSL listeners",
        Holds = s => s.Value(Prefix + "cert-id") is { Length: > 0 } || s.Value(Prefix + "id") is { Length: > 0 } ? true
            : s.ListenerProtocols is { } listeners ? !listeners.Contains("https") && !listeners.Contains("tcpssl")
            : null,
    };

    private static IEnumerable<ServiceAnnotation> Both() =>
    [
        Key("address-type", AnyCase("internet", "intranet"), "Public or private load balancer; CLB wants lower case and fixes it once created", "internet")
            with { InternalValues = ["intranet"], DecidesIdentity = true, ValueByReader = [(Clb, Word("internet", "intranet"))] },
        Key("id", FreeText("a load balancer id", "lb-abc123"), "Uses an existing load balancer") with { DecidesIdentity = true },
        Key("name", FreeText("a name", "shop-edge"), "Name of the load balancer"),
        Key("resource-group-id", FreeText("a resource group id", "rg-abc123"), "Resource group; fixed once created"),
        Key("additional-resource-tags", Tags, "Tags of the load balancer"),
        Key("delete-protection", Flag, "Protects the load balancer against deletion", "on"),
        Key("modification-protection", DocumentedWord("ConsoleProtection", "NonProtection"), "Protects the load balancer against changes in the console", "ConsoleProtection"),
        Key("ip-version", new OneOf(Certainty.Documented, true, ["ipv4", "ipv6", "DualStack"]), "Address family; fixed once created. DualStack is NLB's", "ipv4"),
        Key("backend-ip-version", new OneOf(Certainty.Documented, true, ["ipv4", "ipv6", "dualstack"]), "Address family of the backends", "ipv4"),
        Key("protocol-port", Protocols(AnyCase("https", "http", "tcp", "udp", "tcpssl")), "Protocol of the listener of each Service port; CLB wants http, https, tcp or udp in lower case, NLB tcp, udp or tcpssl")
            .Needs(Certificate, "the HTTPS or TCPSSL listener has no certificate and is not made", certainty: Certainty.Documented)
            with { ValueByReader = [(Clb, Protocols(Word("https", "http", "tcp", "udp"))), (Nlb, Protocols(AnyCase("tcp", "udp", "tcpssl")))], Ports = PortPlace.AfterColon },
        Key("cert-id", FreeText("a certificate id", "1234-cert"), "Certificate of HTTPS (CLB) or TCPSSL (NLB) listeners; several after commas for NLB")
            .OnlyWith(AnnotationCondition.Listener("https", "tcpssl"), OtherListener),
        Key("tls-cipher-policy", FreeText("a policy", "tls_cipher_policy_1_2"), "TLS policy of HTTPS or TCPSSL listeners")
            .OnlyWith(AnnotationCondition.Listener("https", "tcpssl"), OtherListener),
        Key("scheduler", new OneOf(Certainty.Documented, true, ["wrr", "wlc", "rr", "sch", "tch", "qch"]), "Scheduling algorithm", "rr"),
        Key("idle-timeout", Int(1, 900), "Idle timeout in seconds; CLB for HTTP and HTTPS listeners, up to 60")
            with { ValueByReader = [(Clb, Int(1, 60)), (Nlb, Int(1, 900))] },
        Key("connection-drain", Flag, "Lets connections end before a backend goes; TCP and UDP"),
        Key("connection-drain-timeout", Int(10, 900), "Seconds for connections to end")
            .OnlyWith(AnnotationCondition.Is(Prefix + "connection-drain", "on"), "connection draining is off"),
        Key("proxy-protocol", Flag, "PROXY protocol version 2 towards the backends", "off"),
        Key("vgroup-port", List("`group:port`", "rsp-abc:80"), "Uses existing server groups of a reused load balancer")
            .Needs(AnnotationCondition.Has(Prefix + "id"), "server groups can be chosen only on an existing load balancer", certainty: Certainty.Documented),
        Key("weight", Int(0, 100, Certainty.Verified), "Weight of this Service's backends in reused server groups, in percent"),
        Key("default-weight", Int(0, 100, Certainty.Verified), "Weight of a backend"),
        Key("ignore-weight-update", Flag, "Leaves the weights of existing backends alone"),
        Key("remove-unscheduled-backend", Flag, "Takes cordoned nodes out", "off"),
        Key("backend-label", List("label requirements", "team=shop"), "Only nodes with these labels become backends"),
        Key("preserve-lb-on-delete", FreeText("any text", "true"), "Keeps the load balancer when the Service goes; any value switches it on, even `false`"),
        Key("health-check-flag", Flag, "Health checks of HTTP and HTTPS listeners (CLB), of every server group (NLB)"),
        Key("health-check-type", new OneOf(Certainty.Documented, true, ["tcp", "http"]), "How TCP listeners check their backends", "tcp"),
        Key("health-check-uri", SlashPath, "Path of HTTP health checks"),
        Key("health-check-method", new OneOf(Certainty.Documented, true, ["head", "get"]), "Method of HTTP health checks"),
        Key("health-check-domain", FreeText("a host name or `$_ip`", "shop.example.com"), "Host of HTTP health checks"),
        Key("health-check-httpcode", new ListOf(DocumentedWord("http_2xx", "http_3xx", "http_4xx", "http_5xx")), "Status codes that count as healthy", "http_2xx"),
        Key("health-check-connect-port", new IntegerRange(1, 65535, Certainty.Documented) { Also = [-520] }, "Backend port of the health check, not the Service's port; -520 is the traffic port", "-520")
            with { Ports = PortPlace.Backend },
        Key("healthy-threshold", Int(2, 10), "Successes until a backend is healthy", "3"),
        Key("unhealthy-threshold", Int(2, 10), "Failures until a backend is unhealthy", "3"),
        Key("health-check-interval", Int(1, 50), "Seconds between health checks; NLB from 5 on", "2")
            with { ValueByReader = [(Clb, Int(1, 50)), (Nlb, Int(5, 50))] },
        Key("health-check-connect-timeout", Int(1, 300), "Seconds until a TCP or UDP health check fails", "5"),
        Key("hostname", FreeText("a host name", "shop.example.com"), "Host name to show in the Service's status"),
        Key("type", new OneOf(Certainty.Documented, true, ["nlb"]), "Makes an NLB without a class, where the feature is on") with { Certainty = Certainty.Documented },
    ];

    private static IEnumerable<ServiceAnnotation> ClassicAttributes() =>
    [
        Classic("spec", DocumentedWord("slb.s1.small", "slb.s2.small", "slb.s2.medium", "slb.s3.small", "slb.s3.medium", "slb.s3.large"), "Size of a CLB that is paid by specification")
            .OnlyWith(AnnotationCondition.Is(Prefix + "instance-charge-type", "PayBySpec"), "a CLB that is paid by use has no size", Certainty.Documented),
        Classic("instance-charge-type", new OneOf(Certainty.Documented, true, ["PayBySpec", "PayByCLCU"]), "Whether the CLB is paid by specification or by use", "PayByCLCU")
            .Deprecated("write PayByCLCU: CLBs paid by specification are no longer sold since June 2025", value: "PayBySpec"),
        Classic("charge-type", DocumentedWord("paybytraffic", "paybybandwidth"), "How internet traffic is paid", "paybytraffic")
            .OnlyWith(Internet, "a private load balancer has no internet traffic to pay", Certainty.Documented),
        Classic("bandwidth", Int(1, 10000), "Peak bandwidth in Mbit/s", "50")
            .OnlyWith(AnnotationCondition.Is(Prefix + "charge-type", "paybybandwidth"), "a load balancer that is paid by traffic has no bandwidth to set")
            .OnlyWith(Internet, "a private load balancer has no internet bandwidth", Certainty.Documented),
        Classic("force-override-listeners", Word("true", "false"), "Lets the Service change listeners of a reused load balancer; exactly `true` does", "false")
            .OnlyWith(AnnotationCondition.Has(Prefix + "id"), "a load balancer of the controller's own is always under its control"),
        Classic("vswitch-id", FreeText("a vSwitch id", "vsw-abc123"), "vSwitch of a private load balancer")
            .OnlyWith(AnnotationCondition.Is(Prefix + "address-type", "intranet"), "a public load balancer stands in no vSwitch", Certainty.Documented),
        Classic("network-type", DocumentedWord("classic", "vpc"), "Network of a private load balancer") with { MistakenKeys = [Prefix + "slb-network-type"] },
        Classic("master-zoneid", FreeText("a zone id", "cn-hangzhou-b"), "Primary zone; fixed once created"),
        Classic("slave-zoneid", FreeText("a zone id", "cn-hangzhou-d"), "Secondary zone; fixed once created"),
        Classic("external-ip-type", FreeText("a type", "eip"), "Which address the Service's status shows"),
        Classic("ip", Address, "Address of a private load balancer; fixed once created"),
    ];

    private static IEnumerable<ServiceAnnotation> ClassicListeners() =>
    [
        Classic("acl-status", Flag, "Access control of every listener", "off")
            .Needs(AnnotationCondition.Has(Prefix + "acl-id"), "there is no list to check clients against", "on", Certainty.Documented)
            .Needs(AnnotationCondition.Has(Prefix + "acl-type"), "nothing says whether the list admits or refuses", "on", Certainty.Documented) with { RestrictsSources = true },
        Classic("acl-id", FreeText("an access control list id", "acl-abc123"), "The list of clients")
            .OnlyWith(AnnotationCondition.Is(Prefix + "acl-status", "on"), "access control is off and everyone gets in") with { RestrictsSources = true },
        Classic("acl-type", DocumentedWord("white", "black"), "Whether the list admits or refuses")
            .OnlyWith(AnnotationCondition.Is(Prefix + "acl-status", "on"), "access control is off and everyone gets in") with { RestrictsSources = true },
        Classic("forward-port", new ListOf(new Pair(Port, ':', Port)) { TakesNoBlanks = true }, "Redirects an HTTP listener to an HTTPS listener, as `80:443`")
            .OnlyWith(Http, OtherListener) with { Ports = PortPlace.BeforeColon },
        Classic("http2-enabled", Flag, "HTTP/2 on HTTPS listeners", "on").OnlyWith(Https, OtherListener),
        Classic("domain-extensions", List("`domain:certificate`", "shop.example.com:1234-cert"), "Further certificates of HTTPS listeners by domain").OnlyWith(Https, OtherListener),
        Classic("persistence-timeout", Int(0, 3600), "Session persistence of TCP listeners in seconds", "0").OnlyWith(Tcp, OtherListener),
        Classic("established-timeout", Int(10, 900), "Idle timeout of TCP connections in seconds", "900").OnlyWith(Tcp, OtherListener),
        Classic("request-timeout", Int(1, 180), "Request timeout of HTTP listeners in seconds", "60").OnlyWith(Layer7, OtherListener),
        Classic("sticky-session", Flag, "Session persistence by cookie", "off")
            .OnlyWith(Layer7, OtherListener, value: "on")
            .Needs(AnnotationCondition.Has(Prefix + "sticky-session-type"), "nothing says who sets the cookie", "on", Certainty.Documented),
        Classic("sticky-session-type", DocumentedWord("insert", "server"), "Whether the load balancer inserts the cookie or the server sets it")
            .OnlyWith(StickyOn, "session persistence is off")
            .Needs(AnnotationCondition.Has(Prefix + "cookie-timeout"), "an inserted cookie needs a lifetime", "insert", Certainty.Documented)
            .Needs(AnnotationCondition.Has(Prefix + "cookie"), "nothing names the server's cookie", "server", Certainty.Documented),
        Classic("cookie-timeout", Int(1, 86400), "Lifetime of an inserted cookie in seconds")
            .OnlyWith(AnnotationCondition.Is(Prefix + "sticky-session-type", "insert"), "only an inserted cookie has a lifetime", Certainty.Documented),
        Classic("cookie", FreeText("a cookie name", "session"), "Name of the server's cookie")
            .OnlyWith(AnnotationCondition.Is(Prefix + "sticky-session-type", "server"), "only the server's own cookie has a name to give", Certainty.Documented),
        Classic("xforwardedfor-proto", Flag, "Sends X-Forwarded-Proto", "off").OnlyWith(Layer7, OtherListener),
        Classic("xforwardedfor-slbport", Flag, "Sends XForwardedFor_SLBPORT", "off").OnlyWith(Layer7, OtherListener),
        Classic("xforwardedfor-clientsrcport", Flag, "Sends XForwardedFor_ClientSrcPort", "off").OnlyWith(Layer7, OtherListener),
    ];

    private static IEnumerable<ServiceAnnotation> ClassicHealthChecks() =>
    [
        Classic("health-check-switch", Flag, "Health checks of TCP and UDP listeners", "on").OnlyWith(Layer4, OtherListener),
        Classic("health-check-timeout", Int(1, 300), "Seconds until an HTTP health check fails", "5")
            .OnlyWith(Layer7, OtherListener),
    ];

    private static IEnumerable<ServiceAnnotation> Network() =>
    [
        NetworkKey("zone-maps", new ListOf(new Pair(FreeText("a zone", "cn-hangzhou-b"), ':', FreeText("a vSwitch", "vsw-abc123")), MinimumCount: 2), "Zones and vSwitches of the NLB, at least two; without it no NLB is made"),
        NetworkKey("security-group-ids", List("a security group id", "sg-abc123"), "Security groups"),
        NetworkKey("bandwidth-package-id", FreeText("a package id", "cbwp-abc123"), "Shared bandwidth"),
        NetworkKey("ipv6-address-type", AnyCase("internet", "intranet"), "Public or private IPv6 address", "intranet"),
        NetworkKey("cross-zone-enabled", FreeText("a switch", "on"), "Spreads traffic over zones"),
        NetworkKey("cacert-id", List("a certificate id", "1234-ca"), "Certificate authorities of clients"),
        NetworkKey("cacert", Flag, "Asks clients for certificates", "off"),
        NetworkKey("cps", AtLeast(0), "New connections per second"),
        NetworkKey("preserve-client-ip", Flag, "Keeps the client's address"),
        NetworkKey("server-group-type", AnyCase("Instance", "Ip"), "Kind of backends"),
        NetworkKey("ppv2-pvl-ep-id-enabled", Flag, "PROXY protocol carries the endpoint id"),
        NetworkKey("ppv2-pvl-eps-id-enabled", Flag, "PROXY protocol carries the endpoint service id"),
        NetworkKey("ppv2-pvl-vpc-id-enabled", Flag, "PROXY protocol carries the VPC id"),
        NetworkKey("alpn", Flag, "ALPN of TCPSSL listeners", "off"),
        NetworkKey("alpn-policy", FreeText("a policy", "HTTP2Preferred"), "ALPN policy")
            .OnlyWith(AnnotationCondition.Is(Prefix + "alpn", "on"), "ALPN is off"),
        NetworkKey("listener-port-range", new ListOf(new Pair(FreeText("a range", "1000-2000"), ':', Port)), "Listens on a range of ports")
            .Needs(AnnotationCondition.Is("service.beta.kubernetes.io/backend-type", "eni"), "only pod backends can have a range of ports"),
        NetworkKey("additional-cert-ids", List("a certificate id", "1234-cert"), "Further certificates of TCPSSL listeners"),
    ];

    private static ListOf Protocols(ValueGrammar words) => new(new Pair(words, ':', Port)) { TakesNoBlanks = true };

    private static ServiceAnnotation Key(string suffix, ValueGrammar value, string summary, string? defaultValue = null) =>
        new(Prefix + suffix, value, summary) { OlderKeys = [new OlderKey(LegacyPrefix + suffix, "2019")], ReadBy = [Clb, Nlb], Default = defaultValue };

    private static ServiceAnnotation Classic(string suffix, ValueGrammar value, string summary, string? defaultValue = null) =>
        Key(suffix, value, summary, defaultValue).By(Clb);

    private static ServiceAnnotation NetworkKey(string suffix, ValueGrammar value, string summary, string? defaultValue = null) =>
        Key(suffix, value, summary, defaultValue).By(Nlb);

    private static ServiceAnnotation Plain(string key, ValueGrammar value, string summary) =>
        new(key, value, summary) { ReadBy = [Clb, Nlb] };
}
