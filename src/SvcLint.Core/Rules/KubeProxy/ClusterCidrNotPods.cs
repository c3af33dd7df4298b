using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Rules.KubeProxy;

/// <summary>A clusterCIDR that covers cluster IPs or nodes, or differs from kubeadm's pod subnet: kube-proxy takes the wrong ones for pods.</summary>
public sealed class ClusterCidrNotPods : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7013",
        Name = "cluster-cidr-not-pods",
        Title = "clusterCIDR is not the range of the pods",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            if (configuration.DetectLocalMode?.Value is not (null or "" or "ClusterCIDR"))
            {
                continue;
            }

            foreach (var text in DualStackRanges.ClusterCidrs(configuration))
            {
                if (CidrValue.TryParseSloppy(text, out var cidr) && Wrong(context, cidr) is { } wrong)
                {
                    yield return Report(
                        configuration,
                        configuration.ClusterCIDR!.Span,
                        $"clusterCIDR {cidr} {wrong.What}",
                        wrong.Span is { } span ? [new RelatedSpan(span, "other range")] : [],
                        effect: "kube-proxy masquerades the wrong traffic",
                        help: "write the range that pods get their addresses from");
                }
            }
        }
    }

    private static (string What, SourceSpan? Span)? Wrong(RuleContext context, CidrValue cidr)
    {
        if (context.Facts.ServiceCidrs.FirstOrDefault(r => CidrValue.TryParse(r, out var range) && range.Overlaps(cidr)) is { } declared)
        {
            return ($"overlaps the Service range {declared}", null);
        }

        if (Addresses(context.Unit.Services.SelectMany(s => s.Spec?.ClusterIPs?.Items ?? (s.Spec?.ClusterIP is { } ip ? [ip] : [])), cidr) is { } service)
        {
            return ($"covers the cluster IP {service.Value}", service.Span);
        }

        if (Addresses(context.Unit.Nodes.SelectMany(n => n.Status?.Addresses?.Items ?? []).Where(a => a.Type?.Value == "InternalIP").Select(a => a.Address).OfType<Located<string>>(), cidr) is { } node)
        {
            return ($"covers the node address {node.Value}", node.Span);
        }

        // A pod range inside clusterCIDR is fine: clusterCIDR may be the wider one.
        foreach (var kubeadm in context.Unit.Objects.Where(o => o.Group == "kubeadm.k8s.io" && o.Kind.Value == "ClusterConfiguration"))
        {
            var network = kubeadm.Node?["networking"] as YamlMapping;
            if (network?["podSubnet"] is YamlScalar { Value.Length: > 0 } pods && Misses(pods.Value, cidr))
            {
                return ($"does not contain kubeadm's podSubnet {pods.Value}", pods.Span);
            }
        }

        return null;
    }

    private static Located<string>? Addresses(IEnumerable<Located<string>> addresses, CidrValue cidr) =>
        addresses.FirstOrDefault(a => IPAddressValue.TryParseSloppy(a.Value, out var address) && cidr.Contains(address));

    private static bool Misses(string subnets, CidrValue cidr)
    {
        var same = new List<CidrValue>();
        foreach (var text in subnets.Split(','))
        {
            if (CidrValue.TryParseSloppy(text.Trim(), out var subnet) && subnet.Family == cidr.Family)
            {
                same.Add(subnet);
            }
        }

        return same.Count > 0 && !same.Any(cidr.Contains);
    }
}
