using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>Every source range is of the family that the Service does not have.</summary>
public sealed class SourceRangesOtherFamily : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4004",
        Name = "source-ranges-other-family",
        Title = "All source ranges are of an IP family that the Service does not have",
        Category = Category.LoadBalancers,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (SourceRanges.Of(service) is { } ranges && ServiceFamilies.Of(service).Only is { } family && ranges.OfFamily(family).Count == 0)
            {
                var other = ranges.Items[0].Cidr.Family;
                RelatedSpan[] related = service.Spec?.IPFamilies is { } families ? [new RelatedSpan(families.KeySpan, "families of the Service")] : [];
                yield return Report(
                    service,
                    ranges.Items[0].Text.Span,
                    $"{ranges.Place} has {other} ranges only; Service {service.Name} is {family} only",
                    related,
                    effect: "the cloud may allow no client at all, and kube-proxy filters none",
                    help: $"write {family} ranges");
            }
        }
    }
}
