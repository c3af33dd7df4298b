namespace SvcLint.Model;

public sealed record PodTemplate : ModelNode
{
    public ObjectMeta? Metadata { get; init; }

    public PodSpec? Spec { get; init; }

    public static PodTemplate Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Metadata = reader.Object("metadata", ObjectMeta.Read),
        Spec = reader.Object("spec", PodSpec.Read),
    };
}

public sealed record PodSpec : ModelNode
{
    public LocatedList<Container>? Containers { get; init; }

    public LocatedList<Container>? InitContainers { get; init; }

    public Located<string>? RestartPolicy { get; init; }

    public Located<bool>? HostNetwork { get; init; }

    public Located<string>? HostnameOverride { get; init; }

    public Located<string>? DnsPolicy { get; init; }

    public PodDnsConfig? DnsConfig { get; init; }

    public Located<string>? Hostname { get; init; }

    public Located<string>? Subdomain { get; init; }

    public Located<string>? NodeName { get; init; }

    public StringMap? NodeSelector { get; init; }

    /// <summary>serviceAccountName, or where that is empty its older name serviceAccount.</summary>
    public Located<string>? ServiceAccountName { get; init; }

    public Located<bool>? EnableServiceLinks { get; init; }

    public Located<int>? TerminationGracePeriodSeconds { get; init; }

    public Located<bool>? SetHostnameAsFQDN { get; init; }

    public LocatedList<Volume>? Volumes { get; init; }

    /// <summary>The security context of all its containers.</summary>
    public SecurityContext? SecurityContext { get; init; }

    /// <summary>Conditions that somebody else must set before a pod is ready.</summary>
    public IReadOnlyList<Located<string>> ReadinessGates { get; init; } = [];

    public LocatedList<HostAlias>? HostAliases { get; init; }

    public LocatedList<TopologySpreadConstraint>? TopologySpreadConstraints { get; init; }

    /// <summary>Labels of nodes that selector, affinity and spreading ask for.</summary>
    public IReadOnlyList<NodeLabelUse> NodeLabels { get; init; } = [];

    public static PodSpec Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Containers = reader.List("containers", Container.Read),
        InitContainers = reader.List("initContainers", Container.Read),
        RestartPolicy = reader.String("restartPolicy"),
        HostNetwork = reader.Bool("hostNetwork"),
        HostnameOverride = reader.String("hostnameOverride"),
        DnsPolicy = reader.String("dnsPolicy"),
        DnsConfig = reader.Object("dnsConfig", PodDnsConfig.Read),
        Hostname = reader.String("hostname"),
        Subdomain = reader.String("subdomain"),
        NodeName = reader.String("nodeName"),
        NodeSelector = reader.StringMap("nodeSelector"),
        ServiceAccountName = reader.String("serviceAccountName") is { Value.Length: > 0 } account ? account : reader.String("serviceAccount"),
        EnableServiceLinks = reader.Bool("enableServiceLinks"),
        TerminationGracePeriodSeconds = reader.Int("terminationGracePeriodSeconds"),
        SetHostnameAsFQDN = reader.Bool("setHostnameAsFQDN"),
        Volumes = reader.List("volumes", Volume.Read),
        SecurityContext = reader.Object("securityContext", SecurityContext.Read),
        ReadinessGates = [.. (reader.List("readinessGates", g => g)?.Items ?? []).Select(g => g.String("conditionType")).OfType<Located<string>>()],
        HostAliases = reader.List("hostAliases", HostAlias.Read),
        TopologySpreadConstraints = reader.List("topologySpreadConstraints", TopologySpreadConstraint.Read),
        NodeLabels = NodeLabelUse.Read(reader),
    };
}

public sealed record HostAlias : ModelNode
{
    public Located<string>? IP { get; init; }

    public LocatedList<Located<string>>? Hostnames { get; init; }

    public static HostAlias Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        IP = reader.String("ip"),
        Hostnames = reader.Strings("hostnames"),
    };
}

public sealed record PodDnsConfig : ModelNode
{
    public LocatedList<Located<string>>? Nameservers { get; init; }

    public LocatedList<Located<string>>? Searches { get; init; }

    public LocatedList<PodDnsOption>? Options { get; init; }

    public static PodDnsConfig Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Nameservers = reader.Strings("nameservers"),
        Searches = reader.Strings("searches"),
        Options = reader.List("options", PodDnsOption.Read),
    };
}

public sealed record PodDnsOption : ModelNode
{
    public Located<string>? Name { get; init; }

    public Located<string>? Value { get; init; }

    public static PodDnsOption Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
        Value = reader.String("value"),
    };
}
