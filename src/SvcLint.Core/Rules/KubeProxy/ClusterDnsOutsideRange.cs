using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.KubeProxy;

/// <summary>The kubelet gives pods a DNS server that is outside the range of Services which kubeadm's configuration beside it names.</summary>
public sealed class ClusterDnsOutsideRange : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7031",
        Name = "cluster-dns-outside-service-range",
        Title = "The kubelet's clusterDNS is outside the range of Services",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
        Effect = "no Service has the address of the name server; names do not resolve",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var ranges = context.Unit.OfType<OtherObject>().Where(o => o is { Group: "kubeadm.k8s.io", Kind.Value: "ClusterConfiguration", Node: not null })
            .Select(o => MappingReader.Of(o.Node!).Nested("networking")?.String("serviceSubnet")).OfType<Located<string>>().ToArray();
        if (ranges is not [var written])
        {
            yield break;
        }

        var parsed = new List<CidrValue>();
        foreach (var text in written.Value.Split(','))
        {
            if (CidrValue.TryParse(text.Trim(), out var range))
            {
                parsed.Add(range);
            }
        }

        foreach (var kubelet in context.Unit.OfType<OtherObject>().Where(o => o is { Group: "kubelet.config.k8s.io", Kind.Value: "KubeletConfiguration", Node: not null }))
        {
            foreach (var server in MappingReader.Of(kubelet.Node!).Strings("clusterDNS")?.Items ?? [])
            {
                // NodeLocal DNSCache listens on a link-local address of the node.
                if (IPAddressValue.TryParseSloppy(server.Value, out var address) && !server.Value.StartsWith("169.254.", StringComparison.Ordinal) && !server.Value.StartsWith("fe80:", StringComparison.OrdinalIgnoreCase)
                    && parsed.Any(r => r.Family == address.Family) && parsed.All(r => !r.Contains(address)))
                {
                    yield return Report(
                        kubelet,
                        server.Span,
                        $"clusterDNS {server.Value} is outside serviceSubnet {written.Value}",
                        [new RelatedSpan(written.Span, "range of Services")],
                        help: "write the address of Service kube-dns");
                }
            }
        }
    }
}
