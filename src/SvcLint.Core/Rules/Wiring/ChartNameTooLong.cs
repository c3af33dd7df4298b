using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>A Service's name that an ordinary release name makes longer than the 63 characters that the API server allows.</summary>
public sealed class ChartNameTooLong : ChartRule
{
    public const string Id = "SVC2054";

    public override RuleInfo Info { get; } = new()
    {
        Id = Id,
        Name = "chart-name-too-long",
        Title = "A Service name leaves little room for the release name",
        Effect = "the API server rejects the Service of a release with a longer name",
        Category = Category.Wiring,
        Severity = Severity.Info,
    };
}
