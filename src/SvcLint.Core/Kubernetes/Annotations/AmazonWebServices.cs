using static SvcLint.Kubernetes.Annotations.Grammars;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>AWS: the AWS Load Balancer Controller (NLB), and the older controller of cloud-provider-aws (classic ELB, NLB).</summary>
public static class AmazonWebServices
{
    private const string Prefix = "service.beta.kubernetes.io/aws-load-balancer-";
    private const string Type = Prefix + "type";
    private const string Scheme = Prefix + "scheme";
    private const string Attributes = Prefix + "attributes";

    /// <summary>AWS Load Balancer Controller; its webhook gives every new Service without a class its own.</summary>
    public static LoadBalancerImplementation Controller { get; } = new("AWS Load Balancer Controller", "service.k8s.aws/nlb", "eks.amazonaws.com/nlb")
    {
        HasFixedClasses = false,
    };

    /// <summary>cloud-provider-aws, formerly in-tree: no class, and no type that it leaves to the other.</summary>
    public static LoadBalancerImplementation Legacy { get; } = new("cloud-provider-aws")
    {
        WithoutClass = AnnotationCondition.Not(AnnotationCondition.Is(Type, "external", "nlb-ip"), $"no `{Type}: external` or `nlb-ip`"),
    };

    private static readonly AnnotationCondition Dualstack = AnnotationCondition.Is(Prefix + "ip-address-type", "dualstack");

    private static readonly AnnotationCondition NoNodePorts = new(
        "`allocateLoadBalancerNodePorts: false`",
        s => s.Service.Spec is { AllocateLoadBalancerNodePorts.Value: false, Ports: { } ports } && ports.Items.Any(p => p.NodePort is null) && s.Value(Type) != "nlb-ip");

    public static CloudProvider Provider { get; } = new(
        "Amazon Web Services",
        "aws",
        "kubernetes-sigs/aws-load-balancer-controller (source and docs/guide/service/annotations.md, August 2026), kubernetes/cloud-provider-aws",
        [Controller, Legacy],
        [.. Choice(), .. Attached(), .. Listeners(), .. HealthChecks(), .. Security(), .. LegacyOnly()])
    {
        Prefixes = [Prefix],
        InsteadOfLoadBalancerIP = "use service.beta.kubernetes.io/aws-load-balancer-eip-allocations or -private-ipv4-addresses",
        Notes = "Which of the two controllers acts is decided by `loadBalancerClass` (`service.k8s.aws/nlb`), else by `aws-load-balancer-type`: `external` and `nlb-ip` belong to the "
            + "AWS Load Balancer Controller, `nlb` and everything else to cloud-provider-aws. Since version 2.5 a webhook of the former sets its class on new Services that have none. "
            + "Its load balancers are internal unless `aws-load-balancer-scheme: internet-facing` says otherwise; those of cloud-provider-aws are public unless `aws-load-balancer-internal` is set. "
            + "Only keys under `service.beta.kubernetes.io/` are read.",
    };

    /// <summary>The AWS Load Balancer Controller acts and nothing asks for a public load balancer.</summary>
    internal static bool IsInternalByDefault(AnnotatedService service) =>
        (service.LoadBalancerClass is { } wanted ? Controller.Classes.Contains(wanted) : service.Value(Type) is "external" or "nlb-ip")
        && service.Value(Scheme) is null
        && service.Value(Prefix + "internal") is null;

    private static IEnumerable<ServiceAnnotation> Choice() =>
    [
        Key("type", Word("external", "nlb", "nlb-ip"), "Which controller makes the load balancer")
            .Deprecated("write `external` with `aws-load-balancer-nlb-target-type: ip`, or set loadBalancerClass", value: "nlb-ip")
            with { ReadBy = [Controller, Legacy], DecidesIdentity = true },
        Key("nlb-target-type", Word("instance", "ip"), "Whether the NLB sends to nodes or to pods")
            .Excludes(NoNodePorts, "nodes are targets by their node port and the Service gets none", "instance"),
        Key("scheme", Word("internal", "internet-facing"), "Private or public", "internal") with { InternalValues = ["internal"], DecidesIdentity = true },
        Key("internal", FreeText("`true` or `false`", "true"), "Private or public; the scheme wins where both stand")
            .Deprecated(
                $"the AWS Load Balancer Controller wants `{Scheme}: internal` (or `internet-facing`) since 2.2.0; cloud-provider-aws knows the older key alone",
                key: Scheme,
                unless: AnnotationCondition.Any(AnnotationCondition.Is(Type, "nlb"), AnnotationCondition.Has(Scheme)))
            .Excludes(AnnotationCondition.Is(Scheme, "internet-facing"), "the AWS Load Balancer Controller makes a public load balancer, cloud-provider-aws an internal one", "true")
            with { ReadBy = [Controller, Legacy], ExternalValues = ["false"], DecidesIdentity = true },
        Key("name", ShortName(32), "Name of the load balancer; fixed once created") with { DecidesIdentity = true },
        Key("ip-address-type", Word("ipv4", "dualstack"), "Address families", "ipv4"),
    ];

