namespace SvcLint.Model;

/// <summary>A Gateway of the Gateway API: its listeners decide which routes may attach.</summary>
public sealed record Gateway : KubernetesObject
{
    public Located<string>? GatewayClassName { get; init; }

    public LocatedList<GatewayListener>? Listeners { get; init; }

    internal static Gateway Read(ObjectHeader header, MappingReader reader)
    {
        var spec = reader.Nested("spec");
        return new Gateway
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            ApiVersion = header.ApiVersion,
            Kind = header.Kind,
            Metadata = header.Metadata,
            GatewayClassName = spec?.String("gatewayClassName"),
            Listeners = spec?.List("listeners", GatewayListener.Read),
        };
    }
}

public sealed record GatewayListener : ModelNode
{
    public Located<string>? Name { get; init; }

    public Located<string>? Hostname { get; init; }

    public Located<int>? Port { get; init; }

    public Located<string>? Protocol { get; init; }

    /// <summary>allowedRoutes.namespaces.from: All, Selector or Same; absent means Same.</summary>
    public Located<string>? AllowedFrom { get; init; }

    /// <summary>allowedRoutes.namespaces.selector: labels of the namespaces, with <c>from: Selector</c>.</summary>
    public LabelSelector? AllowedNamespaces { get; init; }

    /// <summary>allowedRoutes.kinds; absent means whatever the protocol implies.</summary>
    public LocatedList<AllowedRouteKind>? AllowedKinds { get; init; }

    public static GatewayListener Read(MappingReader reader)
    {
        var allowed = reader.Nested("allowedRoutes");
        var namespaces = allowed?.Nested("namespaces");
        return new GatewayListener
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            Name = reader.String("name"),
            Hostname = reader.String("hostname"),
            Port = reader.Int("port"),
            Protocol = reader.String("protocol"),
            AllowedFrom = namespaces?.String("from"),
            AllowedNamespaces = namespaces?.Object("selector", LabelSelector.Read),
            AllowedKinds = allowed?.List("kinds", AllowedRouteKind.Read),
        };
    }
}

/// <summary>An absent group is the Gateway API's own.</summary>
public sealed record AllowedRouteKind : ModelNode
{
    public Located<string>? Group { get; init; }

    public Located<string>? Kind { get; init; }

    public static AllowedRouteKind Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Group = reader.String("group"),
        Kind = reader.String("kind"),
    };
}

/// <summary>An HTTPRoute, GRPCRoute, TLSRoute, TCPRoute or UDPRoute.</summary>
public sealed record GatewayRoute : KubernetesObject
{
    public LocatedList<ParentReference>? ParentRefs { get; init; }

    public LocatedList<Located<string>>? Hostnames { get; init; }

    private static readonly ReferencePath[] BackendPaths =
    [
        Backend("spec.rules[].backendRefs[]", "route backend"),
        Backend("spec.rules[].filters[].requestMirror.backendRef", "request mirror"),
        Backend("spec.rules[].backendRefs[].filters[].requestMirror.backendRef", "request mirror"),
        Backend("spec.rules[].filters[].externalAuth.backendRef", "external authorization"),
        Backend("spec.rules[].backendRefs[].filters[].externalAuth.backendRef", "external authorization"),
    ];

    internal static GatewayRoute Read(ObjectHeader header, MappingReader reader)
    {
        var spec = reader.Nested("spec");
        var parents = spec?.List("parentRefs", ParentReference.Read);
        return new GatewayRoute
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            ApiVersion = header.ApiVersion,
            Kind = header.Kind,
            Metadata = header.Metadata,
            ParentRefs = parents,
            Hostnames = spec?.Strings("hostnames"),
            ServiceReferences = [.. ReferringKinds.Read(BackendPaths, reader), .. Parents(parents)],
        };
    }

    private static ReferencePath Backend(string path, string place) => new(path, place)
    {
        Namespace = "namespace",
        Port = "port",
        PortMeaning = ReferencedPort.ServicePortNumber,
        Kind = ReferencedKind.ByDefault,
        Weight = "weight",
    };

    // In a mesh a route's parent is the Service whose traffic it steers.
    private static IEnumerable<ServiceReference> Parents(LocatedList<ParentReference>? parents)
    {
        foreach (var parent in parents?.Items ?? [])
        {
            if (parent is { IsService: true, Name: { } name })
            {
                yield return new ServiceReference
                {
                    Name = name,
                    Namespace = parent.Namespace,
                    Port = parent.Port is { } port ? new Located<IntOrString>(new IntOrString(port.Value, null), port.Span) : null,
                    PortMeaning = parent.Port is null ? ReferencedPort.None : ReferencedPort.ServicePortNumber,
                    Span = parent.Span,
                    Place = "route parent",
                };
            }
        }
    }
}

/// <summary>What a route wants to attach to: a Gateway unless it says otherwise.</summary>
public sealed record ParentReference : ModelNode
{
    public Located<string>? Group { get; init; }

    public Located<string>? Kind { get; init; }

    public Located<string>? Namespace { get; init; }

    public Located<string>? Name { get; init; }

    /// <summary>The listener's name; absent means every listener that admits the route.</summary>
    public Located<string>? SectionName { get; init; }

    public Located<int>? Port { get; init; }

    public bool IsGateway => Kind?.Value is null or "Gateway" && Group?.Value is null or "gateway.networking.k8s.io";

    public bool IsService => Kind?.Value == "Service" && Group?.Value is "" or "core";

    public static ParentReference Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Group = reader.String("group"),
        Kind = reader.String("kind"),
        Namespace = reader.String("namespace"),
        Name = reader.String("name"),
        SectionName = reader.String("sectionName"),
        Port = reader.Int("port"),
    };
}

/// <summary>Lets objects of other namespaces refer to objects of its own.</summary>
public sealed record ReferenceGrant : KubernetesObject
{
    public LocatedList<ReferenceGrantFrom>? From { get; init; }

    public LocatedList<ReferenceGrantTo>? To { get; init; }

    internal static ReferenceGrant Read(ObjectHeader header, MappingReader reader)
    {
        var spec = reader.Nested("spec");
        return new ReferenceGrant
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            ApiVersion = header.ApiVersion,
            Kind = header.Kind,
            Metadata = header.Metadata,
            From = spec?.List("from", ReferenceGrantFrom.Read),
            To = spec?.List("to", ReferenceGrantTo.Read),
        };
    }

    /// <summary>Whether a referrer of this group, kind and namespace may name this Service of the grant's namespace.</summary>
    public bool AdmitsService(string group, string kind, string ns, string service) =>
        (From?.Items.Any(f => (f.Group?.Value ?? "") == group && f.Kind?.Value == kind && f.Namespace?.Value == ns) ?? false)
        && (To?.Items.Any(t => t.Group?.Value is null or "" && t.Kind?.Value == "Service" && (t.Name is null || t.Name.Value == service)) ?? false);
}

public sealed record ReferenceGrantFrom : ModelNode
{
    public Located<string>? Group { get; init; }

    public Located<string>? Kind { get; init; }

    public Located<string>? Namespace { get; init; }

    public static ReferenceGrantFrom Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Group = reader.String("group"),
        Kind = reader.String("kind"),
        Namespace = reader.String("namespace"),
    };
}

public sealed record ReferenceGrantTo : ModelNode
{
    public Located<string>? Group { get; init; }

    public Located<string>? Kind { get; init; }

    /// <summary>Absent means every object of the kind.</summary>
    public Located<string>? Name { get; init; }

    public static ReferenceGrantTo Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Group = reader.String("group"),
        Kind = reader.String("kind"),
        Name = reader.String("name"),
    };
}
