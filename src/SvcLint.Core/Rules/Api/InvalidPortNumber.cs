using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>A port number that is none.</summary>
public sealed class InvalidPortNumber : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1106",
        Name = "invalid-port-number",
        Title = "A port number is missing or outside 1 to 65535",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.PortNumber;

    protected override string Advice => "write a port number from 1 to 65535";
}