    private static IEnumerable<ServiceAnnotation> Attached() =>
    [
        Key("subnets", List("a subnet id or name", "subnet-abc123"), "Subnets of the load balancer") with { ReadBy = [Controller, Legacy] },
        Key("eip-allocations", List("an allocation id", "eipalloc-abc123"), "Elastic addresses, one for each subnet")
            .Excludes(AnnotationCondition.Is(Scheme, "internal"), "only a public load balancer takes elastic addresses") with { ReadBy = [Controller, Legacy] },
        Key("private-ipv4-addresses", Addresses, "Private addresses, one for each subnet")
            .Excludes(AnnotationCondition.Is(Scheme, "internet-facing"), "only an internal load balancer takes private addresses") with { ReadBy = [Controller, Legacy] },
        Key("ipv6-addresses", Addresses, "IPv6 addresses, one for each subnet").Needs(Dualstack, "only a dual-stack load balancer takes IPv6 addresses"),
        Key("enable-prefix-for-ipv6-source-nat", DocumentedWord("on", "off"), "IPv6 source NAT by prefix", "off")
            .OnlyWith(Dualstack, "the load balancer is not dual-stack", Certainty.Documented, "on"),
        Key("source-nat-ipv6-prefixes", List("a prefix or `auto_assigned`", "auto_assigned"), "IPv6 prefixes for source NAT, one for each subnet")
            .OnlyWith(AnnotationCondition.Is(Prefix + "enable-prefix-for-ipv6-source-nat", "on"), "source NAT by prefix is off", Certainty.Documented),
        Key("attributes", KeyValues, "Attributes of the load balancer"),
        Key("target-group-attributes", KeyValues, "Attributes of the target groups") with { ReadBy = [Controller, Legacy] },
        Key("target-group-attributes.{port}", KeyValues, "Attributes of one port's target group"),
        Key("minimum-load-balancer-capacity", new ListOf(new Pair(Word("CapacityUnits"), '=', AtLeast(0))), "Reserved capacity"),
        Key("target-node-labels", Tags, "Only nodes with these labels become targets")
            .OnlyWith(AnnotationCondition.IsOrAbsent(Prefix + "nlb-target-type", "instance"), "targets are pods", Certainty.Documented) with { ReadBy = [Controller, Legacy] },
        Key("additional-resource-tags", Tags, "Tags of the AWS resources") with { ReadBy = [Controller, Legacy] },
        Key("multi-cluster-target-group", TrueOrFalse, "Shares the target groups with other clusters", "false"),
        Key("enable-tcp-udp-listener", TrueOrFalse, "One listener for TCP and UDP on the same port", "false"),
        Replaced("access-log-enabled", TrueOrFalse, "Access logs", "access_logs.s3.enabled"),
        Replaced("access-log-s3-bucket-name", FreeText("a bucket", "logs"), "Bucket of the access logs", "access_logs.s3.bucket"),
        Replaced("access-log-s3-bucket-prefix", FreeText("a prefix", "shop"), "Prefix in the bucket", "access_logs.s3.prefix"),
        Replaced("cross-zone-load-balancing-enabled", TrueOrFalse, "Spreads traffic over zones", "load_balancing.cross_zone.enabled"),
    ];

    private static IEnumerable<ServiceAnnotation> Listeners() =>
    [
        Key("ssl-cert", List("a certificate ARN", "arn:aws:acm:eu-west-1:111122223333:certificate/abc"), "Certificates of TLS listeners") with { ReadBy = [Controller, Legacy] },
        Key("ssl-ports", List("a port name or number", "443"), "Service ports with TLS; all where it is absent")
            .OnlyWith(AnnotationCondition.Has(Prefix + "ssl-cert"), "without a certificate no listener speaks TLS", Certainty.Documented) with { ReadBy = [Controller, Legacy], Ports = PortPlace.Items },
        Key("ssl-negotiation-policy", FreeText("a policy", "ELBSecurityPolicy-TLS13-1-2-2021-06"), "TLS policy") with { ReadBy = [Controller, Legacy] },
        Key("backend-protocol", new OneOf(Certainty.Documented, true, ["ssl", "tcp", "http", "https"]), "Protocol towards the backends; the AWS Load Balancer Controller reads ssl alone") with { ReadBy = [Controller, Legacy] },
        Key("alpn-policy", Word("HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None"), "ALPN policy of TLS listeners"),
        Key("proxy-protocol", Word("*"), "PROXY protocol towards every backend") with { ReadBy = [Controller, Legacy] },
        Key("proxy-protocol-per-target-group", Ports, "PROXY protocol for these ports") with { Ports = PortPlace.Items },
        Key("quic-enabled-ports", List("a port name or number", "443"), "Ports that also speak QUIC") with { Ports = PortPlace.Items },
        Key("quic-enabled-containers", FreeText("container names", "web"), "Containers that speak QUIC") with { IsForLoadBalancer = false },
        Key("listener-attributes.{protocol-port}", KeyValues, "Attributes of one listener, as `listener-attributes.TCP-80`"),
        new("service.beta.kubernetes.io/actions.{protocol-port}", FreeText("an action in JSON", "{}"), "Action of one listener") { ReadBy = [Controller] },
    ];

