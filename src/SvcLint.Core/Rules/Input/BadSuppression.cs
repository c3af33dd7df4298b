using SvcLint.Findings;

namespace SvcLint.Rules.Input;

/// <summary>A suppression that does not do what its author means: an unknown rule, no reason, no date, a wrong place.</summary>
public sealed class BadSuppression : LinterRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC0004",
        Name = "bad-suppression",
        Title = "A suppression is malformed and is not applied",
        Effect = "the suppression is not applied",
        Category = Category.Input,
        Severity = Severity.Warning,
    };
}
