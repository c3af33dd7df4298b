using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>Addresses and families of a Service that contradict one another.</summary>
public sealed class InvalidClusterIP : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1113",
        Name = "invalid-cluster-ip",
        Title = "Cluster IPs, IP families and family policy of a Service contradict each other or the cluster",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.ClusterIP;

    protected override string Advice => "omit the addresses, or make them agree with ipFamilies, ipFamilyPolicy and the Service range";
}
