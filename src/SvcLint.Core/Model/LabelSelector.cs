namespace SvcLint.Model;

/// <summary>matchLabels and matchExpressions, all of which must hold; none at all selects everything.</summary>
public sealed record LabelSelector : ModelNode
{
    public StringMap? MatchLabels { get; init; }

    public LocatedList<LabelSelectorRequirement>? MatchExpressions { get; init; }

    /// <summary>No requirement at all: it selects everything.</summary>
    public bool IsEmpty => (MatchLabels?.Count ?? 0) == 0 && (MatchExpressions?.Count ?? 0) == 0;

    public static LabelSelector Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        MatchLabels = reader.StringMap("matchLabels"),
        MatchExpressions = reader.List("matchExpressions", LabelSelectorRequirement.Read),
    };
}

public sealed record LabelSelectorRequirement : ModelNode
{
    public Located<string>? Key { get; init; }

    public Located<string>? Operator { get; init; }

    public LocatedList<Located<string>>? Values { get; init; }

    public static LabelSelectorRequirement Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Key = reader.String("key"),
        Operator = reader.String("operator"),
        Values = reader.Strings("values"),
    };
}
