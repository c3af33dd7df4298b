using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>DNS settings that leave a pod without name resolution.</summary>
public sealed class InvalidPodDns : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1124",
        Name = "invalid-pod-dns",
        Title = "The DNS settings of a pod are incomplete or malformed",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.PodDns;

    protected override string Advice => "add nameservers for dnsPolicy None, three at most";
}
