using SvcLint.Findings;

namespace SvcLint.Rules.Input;

/// <summary>A chart that refuses its default values on purpose, with <c>required</c> or <c>fail</c>: it is linted once values are named.</summary>
public sealed class ChartNeedsValues : ChartRule
{
    public const string Id = "SVC0011";

    public override RuleInfo Info { get; } = new()
    {
        Id = Id,
        Name = "chart-needs-values",
        Title = "The chart needs values to render",
        Effect = "this rendering is not linted",
        Category = Category.Input,
        Severity = Severity.Info,
    };
}
