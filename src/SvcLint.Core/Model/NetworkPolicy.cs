namespace SvcLint.Model;

/// <summary>A networking.k8s.io NetworkPolicy.</summary>
public sealed record NetworkPolicy : KubernetesObject
{
    public NetworkPolicySpec? Spec { get; init; }

    internal static NetworkPolicy Read(ObjectHeader header, MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ApiVersion = header.ApiVersion,
        Kind = header.Kind,
        Metadata = header.Metadata,
        Spec = reader.Object("spec", NetworkPolicySpec.Read),
    };
}

public sealed record NetworkPolicySpec : ModelNode
{
    public LabelSelector? PodSelector { get; init; }

    public LocatedList<Located<string>>? PolicyTypes { get; init; }

    public LocatedList<NetworkPolicyRule>? Ingress { get; init; }

    public LocatedList<NetworkPolicyRule>? Egress { get; init; }

    public static NetworkPolicySpec Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        PodSelector = reader.Object("podSelector", LabelSelector.Read),
        PolicyTypes = reader.Strings("policyTypes"),
        Ingress = reader.List("ingress", rule => NetworkPolicyRule.Read(rule, "from")),
        Egress = reader.List("egress", rule => NetworkPolicyRule.Read(rule, "to")),
    };
}

/// <summary>An ingress or egress rule: <see cref="Peers"/> holds <c>from</c> or <c>to</c>.</summary>
public sealed record NetworkPolicyRule : ModelNode
{
    public LocatedList<NetworkPolicyPeer>? Peers { get; init; }

    public LocatedList<NetworkPolicyPort>? Ports { get; init; }

    public static NetworkPolicyRule Read(MappingReader reader, string peers) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Peers = reader.List(peers, NetworkPolicyPeer.Read),
        Ports = reader.List("ports", NetworkPolicyPort.Read),
    };
}

public sealed record NetworkPolicyPeer : ModelNode
{
    public LabelSelector? PodSelector { get; init; }

    public LabelSelector? NamespaceSelector { get; init; }

    public IPBlock? IPBlock { get; init; }

    public static NetworkPolicyPeer Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        PodSelector = reader.Object("podSelector", LabelSelector.Read),
        NamespaceSelector = reader.Object("namespaceSelector", LabelSelector.Read),
        IPBlock = reader.Object("ipBlock", IPBlock.Read),
    };
}

public sealed record NetworkPolicyPort : ModelNode
{
    public Located<string>? Protocol { get; init; }

    public Located<IntOrString>? Port { get; init; }

    public Located<int>? EndPort { get; init; }

    public static NetworkPolicyPort Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Protocol = reader.String("protocol"),
        Port = reader.IntOrString("port"),
        EndPort = reader.Int("endPort"),
    };
}

public sealed record IPBlock : ModelNode
{
    public Located<string>? CIDR { get; init; }

    public LocatedList<Located<string>>? Except { get; init; }

    public static IPBlock Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        CIDR = reader.String("cidr"),
        Except = reader.Strings("except"),
    };
}
