using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;

namespace SvcLint.Rules.Conflicts;

/// <summary>Source ranges that leave out the cluster's own pods or nodes: kube-proxy drops what they send to the load balancer's address.</summary>
public sealed class SourceRangesExcludeCluster : Rule
{
    // Their load balancers are hostnames or hand connections over as a proxy: kube-proxy never sees the address.
    private static readonly CloudProvider[] WithoutAddress = [AmazonWebServices.Provider, DigitalOcean.Provider, CloudProvider.None];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8007",
        Name = "source-ranges-exclude-cluster",
        Title = "Source ranges leave out the cluster's own pods, which then cannot use the load balancer's address",
        Category = Category.Conflicts,
        Severity = Severity.Info,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Proxy is not { } proxy || Array.IndexOf(WithoutAddress, context.Facts.Provider) >= 0)
        {
            yield break;
        }

        foreach (var service in context.Unit.Services)
        {
            if (service.Spec is not { Type.Value: "LoadBalancer", LoadBalancerSourceRanges.Count: > 0 } || HasNoAddress(service) || SourceRanges.Of(service) is not { } ranges)
            {
                continue;
            }

            var left = Networks(context, proxy).Where(n => ranges.OfFamily(n.Range.Family) is { Count: > 0 } own && own.All(r => !r.Cidr.Overlaps(n.Range))).ToArray();
            if (left.Any(n => n.IsPods))
            {
                var nodes = left.Any(n => !n.IsPods) ? " and nodes" : "";
                yield return Report(
                    service,
                    ranges.KeySpan,
                    $"source ranges of Service {service.Name} do not include the cluster's own pods{nodes} ({string.Join(", ", left.Select(n => n.Range).Distinct())})",
                    effect: "clients in the cluster that use the load balancer's address get no answer",
                    help: "let such clients use the Service's name, or add the ranges");
            }
        }
    }

    private static bool HasNoAddress(Service service) =>
        service.Status?.LoadBalancer?.Ingress is { Count: > 0 } ingress && ingress.Items.All(i => i.IP is null || i.IPMode?.Value == "Proxy");

    private static IEnumerable<(CidrValue Range, bool IsPods)> Networks(RuleContext context, ClusterProxy proxy)
    {
        IReadOnlyList<CidrValue> configured = proxy.Configuration is null ? [] : ProxyConfiguration.Of(proxy.Configuration, ProxyMode.Iptables).ClusterCIDRs;
        foreach (var text in context.Facts.PodCidrs)
        {
            if (CidrValue.TryParse(text, out var declared))
            {
                yield return (declared, true);
            }
        }

        foreach (var range in context.Facts.PodCidrs.Count == 0 ? configured : [])
        {
            yield return (range, true);
        }

        foreach (var node in proxy.Nodes.Select(ProxyNode.Of))
        {
            foreach (var range in context.Facts.PodCidrs.Count == 0 && configured.Count == 0 ? node.PodCIDRs : [])
            {
                yield return (range, true);
            }

            foreach (var address in node.HostIPs)
            {
                yield return (CidrValue.Single(address), false);
            }
        }
    }
}
