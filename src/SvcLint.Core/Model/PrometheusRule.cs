namespace SvcLint.Model;

/// <summary>A PrometheusRule of the Prometheus operator: alerts and recordings, of which only the expressions are read.</summary>
public sealed record PrometheusRule : KubernetesObject
{
    public IReadOnlyList<Located<string>> Expressions { get; init; } = [];

    internal static PrometheusRule Read(ObjectHeader header, MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ApiVersion = header.ApiVersion,
        Kind = header.Kind,
        Metadata = header.Metadata,
        Expressions = [.. ReferencePath.Walk(reader, "spec.groups[].rules[]").Select(r => r.String("expr")).OfType<Located<string>>()],
    };
}
