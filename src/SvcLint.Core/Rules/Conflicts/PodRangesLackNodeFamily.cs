using SvcLint.Emulation;
using SvcLint.Findings;

namespace SvcLint.Rules.Conflicts;

/// <summary>detectLocalMode NodeCIDR on a node that has pod ranges of the other IP family alone: kube-proxy stops there.</summary>
public sealed class PodRangesLackNodeFamily : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8130",
        Name = "pod-ranges-lack-node-family",
        Title = "kube-proxy does not start on a node whose pod ranges lack the node's IP family",
        Category = Category.Conflicts,
        Severity = Severity.Error,
        Effect = "kube-proxy does not start there, and the node has no Services",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        // bindAddress would decide which family is the node's first.
        if (context.Proxy?.Configuration is not { DetectLocalMode: { Value: "NodeCIDR" } mode } configuration || ProxyConfiguration.Of(configuration, ProxyMode.Iptables).BindAddress is not null)
        {
            yield break;
        }

        foreach (var node in context.Unit.Nodes)
        {
            var known = ProxyNode.Of(node);
            if (known is { PodCIDRs.Count: > 0, InternalIPs: [var address, ..] } && known.InternalIPs.All(a => a.Family == address.Family) && known.PodCIDRs.All(r => r.Family != address.Family))
            {
                yield return Report(
                    node,
                    (node.Spec!.PodCIDRs is { Count: > 0 } ranges ? ranges.Items[0] : node.Spec.PodCIDR!).Span,
                    $"podCIDRs of node {node.Name} are {known.PodCIDRs[0].Family} only, and its address {address} is {address.Family}",
                    [new RelatedSpan(mode.Span, "pods are told by these ranges")],
                    help: $"give the node a pod range of {address.Family}, or use another detectLocalMode");
            }
        }
    }
}
