using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>A key of a values file that no template reads, where a template reads one that it is a slip of.</summary>
public sealed class UnreadValuesKey : ChartRule
{
    public const string Id = "SVC2050";

    public override RuleInfo Info { get; } = new()
    {
        Id = Id,
        Name = "unread-values-key",
        Title = "No template reads this value, but one of a similar name",
        Effect = "the value is ignored and the default stays",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };
}
