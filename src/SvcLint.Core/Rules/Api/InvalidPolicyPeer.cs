using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>A peer of a NetworkPolicy that stands for nothing or for two things.</summary>
public sealed class InvalidPolicyPeer : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1119",
        Name = "invalid-policy-peer",
        Title = "A NetworkPolicy rule names an empty peer, or two kinds of peer in one, or too many policy types",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.PolicyPeer;

    protected override string Advice => "write ipBlock and selectors as separate entries";
}
