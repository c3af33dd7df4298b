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
        Title = "The configuration has an entry that svclint cannot follow",
        Effect = "this part of the configuration is not applied",
        Category = Category.Input,
        Severity = Severity.Error,
    };

    internal Finding At(ConfigurationProblem problem) =>
        At(problem.Span, $"configuration: {problem.Message}");
}
