using SvcLint.Findings;

namespace SvcLint.Rules.KubeProxy;

/// <summary>A dual-stack cluster whose kube-proxy knows the pods of one family only.</summary>
public sealed class ClusterCidrLacksFamily : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7011",
        Name = "cluster-cidr-lacks-family",
        Title = "clusterCIDR has one IP family in a cluster that has two",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            if (configuration.DetectLocalMode?.Value is null or "" or "ClusterCIDR"
                && DualStackRanges.Families(DualStackRanges.ClusterCidrs(configuration)) is [var family]
                && DualStackRanges.Evidence(context, configuration) is { } evidence)
            {
                yield return Report(
                    configuration,
                    configuration.ClusterCIDR!.Span,
                    $"clusterCIDR has {family} only; {evidence.Words} shows a dual-stack cluster",
                    DualStackRanges.Related(evidence),
                    effect: $"{DualStackRanges.Other(family)} traffic from outside is not masqueraded where it must be",
                    help: $"add the {DualStackRanges.Other(family)} pod range after a comma");
            }
        }
    }
}
