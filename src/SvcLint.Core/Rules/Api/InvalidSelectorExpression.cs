using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>A match expression that cannot be evaluated.</summary>
public sealed class InvalidSelectorExpression : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1118",
        Name = "invalid-selector-expression",
        Title = "An expression of a label selector is incomplete or contradicts itself",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.SelectorExpression;

    protected override string Advice => "give values to In and NotIn, none to Exists and DoesNotExist";
}
