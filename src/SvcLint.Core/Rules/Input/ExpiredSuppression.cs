using SvcLint.Findings;

namespace SvcLint.Rules.Input;

/// <summary>A suppression past its date: its finding is shown again.</summary>
public sealed class ExpiredSuppression : LinterRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC0006",
        Name = "expired-suppression",
        Title = "A suppression has expired and its finding is still there",
        Category = Category.Input,
        Severity = Severity.Warning,
    };
}
