using SvcLint.Cluster.Applications;
using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>An application that deploys a folder or chart of this repository which is not there.</summary>
public sealed class ApplicationPathMissing : ApplicationProblemRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = ApplicationProblem.PathMissing,
        Name = "application-path-missing",
        Title = "An application deploys a path that the repository does not have",
        Effect = "nothing of it is deployed",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };
}
