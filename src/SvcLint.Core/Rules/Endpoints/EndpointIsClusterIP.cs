using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.Endpoints;

/// <summary>A hand-made endpoint address that is another Service's cluster IP, or lies in the declared service network.</summary>
public sealed class EndpointIsClusterIP : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC6007",
        Name = "endpoint-is-cluster-ip",
        Title = "A hand-made endpoint address is the cluster IP of a Service",
        Category = Category.Endpoints,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var all = HandMadeEndpoints.Of(context.Unit);
        var clusterIPs = (all.Count == 0 ? [] : ClusterIPs(context.Unit)).GroupBy(c => c.Address).ToDictionary(g => g.Key, g => g.First());
        foreach (var endpoints in all)
        {
            foreach (var address in endpoints.Addresses)
            {
                if (!IPAddressValue.TryParseSloppy(address.Text.Value, out var ip))
                {
                    continue;
                }

                var owner = clusterIPs.TryGetValue(ip, out var known) ? known : default;
                var network = owner.Service is null ? context.Facts.ServiceCidrs.FirstOrDefault(c => CidrValue.TryParse(c, out var cidr) && cidr.Contains(ip)) : null;
                if (owner.Service is not null || network is not null)
                {
                    var what = owner.Service is not null ? $"the cluster IP of Service {owner.Service.Name}" : $"an address of the service network {network}";
                    yield return Report(
                        endpoints.Object,
                        address.Text.Span,
                        $"endpoint {ip} is {what}",
                        owner.Service is null ? null : [new RelatedSpan(owner.Span, "cluster IP")],
                        effect: "kube-proxy does not route from one cluster IP to another; connections are lost",
                        help: "list the addresses of the pods or hosts, or use an ExternalName Service");
                }
            }
        }
    }

    private static IEnumerable<(IPAddressValue Address, Service Service, Text.SourceSpan Span)> ClusterIPs(DeploymentUnit unit)
    {
        foreach (var service in unit.Services)
        {
            foreach (var text in service.Spec?.ClusterIPs?.Items ?? (service.Spec?.ClusterIP is { } single ? [single] : []))
            {
                if (IPAddressValue.TryParseSloppy(text.Value, out var address))
                {
                    yield return (address, service, text.Span);
                }
            }
        }
    }
}
