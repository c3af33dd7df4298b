using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.KubeProxy;

/// <summary>What the rules about ranges of one family share: the ranges of a configuration, and evidence of a second family.</summary>
internal static class DualStackRanges
{
    public static IReadOnlyList<IPFamily> Families(IEnumerable<string> ranges)
    {
        var families = new HashSet<IPFamily>();
        foreach (var text in ranges)
        {
            if (CidrValue.TryParseSloppy(text.Trim(), out var cidr))
            {
                families.Add(cidr.Family);
            }
        }

        return [.. families];
    }

    public static IReadOnlyList<string> ClusterCidrs(KubeProxyConfiguration configuration) => configuration.ClusterCIDR?.Value.Split(',') ?? [];

    public static IReadOnlyList<string> NodePortAddresses(KubeProxyConfiguration configuration) => [.. configuration.NodePortAddresses?.Items.Select(a => a.Value) ?? []];

    /// <summary>What shows that the cluster has both families, in words and where; null when nothing does.</summary>
    public static (string Words, SourceSpan? Span)? Evidence(RuleContext context, KubeProxyConfiguration configuration)
    {
        if (Families(context.Facts.PodCidrs).Count == 2 || Families(context.Facts.ServiceCidrs).Count == 2)
        {
            return ("the configuration of svclint", null);
        }

        if (Families(ClusterCidrs(configuration)).Count == 2)
        {
            return ("clusterCIDR", configuration.ClusterCIDR!.Span);
        }

        if (Families(NodePortAddresses(configuration)).Count == 2)
        {
            return ("nodePortAddresses", configuration.NodePortAddresses!.KeySpan);
        }

        if (context.Unit.Nodes.FirstOrDefault(n => Families(n.Spec?.PodCIDRs?.Items.Select(c => c.Value) ?? []).Count == 2) is { } node)
        {
            return ($"Node {node.Name}", node.Spec!.PodCIDRs!.KeySpan);
        }

        return context.Unit.Services.FirstOrDefault(s => s.Spec?.ClusterIPs is { Count: 2 } || s.Spec?.IPFamilyPolicy?.Value == "RequireDualStack") is { } service
            ? ($"Service {service.Name}", service.Spec!.ClusterIPs?.KeySpan ?? service.Spec.IPFamilyPolicy!.Span)
            : null;
    }

    public static IReadOnlyList<RelatedSpan> Related((string Words, SourceSpan? Span) evidence) => evidence.Span is { } span ? [new RelatedSpan(span, "both families")] : [];

    public static string Other(IPFamily family) => family == IPFamily.IPv4 ? "IPv6" : "IPv4";
}
