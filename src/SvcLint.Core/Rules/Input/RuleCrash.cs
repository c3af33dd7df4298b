using SvcLint.Findings;

namespace SvcLint.Rules.Input;

/// <summary>A rule that threw: the run goes on without it.</summary>
public sealed class RuleCrash : LinterRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC0009",
        Name = "rule-crashed",
        Title = "A rule failed with an internal error",
        Effect = "the findings of this rule are missing there",
        Category = Category.Input,
        Severity = Severity.Error,
    };
}
