using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>An internet-facing load balancer that admits private addresses alone: no packet from the internet carries one.</summary>
public sealed class PrivateRangesOnPublicLoadBalancer : Rule
{
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
            if (exposure == LoadBalancerExposure.Internet && SourceRanges.Of(service) is { } ranges && ranges.Items.All(r => PrivateNetworks.Contain(r.Cidr)))
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
}
