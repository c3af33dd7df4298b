namespace SvcLint.Model;

/// <summary>An Event: what a controller or a kubelet said of an object.</summary>
public sealed record ClusterEvent : KubernetesObject
{
    public Located<string>? AboutKind { get; init; }

    public Located<string>? AboutNamespace { get; init; }

    public Located<string>? AboutName { get; init; }

    public Located<string>? Reason { get; init; }

    public Located<string>? Message { get; init; }

    /// <summary>Normal or Warning.</summary>
    public Located<string>? Type { get; init; }

    /// <summary>How often it was seen; null where nobody counts.</summary>
    public int? Count { get; init; }

    /// <summary>When it was last seen, as written: RFC 3339 sorts by its text.</summary>
    public string? LastSeen { get; init; }

    internal static ClusterEvent Read(ObjectHeader header, MappingReader reader)
    {
        var about = reader.Nested("involvedObject") ?? reader.Nested("regarding");
        return new ClusterEvent
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            ApiVersion = header.ApiVersion,
            Kind = header.Kind,
            Metadata = header.Metadata,
            AboutKind = about?.String("kind"),
            AboutNamespace = about?.String("namespace"),
            AboutName = about?.String("name"),
            Reason = reader.String("reason"),
            Message = reader.String("message") ?? reader.String("note"),
            Type = reader.String("type"),
            Count = (reader.Int("count") ?? reader.Nested("series")?.Int("count"))?.Value,
            LastSeen = (reader.String("lastTimestamp") ?? reader.Nested("series")?.String("lastObservedTime") ?? reader.String("eventTime") ?? header.Metadata.CreationTimestamp)?.Value,
        };
    }
}
