using SvcLint.Findings;

namespace SvcLint.Rules.Input;

/// <summary>A value that the chart's own schema does not admit, at the line that sets it.</summary>
public sealed class ValuesFailSchema : ChartRule
{
    public const string Id = "SVC0012";

    public override RuleInfo Info { get; } = new()
    {
        Id = Id,
        Name = "values-fail-schema",
        Title = "A value does not fit the chart's schema",
        Effect = "Helm refuses these values, and this rendering is not linted",
        Category = Category.Input,
        Severity = Severity.Error,
    };
}
