using SvcLint.Findings;

namespace SvcLint.Rules.KubeProxy;

/// <summary>detectLocalMode ClusterCIDR without clusterCIDR: kube-proxy cannot tell pods from the rest of the world.</summary>
public sealed class ClusterCidrMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7006",
        Name = "cluster-cidr-missing",
        Title = "detectLocalMode ClusterCIDR is set, but no clusterCIDR",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            if (configuration is { DetectLocalMode: { Value: "ClusterCIDR" } mode, ClusterCIDR: not { Value.Length: > 0 } })
            {
                yield return Report(
                    configuration,
                    mode.Span,
                    "detectLocalMode ClusterCIDR requires clusterCIDR, which is not set",
                    effect: "kube-proxy recognizes no pod: traffic from outside is not masqueraded where it must be",
                    help: "set clusterCIDR to the pod ranges of both families, or use another mode");
            }
        }
    }
}
