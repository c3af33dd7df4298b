using SvcLint.Cluster.Applications;
using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>Applications that deploy one another, or more of them than can be followed.</summary>
public sealed class ApplicationNotFollowed : ApplicationProblemRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = ApplicationProblem.NotFollowed,
        Name = "application-not-followed",
        Title = "Applications deploy or wait for one another, or cannot be followed",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };
}
