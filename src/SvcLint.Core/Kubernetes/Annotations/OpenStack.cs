using static SvcLint.Kubernetes.Annotations.Grammars;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>OpenStack: Octavia load balancers of cloud-provider-openstack.</summary>
public static class OpenStack
{
    private const string Prefix = "loadbalancer.openstack.org/";

    public static LoadBalancerImplementation Controller { get; } = new("cloud-provider-openstack");

    private static readonly AnnotationCondition Public = AnnotationCondition.IsOrAbsent("service.beta.kubernetes.io/openstack-internal-load-balancer", "false");

    private const string NotPublic = "a private load balancer has no floating address";

    public static CloudProvider Provider { get; } = new(
        "OpenStack",
        "openstack",
        "kubernetes/cloud-provider-openstack (pkg/openstack and documentation, July 2026)",
        [Controller],
        [
            new("service.beta.kubernetes.io/openstack-internal-load-balancer", ExactBoolean, "Private load balancer without floating address")
                { ReadBy = [Controller], Default = "false", InternalValues = ["true"] },
            Key("floating-network-id", Id, "Network of the floating address").OnlyWith(Public, NotPublic),
            Key("floating-subnet", FreeText("a subnet", "public"), "Subnet of the floating address by name").OnlyWith(Public, NotPublic),
            Key("floating-subnet-id", Id, "Subnet of the floating address").OnlyWith(Public, NotPublic),
            Key("floating-subnet-tags", FreeText("tags", "public"), "Subnet of the floating address by tag").OnlyWith(Public, NotPublic),
            Key("class", FreeText("a class of the controller's configuration", "internetFacing"), "Set of networks of the controller's configuration"),
            Key("subnet-id", Id, "Subnet of the load balancer"),
            Key("network-id", Id, "Network of the load balancer"),
            Key("member-subnet-id", Id, "Subnet of the members"),
            Key("port-id", Id, "Port of the load balancer"),
            Key("connection-limit", Int(-1, int.MaxValue), "Connections at a time, -1 for no limit", "-1"),
            Key("keep-floatingip", ExactBoolean, "Keeps the floating address when the Service goes", "false"),
            Key("proxy-protocol", Word("true", "v1", "v2", "false"), "PROXY protocol towards the members; `true` is version 1", "false"),
            Key("x-forwarded-for", ExactBoolean, "Sends X-Forwarded-For; makes the listener HTTP", "false")
                .Excludes(AnnotationCondition.Any(AnnotationCondition.Is(Prefix + "proxy-protocol", "true", "v1", "v2")), "the controller refuses the two together", "true"),
            Key("lb-method", DocumentedWord("ROUND_ROBIN", "LEAST_CONNECTIONS", "SOURCE_IP", "SOURCE_IP_PORT"), "Balancing algorithm"),
            Key("timeout-client-data", AtLeast(0), "Client timeout in milliseconds", "50000"),
            Key("timeout-member-connect", AtLeast(0), "Connect timeout in milliseconds", "5000"),
            Key("timeout-member-data", AtLeast(0), "Member timeout in milliseconds", "50000"),
            Key("timeout-tcp-inspect", AtLeast(0), "Inspection timeout in milliseconds", "0"),
            Key("enable-health-monitor", ExactBoolean, "Health checks"),
            Key("health-monitor-delay", AtLeast(1), "Seconds between health checks"),
            Key("health-monitor-timeout", AtLeast(1), "Seconds until a health check fails; less than the delay"),
            Key("health-monitor-max-retries", Int(1, 10), "Successes until a member is healthy"),
            Key("health-monitor-max-retries-down", Int(1, 10), "Failures until a member is unhealthy"),
            Key("flavor-id", Id, "Flavor"),
            Key("availability-zone", FreeText("a zone", "az1"), "Availability zone"),
            Key("default-tls-container-ref", FreeText("a reference", "https://barbican.example.com/v1/containers/abc"), "Certificate for terminated HTTPS"),
            Key("load-balancer-id", Id, "The load balancer; the controller adds it, and an existing one may be named") with { DecidesIdentity = true },
            Key("load-balancer-address", Address, "State of the controller") with { IsWrittenByController = true },
            Key("hostname", FreeText("a host name", "shop.example.com"), "Host name to show in the Service's status"),
            Key("node-selector", FreeText("label requirements", "team=shop"), "Only nodes with these labels become members"),
        ])
    {
        Prefixes = [Prefix, "service.beta.kubernetes.io/openstack-"],
        Notes = "At most two Services share a load balancer by default. A value that is no integer or no boolean (`true` or `false`, in lower case) is passed over for the default of the "
            + "controller's configuration, which may also make every load balancer private.",
    };

    private static ValueGrammar Id => FreeText("a UUID", "9be23551-0000-0000-0000-ea2ea1321bd6");

    private static ServiceAnnotation Key(string name, ValueGrammar value, string summary, string? defaultValue = null) =>
        new(Prefix + name, value, summary) { ReadBy = [Controller], Default = defaultValue };
}
