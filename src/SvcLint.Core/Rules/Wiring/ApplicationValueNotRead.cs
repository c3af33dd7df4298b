using SvcLint.Cluster.Applications;
using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>A parameter of an application that no template of its chart reads.</summary>
public sealed class ApplicationValueNotRead : ChartRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = ApplicationProblem.ValueNotRead,
        Name = "application-value-not-read",
        Title = "An application sets a parameter that no template of its chart reads",
        Effect = "the parameter is ignored and the default stays",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };
}
