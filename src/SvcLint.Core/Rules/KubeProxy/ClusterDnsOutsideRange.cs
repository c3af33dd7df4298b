using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.KubeProxy;

/// <summary>Pods are given a DNS server that is outside the range of Services which the cluster's configuration names.</summary>
public sealed class ClusterDnsOutsideRange : RepositoryRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7031",
        Name = "cluster-dns-outside-service-range",
        Title = "The address of the cluster's DNS is outside the range of Services",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
        Effect = "no Service has the address of the name server; names do not resolve",
    };

    public override IEnumerable<Finding> Check(Repository repository)
    {
        var seen = new HashSet<Text.SourceSpan>();
        foreach (var unit in repository.Units)
        {
            // Of several clusters it is not known which the kubelet belongs to.
            if (ClusterNetwork.Of(unit).Take(2).ToArray() is not [{ Services.Count: > 0 } network])
            {
                continue;
            }

            foreach (var kubelet in unit.OfType<OtherObject>().Where(o => o is { Group: "kubelet.config.k8s.io", Kind.Value: "KubeletConfiguration", Node: not null }))
            {
                foreach (var server in Outside(MappingReader.Of(kubelet.Node!).Strings("clusterDNS")?.Items ?? [], network).Where(s => seen.Add(s.Span)))
                {
                    yield return Report(
                        kubelet,
                        server.Span,
                        $"clusterDNS {server.Value} is outside {network.ServiceField} {network.Services[0].Value}",
                        [new RelatedSpan(network.Services[0].Span, "range of Services")],
                        help: "write the address of Service kube-dns");
                }
            }
        }

        foreach (var network in ClusterNetwork.All(repository).Where(n => n.Services.Count > 0))
        {
            foreach (var server in Outside(network.Dns, network))
            {
                yield return Report(
                    server.Span,
                    $"cluster-dns {server.Value} is outside {network.ServiceField} {network.Services[0].Value}",
                    [new RelatedSpan(network.Services[0].Span, "range of Services")],
                    help: "write an address of the range, or leave it out: the tenth is the default");
            }
        }
    }

    // NodeLocal DNSCache listens on a link-local address of the node.
    private static IEnumerable<Located<string>> Outside(IEnumerable<Located<string>> servers, ClusterNetwork network)
    {
        var ranges = ClusterNetwork.Ranges(network.Services).Select(r => r.Range).ToArray();
        foreach (var server in servers)
        {
            if (IPAddressValue.TryParseSloppy(server.Value, out var address) && !server.Value.StartsWith("169.254.", StringComparison.Ordinal) && !server.Value.StartsWith("fe80:", StringComparison.OrdinalIgnoreCase)
                && ranges.Any(r => r.Family == address.Family) && ranges.All(r => !r.Contains(address)))
            {
                yield return server;
            }
        }
    }
}
