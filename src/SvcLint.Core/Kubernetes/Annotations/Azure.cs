using static SvcLint.Kubernetes.Annotations.Grammars;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>Azure: cloud-provider-azure.</summary>
public static class Azure
{
    private const string Root = "service.beta.kubernetes.io/";
    private const string Prefix = Root + "azure-";
    private const string InternalKey = Prefix + "load-balancer-internal";

    public static LoadBalancerImplementation Controller { get; } = new("cloud-provider-azure");

    private static readonly AnnotationCondition Internal = AnnotationCondition.Is(InternalKey, "true");
    private static readonly AnnotationCondition Public = AnnotationCondition.IsOrAbsent(InternalKey, "false");
    private static readonly AnnotationCondition Pls = AnnotationCondition.Is(Prefix + "pls-create", "true");
    private static readonly AnnotationCondition SourceRanges = AnnotationCondition.Field("loadBalancerSourceRanges", s => s.LoadBalancerSourceRanges is { Count: > 0 });

    // The controller wants their product below 120, so each has a limit of its own.
    private static readonly ValueGrammar ProbeInterval = Int(5, 59, Certainty.Verified);
    private static readonly ValueGrammar ProbeCount = Int(2, 23, Certainty.Verified);

    private const string NotInternal = "the load balancer is public";
    private const string NotPublic = "an internal load balancer has no public address";
    private const string NoPls = "no private link service is made";

    public static CloudProvider Provider { get; } = new(
        "Microsoft Azure",
        "azure",
        "kubernetes-sigs/cloud-provider-azure (pkg/consts and pkg/provider, August 2026)",
        [Controller],
        [.. LoadBalancer(), .. Addresses(), .. Access(), .. Probes(), .. PrivateLink()])
    {
        Prefixes = ["service.beta.kubernetes.io/azure-"],
        InsteadOfLoadBalancerIP = "use service.beta.kubernetes.io/azure-load-balancer-ipv4 (-ipv6)",
        Notes = "Public unless `azure-load-balancer-internal` is exactly `true`; `True` and `yes` count as false. The controller, as every one built on the common service controller, "
            + "leaves Services with a `loadBalancerClass` alone. Source ranges go into the network security group, and one that is malformed or has host bits closes it to everybody who is not listed; `azure-allowed-ip-ranges` says the same and must not stand beside `spec.loadBalancerSourceRanges`.",
    };

    private static IEnumerable<ServiceAnnotation> LoadBalancer() =>
    [
        Key("load-balancer-internal", ExactBoolean, "Private load balancer", "false") with { InternalValues = ["true"], DecidesIdentity = true },
        Key("load-balancer-internal-subnet", FreeText("a subnet", "apps"), "Subnet of the private load balancer").OnlyWith(Internal, NotInternal),
        Key("load-balancer-mode", FreeText("`__auto__` or names of sets", "__auto__"), "Which basic load balancer to use")
            .Deprecated("standard load balancers ignore it, and Azure retired the basic ones in September 2025") with { Certainty = Certainty.Documented },
        Key("load-balancer-resource-group", FreeText("a resource group", "network"), "Resource group of addresses outside the cluster's"),
        Key("load-balancer-configurations", List("a configuration", "lb1"), "Which of several load balancers may be used"),
        Key("load-balancer-tcp-idle-timeout", Int(4, 100, Certainty.Verified), "Idle timeout in minutes", "4"),
        Key("load-balancer-enable-high-availability-ports", LaxBoolean, "One rule for all ports").OnlyWith(Internal, NotInternal, value: "true"),
        Key("load-balancer-disable-tcp-reset", LaxBoolean, "No TCP reset at the idle timeout"),
        Key("disable-load-balancer-floating-ip", LaxBoolean, "Rewrites the destination to the node's address", "false"),
        Key("disable-load-balancer-nsg-rule", LaxBoolean, "Makes no security group rules", "false"),
    ];

    private static IEnumerable<ServiceAnnotation> Addresses() =>
    [
        Key("load-balancer-ipv4", IPv4Address, "Address of the load balancer"),
        Key("load-balancer-ipv6", IPv6Address, "IPv6 address of the load balancer"),
        Key("pip-name", FreeText("a public address", "shop-ip"), "Public address by name").OnlyWith(Public, NotPublic),
        Key("pip-name-ipv6", FreeText("a public address", "shop-ip6"), "Public IPv6 address by name").OnlyWith(Public, NotPublic),
        Key("pip-prefix-id", FreeText("an id", "/subscriptions/x/publicIPPrefixes/y"), "Prefix to take the public address from").OnlyWith(Public, NotPublic),
        Key("pip-prefix-id-ipv6", FreeText("an id", "/subscriptions/x/publicIPPrefixes/y"), "Prefix to take the public IPv6 address from").OnlyWith(Public, NotPublic),
        Key("pip-tags", KeyValues, "Tags of the public address").OnlyWith(Public, NotPublic),
        Key("pip-ip-tags", KeyValues, "Routing tags of the public address").OnlyWith(Public, NotPublic),
        Key("dns-label-name", FreeText("a DNS label", "shop"), "DNS label of the public address").OnlyWith(Public, NotPublic, Certainty.Documented),
        Key("additional-public-ips", new ListOf(Address) { TakesNoBlanks = true }, "Further addresses that the nodes accept"),
    ];

