using SvcLint.Findings;
using SvcLint.Validation;

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

    protected override string Advice => "shorten it, or remove the characters that labels do not allow; use an annotation for free text";
}
