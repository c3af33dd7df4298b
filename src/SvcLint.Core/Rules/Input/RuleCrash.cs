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
        Category = Category.Input,
        Severity = Severity.Error,
    };
}
