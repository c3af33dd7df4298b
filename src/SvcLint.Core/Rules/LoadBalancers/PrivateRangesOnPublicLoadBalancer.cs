using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>An internet-facing load balancer that admits private addresses alone: no packet from the internet carries one.</summary>
public sealed class PrivateRangesOnPublicLoadBalancer : Rule
{
    private static readonly CidrValue[] PrivateNetworks = [.. Parse("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4006",
        Name = "private-ranges-on-public-load-balancer",
        Title = "An internet-facing load balancer allows private source addresses only",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            var (exposure, mark) = AnnotationQueries.Exposure(new AnnotatedService(service));
            if (exposure == LoadBalancerExposure.Internet && SourceRanges.Of(service) is { } ranges && ranges.Items.All(r => Array.Exists(PrivateNetworks, n => n.Contains(r.Cidr))))
            {
                yield return Report(
                    service,
                    ranges.KeySpan,
                    $"{ranges.Place} allows private addresses only; the load balancer is internet-facing",
                    [new RelatedSpan(mark!.Span, "internet-facing")],
                    effect: $"no client on the internet can connect to Service {service.Name}",
                    help: "list the clients' public addresses, or make the load balancer internal");
            }
        }
    }

    private static IEnumerable<CidrValue> Parse(params string[] texts)
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
