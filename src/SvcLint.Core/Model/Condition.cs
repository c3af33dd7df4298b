namespace SvcLint.Model;

/// <summary>One of <c>status.conditions</c>.</summary>
public sealed record Condition : ModelNode
{
    public Located<string>? Type { get; init; }

    /// <summary>True, False or Unknown.</summary>
    public Located<string>? Status { get; init; }

    public Located<string>? Reason { get; init; }

    public Located<string>? Message { get; init; }

    public static Condition Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Type = reader.String("type"),
        Status = reader.String("status"),
        Reason = reader.String("reason"),
        Message = reader.String("message"),
    };
}
