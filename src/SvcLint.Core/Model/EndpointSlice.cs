namespace SvcLint.Model;

/// <summary>A discovery.k8s.io EndpointSlice.</summary>
public sealed record EndpointSlice : KubernetesObject
{
    public const string ServiceNameLabel = "kubernetes.io/service-name";

    public const string ManagedByLabel = "endpointslice.kubernetes.io/managed-by";

    public Located<string>? AddressType { get; init; }

    public LocatedList<SliceEndpoint>? Endpoints { get; init; }

    public LocatedList<EndpointPort>? Ports { get; init; }

    internal static EndpointSlice Read(ObjectHeader header, MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ApiVersion = header.ApiVersion,
        Kind = header.Kind,
        Metadata = header.Metadata,
        AddressType = reader.String("addressType"),
        Endpoints = reader.List("endpoints", SliceEndpoint.Read),
        Ports = reader.List("ports", EndpointPort.Read),
    };
}

public sealed record SliceEndpoint : ModelNode
{
    public LocatedList<Located<string>>? Addresses { get; init; }

    public EndpointConditions? Conditions { get; init; }

    public Located<string>? Hostname { get; init; }

    public Located<string>? NodeName { get; init; }

    public Located<string>? Zone { get; init; }

    public EndpointHints? Hints { get; init; }

    public TargetReference? TargetRef { get; init; }

    public StringMap? DeprecatedTopology { get; init; }

    public static SliceEndpoint Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Addresses = reader.Strings("addresses"),
        Conditions = reader.Object("conditions", EndpointConditions.Read),
        Hostname = reader.String("hostname"),
        NodeName = reader.String("nodeName"),
        Zone = reader.String("zone"),
        Hints = reader.Object("hints", EndpointHints.Read),
        TargetRef = reader.Object("targetRef", TargetReference.Read),
        DeprecatedTopology = reader.StringMap("deprecatedTopology"),
    };
}

public sealed record EndpointConditions : ModelNode
{
    /// <summary>Absent means true.</summary>
    public Located<bool>? Ready { get; init; }

    /// <summary>Absent means true.</summary>
    public Located<bool>? Serving { get; init; }

    /// <summary>Absent means false.</summary>
    public Located<bool>? Terminating { get; init; }

    public static EndpointConditions Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Ready = reader.Bool("ready"),
        Serving = reader.Bool("serving"),
        Terminating = reader.Bool("terminating"),
    };
}

public sealed record EndpointHints : ModelNode
{
    public LocatedList<HintTarget>? ForZones { get; init; }

    public LocatedList<HintTarget>? ForNodes { get; init; }

    public static EndpointHints Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ForZones = reader.List("forZones", HintTarget.Read),
        ForNodes = reader.List("forNodes", HintTarget.Read),
    };
}

/// <summary>A zone or node that an endpoint should serve.</summary>
public sealed record HintTarget : ModelNode
{
    public Located<string>? Name { get; init; }

    public static HintTarget Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
    };
}
