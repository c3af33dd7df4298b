using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>Node ports that the allocator of an otherwise empty cluster refuses.</summary>
public sealed class NodePortRefused : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1126",
        Name = "node-port-refused",
        Title = "A node port is outside the range, or is set twice in one Service",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.Allocation;

    protected override string Advice => "choose another number in the range, or omit it";
}
