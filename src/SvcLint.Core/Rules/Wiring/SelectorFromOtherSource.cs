using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>A Service's selector that equals the pod labels, though a value, a helper or the release's name moves one of them alone.</summary>
public sealed class SelectorFromOtherSource : ChartRule
{
    public const string Id = "SVC2058";

    public override RuleInfo Info { get; } = new()
    {
        Id = Id,
        Name = "selector-from-other-source",
        Title = "A selector and the pod labels come from different values or helpers",
        Category = Category.Wiring,
        Severity = Severity.Info,
    };
}
