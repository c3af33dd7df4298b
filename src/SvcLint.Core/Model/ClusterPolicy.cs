namespace SvcLint.Model;

/// <summary>Where a cluster policy stands: before every NetworkPolicy, or after them.</summary>
public enum ClusterPolicyTier
{
    Admin,
    Baseline,
}

/// <summary>A policy of policy.networking.k8s.io: AdminNetworkPolicy, BaselineAdminNetworkPolicy, ClusterNetworkPolicy.</summary>
public sealed record ClusterPolicy : KubernetesObject
{
    public required ClusterPolicyTier Tier { get; init; }

    /// <summary>Lower numbers come first; a BaselineAdminNetworkPolicy has none.</summary>
    public Located<int>? Priority { get; init; }

    public ClusterPolicyPods? Subject { get; init; }

    public LocatedList<ClusterPolicyRule>? Ingress { get; init; }

    public LocatedList<ClusterPolicyRule>? Egress { get; init; }

    internal static ClusterPolicy Read(ObjectHeader header, MappingReader reader)
    {
        var spec = reader.Nested("spec");
        var isBaseline = header.Kind.Value == "BaselineAdminNetworkPolicy" || spec?.String("tier")?.Value == "Baseline";
        return new ClusterPolicy
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            ApiVersion = header.ApiVersion,
            Kind = header.Kind,
            Metadata = header.Metadata,
            Tier = isBaseline ? ClusterPolicyTier.Baseline : ClusterPolicyTier.Admin,
            Priority = spec?.Int("priority"),
            Subject = spec?.Object("subject", ClusterPolicyPods.Read),
            Ingress = spec?.List("ingress", rule => ClusterPolicyRule.Read(rule, "from")),
            Egress = spec?.List("egress", rule => ClusterPolicyRule.Read(rule, "to")),
        };
    }
}

/// <summary>Pods by their namespace, or by their namespace and labels: <c>namespaces</c> or <c>pods</c>.</summary>
public sealed record ClusterPolicyPods : ModelNode
{
    /// <summary>Null where neither form is written.</summary>
    public LabelSelector? NamespaceSelector { get; init; }

    /// <summary>Null for every pod of the namespaces.</summary>
    public LabelSelector? PodSelector { get; init; }

    public static ClusterPolicyPods Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        NamespaceSelector = reader.Object("namespaces", LabelSelector.Read) ?? reader.Nested("pods")?.Object("namespaceSelector", LabelSelector.Read),
        PodSelector = reader.Nested("pods")?.Object("podSelector", LabelSelector.Read),
    };
}

public sealed record ClusterPolicyRule : ModelNode
{
    /// <summary>Allow (Accept in v1alpha2), Deny or Pass.</summary>
    public Located<string>? Action { get; init; }

    public LocatedList<ClusterPolicyPeer>? Peers { get; init; }

    /// <summary><c>ports</c> or <c>protocols</c>; null or empty means all traffic.</summary>
    public LocatedList<ClusterPolicyPort>? Ports { get; init; }

    public static ClusterPolicyRule Read(MappingReader reader, string peers) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Action = reader.String("action"),
        Peers = reader.List(peers, ClusterPolicyPeer.Read),
        Ports = reader.List("ports", ClusterPolicyPort.ReadPort) ?? reader.List("protocols", ClusterPolicyPort.ReadProtocol),
    };
}

public sealed record ClusterPolicyPeer : ModelNode
{
    public required ClusterPolicyPods Pods { get; init; }

    public LabelSelector? Nodes { get; init; }

    public LocatedList<Located<string>>? Networks { get; init; }

    public LocatedList<Located<string>>? DomainNames { get; init; }

    public static ClusterPolicyPeer Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Pods = ClusterPolicyPods.Read(reader),
        Nodes = reader.Object("nodes", LabelSelector.Read),
        Networks = reader.Strings("networks"),
        DomainNames = reader.Strings("domainNames"),
    };
}

/// <summary>A port, a range, or a name of a container port; a name stands for that port's own protocol.</summary>
public sealed record ClusterPolicyPort : ModelNode
{
    /// <summary>Null with <see cref="Named"/>.</summary>
    public string? Protocol { get; init; }

    public int First { get; init; }

    public int Last { get; init; }

    public Located<string>? Named { get; init; }

    /// <summary>An entry of v1alpha1: portNumber, portRange or namedPort.</summary>
    public static ClusterPolicyPort ReadPort(MappingReader reader)
    {
        var number = reader.Nested("portNumber");
        var range = reader.Nested("portRange");
        var first = number?.Int("port") ?? range?.Int("start");
        return new ClusterPolicyPort
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            Protocol = (number ?? range) is { } written ? written.String("protocol")?.Value ?? "TCP" : null,
            First = first?.Value ?? 0,
            Last = range is null ? first?.Value ?? 0 : range.Int("end")?.Value ?? 0,
            Named = reader.String("namedPort"),
        };
    }

    /// <summary>An entry of v1alpha2: tcp, udp or sctp with a destinationPort, or destinationNamedPort.</summary>
    public static ClusterPolicyPort ReadProtocol(MappingReader reader)
    {
        var protocol = PortProtocols.FirstOrDefault(reader.Has);
        var port = protocol is null ? null : reader.Nested(protocol)?.Nested("destinationPort");
        var range = port?.Nested("range");
        var number = port?.Int("number")?.Value;
        return new ClusterPolicyPort
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            Protocol = protocol?.ToUpperInvariant(),
            First = port is null ? 1 : number ?? range?.Int("start")?.Value ?? 0,
            Last = port is null ? 65535 : number ?? range?.Int("end")?.Value ?? 0,
            Named = reader.String("destinationNamedPort"),
        };
    }

    private static readonly string[] PortProtocols = ["tcp", "udp", "sctp"];
}
