using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>Two ports that cannot be told apart.</summary>
public sealed class PortRepeated : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1109",
        Name = "port-repeated",
        Title = "Two ports of one object share a name, a number or a node port",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.PortRepeated;

    protected override string Advice => "change or remove one of the two";
}