    private static IEnumerable<ServiceAnnotation> Access() =>
    [
        Key("allowed-service-tags", List("a service tag", "AzureCloud"), "Clients by service tag")
            .Excludes(SourceRanges, "the two do not work together; with tags the ranges belong into `azure-allowed-ip-ranges`") with { RestrictsSources = true },
        Key("allowed-ip-ranges", ExactCidrs, "Clients by CIDR")
            .Excludes(SourceRanges, "the controller refuses the Service") with { RestrictsSources = true },
        Key("deny-all-except-load-balancer-source-ranges", LaxBoolean, "Refuses every other client, also from the virtual network")
            .OnlyWith(AnnotationCondition.Any(SourceRanges, AnnotationCondition.Has(Prefix + "allowed-ip-ranges"), AnnotationCondition.Has(Root + "load-balancer-source-ranges")), "no source ranges are set, and service tags do not count", value: "true"),
    ];

    private static IEnumerable<ServiceAnnotation> Probes() =>
    [
        Key("load-balancer-health-probe-protocol", AnyCase("tcp", "http", "https"), "Protocol of health probes"),
        Key("load-balancer-health-probe-interval", ProbeInterval, "Seconds between health probes", "5"),
        Key("load-balancer-health-probe-num-of-probe", ProbeCount, "Failures until a node is unhealthy; times the interval less than 120 seconds", "2"),
        Key("load-balancer-health-probe-request-path", SlashPath, "Path of HTTP probes", "/"),
        PortKey("no_lb_rule", LaxBoolean, "No load balancer rule for this port"),
        PortKey("no_probe_rule", LaxBoolean, "No health probe for this port"),
        PortKey("health-probe_protocol", AnyCase("tcp", "http", "https"), "Protocol of this port's probe"),
        PortKey("health-probe_port", FreeText("a number or a Service port's name", "10256"), "Port of this port's probe; a number or name of the Service's stands for its node port, another number for itself"),
        PortKey("health-probe_interval", ProbeInterval, "Seconds between probes of this port"),
        PortKey("health-probe_num-of-probe", ProbeCount, "Failures until this port's backend is unhealthy"),
        PortKey("health-probe_request-path", SlashPath, "Path of this port's HTTP probe"),
    ];

    private static IEnumerable<ServiceAnnotation> PrivateLink() =>
    [
        Key("pls-create", LaxBoolean, "Makes a private link service"),
        Key("pls-name", FreeText("a name", "shop"), "Its name").OnlyWith(Pls, NoPls),
        Key("pls-resource-group", FreeText("a resource group", "network"), "Its resource group").OnlyWith(Pls, NoPls),
        Key("pls-ip-configuration-subnet", FreeText("a subnet", "pls"), "Its subnet").OnlyWith(Pls, NoPls),
        Key("pls-ip-configuration-ip-address-count", Int(1, 8, Certainty.Verified), "Number of its addresses").OnlyWith(Pls, NoPls),
        Key("pls-ip-configuration-ip-address", new ListOf(IPv4Address, ' '), "Its static addresses").OnlyWith(Pls, NoPls),
        Key("pls-fqdns", new ListOf(FreeText("a domain name", "shop.example.com"), ' '), "Its names").OnlyWith(Pls, NoPls),
        Key("pls-proxy-protocol", LaxBoolean, "PROXY protocol version 2").OnlyWith(Pls, NoPls),
        Key("pls-visibility", new ListOf(FreeText("a subscription or `*`", "*"), ' '), "Who sees it").OnlyWith(Pls, NoPls),
        Key("pls-auto-approval", new ListOf(FreeText("a subscription", "00000000-0000-0000-0000-000000000000"), ' '), "Whose requests are granted without asking").OnlyWith(Pls, NoPls)
            .OnlyWith(AnnotationCondition.Is(Prefix + "pls-visibility", "*"), "those who see it are granted theirs anyway", Certainty.Documented),
    ];

    private static ServiceAnnotation Key(string suffix, ValueGrammar value, string summary, string? defaultValue = null) =>
        new(Prefix + suffix, value, summary) { ReadBy = [Controller], Default = defaultValue };

    private static ServiceAnnotation PortKey(string suffix, ValueGrammar value, string summary) =>
        new(Root + "port_{port}_" + suffix, value, summary) { ReadBy = [Controller], Ports = PortPlace.Key };
}
