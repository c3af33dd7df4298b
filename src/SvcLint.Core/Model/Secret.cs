namespace SvcLint.Model;

/// <summary>A core/v1 Secret, as far as it is written in plain text.</summary>
public sealed record Secret : KubernetesObject
{
    public StringMap? StringData { get; init; }

    internal static Secret Read(ObjectHeader header, MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ApiVersion = header.ApiVersion,
        Kind = header.Kind,
        Metadata = header.Metadata,
        StringData = reader.StringMap("stringData"),
    };
}
