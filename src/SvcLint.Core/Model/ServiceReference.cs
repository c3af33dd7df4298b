using SvcLint.Text;

namespace SvcLint.Model;

/// <summary>What the port of a <see cref="ServiceReference"/> is compared with.</summary>
public enum ReferencedPort
{
    /// <summary>No port is named: any will do.</summary>
    None,

    /// <summary>A Service port, by number or by name (Ingress, Traefik).</summary>
    ServicePort,

    /// <summary>A Service port, by number alone (webhooks, Gateway API, Istio).</summary>
    ServicePortNumber,

    /// <summary>A Service port, by name alone (ServiceMonitor).</summary>
    ServicePortName,

    /// <summary>What stands in the Service's Endpoints: a number is the pod's port, a name is the Service port's (OpenShift Route).</summary>
    EndpointPort,

    /// <summary>A port of the pods' containers, by number or name (ServiceMonitor's targetPort).</summary>
    ContainerPort,
}

/// <summary>One place that names a Service.</summary>
public sealed record ServiceReference
{
    /// <summary>The Service's name; inside a host name (<c>web.shop.svc</c>) its span is that of the name alone.</summary>
    public required Located<string> Name { get; init; }

    /// <summary>The Service's namespace as written; null means the referring object's own.</summary>
    public Located<string>? Namespace { get; init; }

    public Located<IntOrString>? Port { get; init; }

    public ReferencedPort PortMeaning { get; init; }

    /// <summary>The port that counts when <see cref="Port"/> is absent; null when none does.</summary>
    public int? DefaultPort { get; init; }

    /// <summary>The share of requests that it gets beside others; null where none is written. With 0 it gets none.</summary>
    public int? Weight { get; init; }

    /// <summary>The Service must be in the referring object's namespace: there is no field to say otherwise.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Everything that makes up the reference: the backend, the clientConfig's service, the host.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>The referring place for messages: "Ingress backend", "webhook client".</summary>
    public required string Place { get; init; }

    /// <summary>The namespace in which the Service is looked up; null when no manifest says, or when a variable of kustomize stands there.</summary>
    public string? NamespaceFor(KubernetesObject referrer) => Namespace is null ? referrer.Namespace : Placeholder.Is(Namespace.Value) ? null : Namespace.Value;

    public override string ToString() => $"{Place} {Namespace?.Value}{(Namespace is null ? "" : "/")}{Name.Value}{(Port is { } port ? ":" + port.Value : "")}";
}

/// <summary>An object of which svclint reads only what it points at; its <see cref="KubernetesObject.ServiceReferences"/> say it.</summary>
public sealed record ReferringObject : KubernetesObject
{
    internal static ReferringObject Read(ObjectHeader header, MappingReader reader, IReadOnlyList<ServiceReference> references) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ApiVersion = header.ApiVersion,
        Kind = header.Kind,
        Metadata = header.Metadata,
        ServiceReferences = references,
    };
}
