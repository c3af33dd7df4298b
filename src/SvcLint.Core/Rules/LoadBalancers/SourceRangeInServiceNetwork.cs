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
        Title = "A source range is in the cluster's service network",
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
                            $"source range {range.Cidr} is in the service network {network}",
                            effect: "cluster IPs are never source addresses, so the range allows nobody",
                            help: "list the clients' own addresses");
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
