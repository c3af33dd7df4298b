namespace SvcLint.Model;

/// <summary>A core/v1 Service as written. Effective values are computed by API defaulting.</summary>
public sealed record Service : KubernetesObject
{
    public ServiceSpec? Spec { get; init; }

    public ServiceStatus? Status { get; init; }

    /// <summary>Whether both select by the same labels.</summary>
    internal bool HasSelectorOf(Service other) =>
        Spec?.Selector is { } one && other.Spec?.Selector is { } two && one.Count == two.Count && one.Entries.All(e => two[e.Key.Value] == e.Value.Value);

    internal static Service Read(ObjectHeader header, MappingReader reader)
    {
        var spec = reader.Object("spec", ServiceSpec.Read);
        return new Service
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            ApiVersion = header.ApiVersion,
            Kind = header.Kind,
            Metadata = header.Metadata,
            Spec = spec,
            Status = reader.Object("status", ServiceStatus.Read),
            ServiceReferences = HostReferences.OfExternalName(spec?.Type?.Value == "ExternalName" ? spec.ExternalName : null),
        };
    }
}

public sealed record ServiceSpec : ModelNode
{
    public Located<string>? Type { get; init; }

    public StringMap? Selector { get; init; }

    public LocatedList<ServicePort>? Ports { get; init; }

    public Located<string>? ClusterIP { get; init; }

    public LocatedList<Located<string>>? ClusterIPs { get; init; }

    public LocatedList<Located<string>>? IPFamilies { get; init; }

    public Located<string>? IPFamilyPolicy { get; init; }

    public LocatedList<Located<string>>? ExternalIPs { get; init; }

    public Located<string>? ExternalName { get; init; }

    public Located<string>? ExternalTrafficPolicy { get; init; }

    public Located<string>? InternalTrafficPolicy { get; init; }

    public Located<int>? HealthCheckNodePort { get; init; }

    public Located<string>? LoadBalancerIP { get; init; }

    public Located<string>? LoadBalancerClass { get; init; }

    public LocatedList<Located<string>>? LoadBalancerSourceRanges { get; init; }

    public Located<bool>? AllocateLoadBalancerNodePorts { get; init; }

    public Located<bool>? PublishNotReadyAddresses { get; init; }

    public Located<string>? SessionAffinity { get; init; }

    public SessionAffinityConfig? SessionAffinityConfig { get; init; }

    public Located<string>? TrafficDistribution { get; init; }

    public static ServiceSpec Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Type = reader.String("type"),
        Selector = reader.StringMap("selector"),
        Ports = reader.List("ports", ServicePort.Read),
        ClusterIP = reader.String("clusterIP"),
        ClusterIPs = reader.Strings("clusterIPs"),
        IPFamilies = reader.Strings("ipFamilies"),
        IPFamilyPolicy = reader.String("ipFamilyPolicy"),
        ExternalIPs = reader.Strings("externalIPs"),
        ExternalName = reader.String("externalName"),
        ExternalTrafficPolicy = reader.String("externalTrafficPolicy"),
        InternalTrafficPolicy = reader.String("internalTrafficPolicy"),
        HealthCheckNodePort = reader.Int("healthCheckNodePort"),
        LoadBalancerIP = reader.String("loadBalancerIP"),
        LoadBalancerClass = reader.String("loadBalancerClass"),
        LoadBalancerSourceRanges = reader.Strings("loadBalancerSourceRanges"),
        AllocateLoadBalancerNodePorts = reader.Bool("allocateLoadBalancerNodePorts"),
        PublishNotReadyAddresses = reader.Bool("publishNotReadyAddresses"),
        SessionAffinity = reader.String("sessionAffinity"),
        SessionAffinityConfig = reader.Object("sessionAffinityConfig", SessionAffinityConfig.Read),
        TrafficDistribution = reader.String("trafficDistribution"),
    };
}

public sealed record ServicePort : ModelNode
{
    public Located<string>? Name { get; init; }

    public Located<int>? Port { get; init; }

    public Located<string>? Protocol { get; init; }

    public Located<IntOrString>? TargetPort { get; init; }

    public Located<int>? NodePort { get; init; }

    public Located<string>? AppProtocol { get; init; }

    public static ServicePort Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
        Port = reader.Int("port"),
        Protocol = reader.String("protocol"),
        TargetPort = reader.IntOrString("targetPort"),
        NodePort = reader.Int("nodePort"),
        AppProtocol = reader.String("appProtocol"),
    };
}

public sealed record SessionAffinityConfig : ModelNode
{
    public ClientIPConfig? ClientIP { get; init; }

    public static SessionAffinityConfig Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ClientIP = reader.Object("clientIP", ClientIPConfig.Read),
    };
}

public sealed record ClientIPConfig : ModelNode
{
    public Located<int>? TimeoutSeconds { get; init; }

    public static ClientIPConfig Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        TimeoutSeconds = reader.Int("timeoutSeconds"),
    };
}

public sealed record ServiceStatus : ModelNode
{
    public LoadBalancerStatus? LoadBalancer { get; init; }

    public static ServiceStatus Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        LoadBalancer = reader.Object("loadBalancer", LoadBalancerStatus.Read),
    };
}

public sealed record LoadBalancerStatus : ModelNode
{
    public LocatedList<LoadBalancerIngress>? Ingress { get; init; }

    public static LoadBalancerStatus Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Ingress = reader.List("ingress", LoadBalancerIngress.Read),
    };
}

public sealed record LoadBalancerIngress : ModelNode
{
    public Located<string>? IP { get; init; }

    public Located<string>? Hostname { get; init; }

    public Located<string>? IPMode { get; init; }

    public static LoadBalancerIngress Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        IP = reader.String("ip"),
        Hostname = reader.String("hostname"),
        IPMode = reader.String("ipMode"),
    };
}
