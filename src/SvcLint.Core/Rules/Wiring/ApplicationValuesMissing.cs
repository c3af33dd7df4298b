using SvcLint.Cluster.Applications;
using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>An application whose values file is not there.</summary>
public sealed class ApplicationValuesMissing : ApplicationProblemRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = ApplicationProblem.ValuesMissing,
        Name = "application-values-missing",
        Title = "An application names a values file that the repository does not have",
        Effect = "the chart is not rendered, and nothing of it is deployed",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };
}
