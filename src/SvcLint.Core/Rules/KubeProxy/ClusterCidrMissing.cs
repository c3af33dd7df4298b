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
                    "detectLocalMode ClusterCIDR needs clusterCIDR: without it kube-proxy takes nobody for a pod, so traffic from outside is not masqueraded where it should be, and pods get no short cut past externalTrafficPolicy Local. Set clusterCIDR to the pod ranges of both families, or use another mode");
            }
        }
    }
}
