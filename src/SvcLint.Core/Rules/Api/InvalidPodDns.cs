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

    protected override string Advice => "complete dnsConfig";

    protected override string AdviceOn(ApiError error)
    {
        var leaf = error.Field.Substring(error.Field.LastIndexOf('.') + 1);
        return (leaf.Split('[')[0], error.Type, IsEntry: leaf.EndsWith("]", StringComparison.Ordinal)) switch
        {
            (_, ErrorType.Required, false) => "add dnsConfig.nameservers, or remove dnsPolicy None",
            ("nameservers", _, true) => "write the IP address of a DNS server",
            ("nameservers", _, false) => "keep the three that must answer",
            ("searches", _, true) => "write a domain such as shop.svc.cluster.local",
            ("searches", _, false) => "remove the domains that no name is looked up in",
            ("options", _, _) => "add its name, for example ndots",
            _ => Advice,
        };
    }
}