    private static IEnumerable<ServiceAnnotation> HealthChecks() =>
    [
        Key("healthcheck-protocol", AnyCase("tcp", "http", "https"), "Protocol of health checks") with { ReadBy = [Controller, Legacy] },
        Key("healthcheck-port", FreeText("`traffic-port`, a number on the targets or a Service port's name", "traffic-port"), "Port of health checks", "traffic-port")
            with { ReadBy = [Controller, Legacy], Ports = PortPlace.Backend },
        Key("healthcheck-path", SlashPath, "Path of HTTP health checks") with { ReadBy = [Controller, Legacy] },
        Key("healthcheck-success-codes", FreeText("codes", "200-399"), "Status codes that count as healthy", "200-399"),
        Key("healthcheck-healthy-threshold", Int(2, 10), "Successes until a target is healthy") with { ReadBy = [Controller, Legacy] },
        Key("healthcheck-unhealthy-threshold", Int(2, 10), "Failures until a target is unhealthy") with { ReadBy = [Controller, Legacy] },
        Key("healthcheck-interval", Int(5, 300), "Seconds between health checks") with { ReadBy = [Controller, Legacy] },
        Key("healthcheck-timeout", Int(2, 120), "Seconds until a health check fails") with { ReadBy = [Controller, Legacy] },
    ];

    private static IEnumerable<ServiceAnnotation> Security() =>
    [
        Key("security-groups", List("a security group", "sg-abc123"), "Security groups of your own")
            .Excludes(AnnotationCondition.Field("loadBalancerSourceRanges", s => s.LoadBalancerSourceRanges is { Count: > 0 }), "your own groups decide alone and the source ranges are ignored", certainty: Certainty.Documented)
            with { ReadBy = [Controller, Legacy], RestrictsSources = true },
        Key("manage-backend-security-group-rules", TrueOrFalse, "Whether the controller opens the nodes' or pods' security group", "true"),
        Key("security-group-prefix-lists", List("a prefix list", "pl-abc123"), "Clients by prefix list") with { RestrictsSources = true },
        Key("inbound-sg-rules-on-private-link-traffic", Word("on", "off"), "Security groups for PrivateLink traffic"),
        Key("enable-icmp-for-path-mtu-discovery", DocumentedWord("on", "off"), "Admits ICMP for path MTU discovery"),
        Key("disable-nlb-sg", TrueOrFalse, "Makes no security groups", "false"),
    ];

    private static IEnumerable<ServiceAnnotation> LegacyOnly() =>
    [
        Old("access-log-emit-interval", DocumentedWord("5", "60"), "Minutes between access logs of a classic ELB"),
        Old("connection-draining-enabled", TrueOrFalse, "Connection draining of a classic ELB"),
        Old("connection-draining-timeout", Int(1, 3600), "Seconds for connections to end"),
        Old("connection-idle-timeout", Int(1, 4000), "Idle timeout of a classic ELB in seconds"),
        Old("extra-security-groups", List("a security group", "sg-abc123"), "Further security groups of a classic ELB"),
    ];

    private static ServiceAnnotation Key(string suffix, ValueGrammar value, string summary, string? defaultValue = null) =>
        new(Prefix + suffix, value, summary) { ReadBy = [Controller], Default = defaultValue };

    private static ServiceAnnotation Old(string suffix, ValueGrammar value, string summary) =>
        new(Prefix + suffix, value, summary) { ReadBy = [Legacy] };

    private static ServiceAnnotation Replaced(string suffix, ValueGrammar value, string summary, string attribute) =>
        (Key(suffix, value, summary) with { ReadBy = [Controller, Legacy] })
            .Deprecated($"the AWS Load Balancer Controller takes `{Attributes}: {attribute}=…`", "2.3.0", key: Attributes, by: Controller);
}
