namespace SvcLint.Model;

/// <summary>A core/v1 Endpoints; deprecated since 1.33 in favour of <see cref="EndpointSlice"/>.</summary>
public sealed record Endpoints : KubernetesObject
{
    public LocatedList<EndpointSubset>? Subsets { get; init; }

    internal static Endpoints Read(ObjectHeader header, MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ApiVersion = header.ApiVersion,
        Kind = header.Kind,
        Metadata = header.Metadata,
        Subsets = reader.List("subsets", EndpointSubset.Read),
    };
}

public sealed record EndpointSubset : ModelNode
{
    public LocatedList<EndpointAddress>? Addresses { get; init; }

    public LocatedList<EndpointAddress>? NotReadyAddresses { get; init; }

    public LocatedList<EndpointPort>? Ports { get; init; }

    public static EndpointSubset Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Addresses = reader.List("addresses", EndpointAddress.Read),
        NotReadyAddresses = reader.List("notReadyAddresses", EndpointAddress.Read),
        Ports = reader.List("ports", EndpointPort.Read),
    };
}

public sealed record EndpointAddress : ModelNode
{
    public Located<string>? IP { get; init; }

    public Located<string>? Hostname { get; init; }

    public Located<string>? NodeName { get; init; }

    public TargetReference? TargetRef { get; init; }

    public static EndpointAddress Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        IP = reader.String("ip"),
        Hostname = reader.String("hostname"),
        NodeName = reader.String("nodeName"),
        TargetRef = reader.Object("targetRef", TargetReference.Read),
    };
}

/// <summary>A port of an Endpoints subset or of an EndpointSlice.</summary>
public sealed record EndpointPort : ModelNode
{
    public Located<string>? Name { get; init; }

    public Located<int>? Port { get; init; }

    public Located<string>? Protocol { get; init; }

    public Located<string>? AppProtocol { get; init; }

    public static EndpointPort Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
        Port = reader.Int("port"),
        Protocol = reader.String("protocol"),
        AppProtocol = reader.String("appProtocol"),
    };
}

public sealed record TargetReference : ModelNode
{
    public Located<string>? Kind { get; init; }

    public Located<string>? Namespace { get; init; }

    public Located<string>? Name { get; init; }

    public static TargetReference Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Kind = reader.String("kind"),
        Namespace = reader.String("namespace"),
        Name = reader.String("name"),
    };
}
