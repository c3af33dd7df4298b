using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>A workload that would not find its own pods.</summary>
public sealed class SelectorMissesTemplate : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1125",
        Name = "selector-misses-template",
        Title = "The selector of a workload does not match the labels of its own template",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.TemplateSelector;

    protected override string Advice => "make spec.selector and the labels of the template agree";
}
