using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>Containers and probes that the API server refuses.</summary>
public sealed class InvalidContainer : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1122",
        Name = "invalid-container",
        Title = "A container, probe or hook is incomplete or contradicts itself",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.Container;

    protected override string Advice => "complete it: a name of its own and an image for each container, one handler for each probe";
}
