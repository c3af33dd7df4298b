namespace SvcLint.Model;

/// <summary>
/// An Ingress of networking.k8s.io/v1 or of the older shape (extensions/v1beta1, networking.k8s.io/v1beta1), which old files still have.
/// </summary>
public sealed record Ingress : KubernetesObject
{
    /// <summary>The annotation that named the class before the field did.</summary>
    public const string ClassAnnotation = "kubernetes.io/ingress.class";

    /// <summary>spec.ingressClassName; null when the class is an annotation or the cluster's default.</summary>
    public Located<string>? IngressClassName { get; init; }

    private static readonly string[] BackendPaths = ["spec.defaultBackend", "spec.backend", "spec.rules[].http.paths[].backend"];

    internal static Ingress Read(ObjectHeader header, MappingReader reader)
    {
        var references = new List<ServiceReference>();
        foreach (var path in BackendPaths)
        {
            foreach (var backend in ReferencePath.Walk(reader, path))
            {
                AddBackend(references, backend);
            }
        }

        AddDefaultBackend(references, header.Metadata.Annotations?.Find("nginx.ingress.kubernetes.io/default-backend")?.Value);
        return new Ingress
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            ApiVersion = header.ApiVersion,
            Kind = header.Kind,
            Metadata = header.Metadata,
            IngressClassName = reader.Nested("spec")?.String("ingressClassName"),
            ServiceReferences = references,
        };
    }

    private static void AddBackend(List<ServiceReference> references, MappingReader backend)
    {
        var service = backend.Nested("service");
        var name = service is null ? backend.String("serviceName") : service.String("name");
        var port = service is null ? backend.IntOrString("servicePort") : service.Nested("port") is { } chosen ? chosen.IntOrString("number") ?? chosen.IntOrString("name") : null;

        // The AWS Load Balancer Controller's "use-annotation" makes the name that of an action in an annotation.
        if (name is { Value.Length: > 0 } && port?.Value.String != "use-annotation")
        {
            references.Add(new ServiceReference
            {
                Name = name,
                Port = port,
                PortMeaning = ReferencedPort.ServicePort,
                IsLocal = true,
                Span = (service ?? backend).Span,
                Place = "Ingress backend",
            });
        }
    }

    // ingress-nginx: "service" or "namespace/service".
    private static void AddDefaultBackend(List<ServiceReference> references, Located<string>? value)
    {
        if (value is not { Value.Length: > 0 })
        {
            return;
        }

        var slash = value.Value.IndexOf('/');
        references.Add(new ServiceReference
        {
            Name = value.Slice(slash + 1, value.Value.Length),
            Namespace = slash > 0 ? value.Slice(0, slash) : null,
            Span = value.Span,
            Place = "Ingress default backend",
        });
    }
}
