namespace SvcLint.Model;

/// <summary>A ServiceMonitor of the Prometheus operator: it names no Service but selects them by their labels.</summary>
public sealed record ServiceMonitor : KubernetesObject
{
    /// <summary>Labels of the Services.</summary>
    public LabelSelector? Selector { get; init; }

    /// <summary>Namespaces of the Services; null together with <see cref="AnyNamespace"/> null means the monitor's own.</summary>
    public LocatedList<Located<string>>? MatchNames { get; init; }

    public Located<bool>? AnyNamespace { get; init; }

    public LocatedList<ServiceMonitorEndpoint>? Endpoints { get; init; }

    internal static ServiceMonitor Read(ObjectHeader header, MappingReader reader)
    {
        var spec = reader.Nested("spec");
        var namespaces = spec?.Nested("namespaceSelector");
        return new ServiceMonitor
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            ApiVersion = header.ApiVersion,
            Kind = header.Kind,
            Metadata = header.Metadata,
            Selector = spec?.Object("selector", LabelSelector.Read),
            MatchNames = namespaces?.Strings("matchNames"),
            AnyNamespace = namespaces?.Bool("any"),
            Endpoints = spec?.List("endpoints", ServiceMonitorEndpoint.Read),
        };
    }
}

public sealed record ServiceMonitorEndpoint : ModelNode
{
    /// <summary>Name of a Service port.</summary>
    public Located<string>? Port { get; init; }

    /// <summary>Name or number of a port that a container declares; used when <see cref="Port"/> is absent.</summary>
    public Located<IntOrString>? TargetPort { get; init; }

    public Located<string>? Path { get; init; }

    public Located<string>? Scheme { get; init; }

    /// <summary>The patterns of relabellings of the scraped metrics, but for those that drop what they find: they lack nothing where it is gone.</summary>
    public IReadOnlyList<Located<string>> MetricPatterns { get; init; } = [];

    public static ServiceMonitorEndpoint Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Port = reader.String("port"),
        TargetPort = reader.IntOrString("targetPort"),
        Path = reader.String("path"),
        Scheme = reader.String("scheme"),
        MetricPatterns = [.. ReferencePath.Walk(reader, "metricRelabelings[]").Where(r => r.String("action")?.Value.ToLowerInvariant() is not ("drop" or "labeldrop")).Select(r => r.String("regex")).OfType<Located<string>>()],
    };
}
