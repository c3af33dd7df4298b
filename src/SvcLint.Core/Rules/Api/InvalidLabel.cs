using SvcLint.Findings;

namespace SvcLint.Rules.Api;

/// <summary>A label, or a selector that asks for one, that no object can carry.</summary>
public sealed class InvalidLabel : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1102",
        Name = "invalid-label",
        Title = "A label key or value breaks the label rules",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.Label;

    protected override string Advice => "Shorten it or leave out the characters that labels cannot hold; free text belongs in an annotation";
}
