namespace SvcLint.Model;

/// <summary>A core/v1 Node.</summary>
public sealed record Node : KubernetesObject
{
    public NodeSpec? Spec { get; init; }

    public NodeStatus? Status { get; init; }

    internal static Node Read(ObjectHeader header, MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ApiVersion = header.ApiVersion,
        Kind = header.Kind,
        Metadata = header.Metadata,
        Spec = reader.Object("spec", NodeSpec.Read),
        Status = reader.Object("status", NodeStatus.Read),
    };
}

public sealed record NodeSpec : ModelNode
{
    public Located<string>? PodCIDR { get; init; }

    public LocatedList<Located<string>>? PodCIDRs { get; init; }

    public Located<bool>? Unschedulable { get; init; }

    public LocatedList<Taint>? Taints { get; init; }

    public static NodeSpec Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        PodCIDR = reader.String("podCIDR"),
        PodCIDRs = reader.Strings("podCIDRs"),
        Unschedulable = reader.Bool("unschedulable"),
        Taints = reader.List("taints", Taint.Read),
    };
}

/// <summary>What keeps pods off a node that do not tolerate it.</summary>
public sealed record Taint : ModelNode
{
    public Located<string>? Key { get; init; }

    public Located<string>? Value { get; init; }

    public Located<string>? Effect { get; init; }

    public static Taint Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Key = reader.String("key"),
        Value = reader.String("value"),
        Effect = reader.String("effect"),
    };
}

public sealed record NodeStatus : ModelNode
{
    public LocatedList<NodeAddress>? Addresses { get; init; }

    public LocatedList<Condition>? Conditions { get; init; }

    /// <summary>CPU that pods may have, as a quantity.</summary>
    public Located<string>? AllocatableCpu { get; init; }

    /// <summary>Memory that pods may have, as a quantity.</summary>
    public Located<string>? AllocatableMemory { get; init; }

    public NodeSystemInfo? NodeInfo { get; init; }

    public static NodeStatus Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Addresses = reader.List("addresses", NodeAddress.Read),
        Conditions = reader.List("conditions", Condition.Read),
        AllocatableCpu = reader.Nested("allocatable")?.String("cpu"),
        AllocatableMemory = reader.Nested("allocatable")?.String("memory"),
        NodeInfo = reader.Object("nodeInfo", NodeSystemInfo.Read),
    };
}

public sealed record NodeSystemInfo : ModelNode
{
    /// <summary>As uname tells it: <c>5.15.0-105-generic</c>.</summary>
    public Located<string>? KernelVersion { get; init; }

    public static NodeSystemInfo Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        KernelVersion = reader.String("kernelVersion"),
    };
}

public sealed record NodeAddress : ModelNode
{
    public Located<string>? Type { get; init; }

    public Located<string>? Address { get; init; }

    public static NodeAddress Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Type = reader.String("type"),
        Address = reader.String("address"),
    };
}

/// <summary>A core/v1 Namespace; its labels are what namespaceSelectors meet.</summary>
public sealed record Namespace : KubernetesObject
{
    internal static Namespace Read(ObjectHeader header, MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ApiVersion = header.ApiVersion,
        Kind = header.Kind,
        Metadata = header.Metadata,
    };
}
