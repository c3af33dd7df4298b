using SvcLint.Config;
using SvcLint.Findings;

namespace SvcLint.Rules.Input;

/// <summary>Something in the configuration that svclint cannot follow. On the command line it ends the run; a build shows it.</summary>
public sealed class BadConfiguration : LinterRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC0003",
        Name = "bad-configuration",
        Title = "The configuration says something that svclint cannot follow",
        Category = Category.Input,
        Severity = Severity.Error,
    };

    internal Finding At(ConfigurationProblem problem) =>
        At(problem.Span, $"In the configuration, {problem.Message}. This part of it has no effect");
}
