using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A range inside the declared service network: cluster IPs are never the source of a packet.</summary>
public sealed class SourceRangeInServiceNetwork : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4013",
        Name = "source-range-in-service-network",
        Title = "A source range lies in the cluster's service network, which no client has an address of",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var networks = Parse(context.Facts.ServiceCidrs).ToArray();
        foreach (var service in networks.Length == 0 ? [] : context.Unit.Services)
        {
            foreach (var range in SourceRanges.Of(service)?.Items ?? [])
            {
                foreach (var network in networks)
                {
                    if (network.Contains(range.Cidr))
                    {
                        yield return Report(
                            service,
                            range.Text.Span,
                            $"Source range {range.Cidr} of Service {service.Name} lies in the service network {network}: cluster IPs are destinations only, so the range admits nobody. Name the clients' own addresses");
                    }
                }
            }
        }
    }

    private static IEnumerable<CidrValue> Parse(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            if (CidrValue.TryParse(text, out var cidr))
            {
                yield return cidr;
            }
        }
    }
}
