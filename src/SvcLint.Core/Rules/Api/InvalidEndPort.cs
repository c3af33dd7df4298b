using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>A port range of a NetworkPolicy that is none.</summary>
public sealed class InvalidEndPort : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1120",
        Name = "invalid-end-port",
        Title = "The endPort of a NetworkPolicy does not end a range",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.EndPort;

    protected override string Advice => "set port to a number that is not above endPort";
}
