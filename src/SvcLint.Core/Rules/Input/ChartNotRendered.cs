using SvcLint.Findings;

namespace SvcLint.Rules.Input;

/// <summary>A chart that Helm refuses to render, at Helm's place and in its words.</summary>
public sealed class ChartNotRendered : ChartRule
{
    public const string Id = "SVC0010";

    public override RuleInfo Info { get; } = new()
    {
        Id = Id,
        Name = "chart-not-rendered",
        Title = "The chart does not render",
        Effect = "Helm installs nothing of this chart, and nothing of it is linted",
        Category = Category.Input,
        Severity = Severity.Error,
    };
}
