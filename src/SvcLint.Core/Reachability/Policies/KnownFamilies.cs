using SvcLint.Cluster;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Reachability.Policies;

/// <summary>Whether a cluster has to do with IPv6: by a range of a policy, or by what Nodes, Services and pods have.</summary>
internal static class KnownFamilies
{
    public static bool HasIPv6(DeploymentUnit unit, IEnumerable<CidrValue> named) => named.Any(r => r.Family == IPFamily.IPv6)
        || unit.Services.Any(HasIPv6)
        || unit.Nodes.Any(HasIPv6)
        || unit.Workloads.Any(w => w.PodIPs.Any(ip => IsIPv6(ip.Value)))
        || unit.Facts.PodCidrs.Concat(unit.KubeProxyConfigurations.SelectMany(c => (c.ClusterCIDR?.Value ?? "").Split(','))).Any(IsIPv6);

    private static bool HasIPv6(Service service) => ServiceFamilies.Of(service).Has.Contains(IPFamily.IPv6)
        || service.Spec?.ExternalIPs?.Items.Any(ip => IsIPv6(ip.Value)) == true
        || service.Spec?.LoadBalancerSourceRanges?.Items.Any(r => IsIPv6(r.Value)) == true
        || SourceRanges.OfAnnotation(service)?.OfFamily(IPFamily.IPv6).Count > 0;

    private static bool HasIPv6(Node node) => (node.Spec?.PodCIDRs?.Items ?? (node.Spec?.PodCIDR is { } one ? [one] : [])).Any(r => IsIPv6(r.Value))
        || node.Status?.Addresses?.Items.Any(a => IsIPv6(a.Address?.Value)) == true;

    private static bool IsIPv6(string? text) => CidrValue.TryParseSloppy(text?.Trim(), out var range) ? range.Family == IPFamily.IPv6
        : IPAddressValue.TryParseSloppy(text?.Trim(), out var address) && address.IsIPv6;
}
