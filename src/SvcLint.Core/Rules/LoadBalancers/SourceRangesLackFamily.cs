using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A dual-stack Service with source ranges in one family: the other one is not filtered, or not reachable.</summary>
public sealed class SourceRangesLackFamily : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4005",
        Name = "source-ranges-lack-family",
        Title = "A dual-stack Service has source ranges for one IP family only",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        SecuritySeverity = "5.3",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            var families = ServiceFamilies.Of(service);
            var asksForBoth = families.IsDualStack || service.Spec?.IPFamilyPolicy?.Value == "PreferDualStack";
            if (!asksForBoth || SourceRanges.Of(service) is not { } ranges || ranges.Items.Select(r => r.Cidr.Family).Distinct().Count() != 1)
            {
                continue;
            }

            var present = ranges.Items[0].Cidr.Family;
            var missing = present == IPFamily.IPv4 ? IPFamily.IPv6 : IPFamily.IPv4;
            var place = service.Spec!.IPFamilyPolicy is { IsDefault: false } policy ? policy.Span : service.Spec.IPFamilies?.KeySpan ?? service.NameSpan;
            yield return Report(
                service,
                ranges.KeySpan,
                $"{ranges.Place} has {present} ranges only; Service {service.Name} {(families.IsDualStack ? "is dual-stack" : "is dual-stack where the cluster is")}",
                [new RelatedSpan(place, "both families asked for")],
                confidence: families.IsDualStack ? Confidence.High : Confidence.Medium,
                effect: $"kube-proxy does not filter {missing}; some clouds allow no {missing} client",
                help: $"add the {missing} networks that may connect, or make the Service {present} only");
        }
    }
}
