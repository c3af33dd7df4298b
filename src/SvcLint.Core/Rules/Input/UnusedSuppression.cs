using SvcLint.Findings;

namespace SvcLint.Rules.Input;

/// <summary>A suppression that nothing needs any more. It would hide the next finding of its rule unseen.</summary>
public sealed class UnusedSuppression : LinterRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC0005",
        Name = "unused-suppression",
        Title = "A suppression covers no finding",
        Category = Category.Input,
        Severity = Severity.Info,
    };
}
