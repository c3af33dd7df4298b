using SvcLint.Cluster.Applications;
using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>An application that names a source or another application by nearly its name.</summary>
public sealed class ApplicationReferenceUnknown : ApplicationProblemRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = ApplicationProblem.ReferenceUnknown,
        Name = "application-reference-unknown",
        Title = "An application names a source or another application that is not defined",
        Effect = "the application waits for it and deploys nothing",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };
}
