namespace SvcLint.Model;

/// <summary>A core/v1 ConfigMap: configuration of the pods beside it, and the usual home of kube-proxy's.</summary>
public sealed record ConfigMap : KubernetesObject
{
    public StringMap? Data { get; init; }

    internal static ConfigMap Read(ObjectHeader header, MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ApiVersion = header.ApiVersion,
        Kind = header.Kind,
        Metadata = header.Metadata,
        Data = reader.StringMap("data"),
    };
}
