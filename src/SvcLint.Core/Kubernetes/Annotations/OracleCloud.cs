using static SvcLint.Kubernetes.Annotations.Grammars;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>Oracle Cloud Infrastructure: oci-cloud-controller-manager.</summary>
public static class OracleCloud
{
    private const string Prefix = "service.beta.kubernetes.io/oci-load-balancer-";

    public static LoadBalancerImplementation Controller { get; } = new("oci-cloud-controller-manager");

    private static readonly AnnotationCondition Flexible = AnnotationCondition.Is(Prefix + "shape", "flexible", "Flexible");

    public static CloudProvider Provider { get; } = new(
        "Oracle Cloud",
        "oracle-cloud",
        "oracle/oci-cloud-controller-manager (source and docs/load-balancer-annotations.md, 2026)",
        [Controller],
        [
            Key("internal", TrueOrFalse, "Gives the load balancer a private address", "false") with { InternalValues = ["true"] },
            WithBandwidth(Key("shape", FreeText("a shape", "flexible"), "Bandwidth of the load balancer", "100Mbps"), "flexible", "Flexible"),
            Key("shape-flex-min", AtLeast(1), "Least bandwidth in Mbps").OnlyWith(Flexible, "the shape is not flexible"),
            Key("shape-flex-max", AtLeast(1), "Most bandwidth in Mbps").OnlyWith(Flexible, "the shape is not flexible"),
            Key("subnet1", FreeText("an OCID", "ocid1.subnet.oc1..a"), "Subnet, or the first of two"),
            Key("subnet2", FreeText("an OCID", "ocid1.subnet.oc1..b"), "The second subnet, in another availability domain"),
            Key("health-check-retries", AtLeast(1), "Failures until a backend is unhealthy", "3"),
            Key("health-check-timeout", AtLeast(1), "Milliseconds until a health check fails", "3000"),
            Key("health-check-interval", AtLeast(1), "Milliseconds between health checks", "10000"),
            Key("connection-idle-timeout", AtLeast(1), "Seconds until an idle connection is closed", "300"),
            Key("security-list-management-mode", FreeText("`All`, `Frontend` or `None`", "All"), "Which security list rules the controller writes", "All"),
            Key("backend-protocol", FreeText("a protocol", "TCP"), "Protocol of the listeners", "TCP"),
            Key("tls-secret", FreeText("a Secret", "shop/web-tls"), "Certificate of the listeners that end TLS"),
            Key("ssl-ports", ExactPorts, "Ports that end TLS") with { Ports = PortPlace.Items },
        ])
    {
        Prefixes = [Prefix],
        Notes = "The controller knows more keys than these; only those of its documentation are checked.",
    };

    // The controller lowers the case of this one value.
    private static ServiceAnnotation WithBandwidth(ServiceAnnotation shape, params string[] values) => values.Aggregate(shape, (key, value) => key
        .Needs(AnnotationCondition.Has(Prefix + "shape-flex-min"), "a flexible shape has a least bandwidth", value)
        .Needs(AnnotationCondition.Has(Prefix + "shape-flex-max"), "a flexible shape has a most bandwidth", value));

    private static ServiceAnnotation Key(string suffix, ValueGrammar value, string summary, string? defaultValue = null) =>
        new(Prefix + suffix, value, summary) { ReadBy = [Controller], Default = defaultValue };
}
