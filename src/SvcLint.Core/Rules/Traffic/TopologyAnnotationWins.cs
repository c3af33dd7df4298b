using SvcLint.Findings;

namespace SvcLint.Rules.Traffic;

/// <summary>trafficDistribution beside an annotation that switches hints on: the annotation wins.</summary>
public sealed class TopologyAnnotationWins : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3005",
        Name = "topology-annotation-wins",
        Title = "A topology annotation makes the Service's trafficDistribution meaningless",
        Category = Category.Traffic,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec?.TrafficDistribution is { } distribution && TopologyAnnotation.Of(service) is { } mark && TopologyAnnotation.IsOn(mark.Value.Value))
            {
                yield return Report(
                    service,
                    distribution.Span,
                    $"trafficDistribution {distribution.Value} is ignored: annotation '{mark.Key.Value}: {mark.Value.Value}' has precedence",
                    [new RelatedSpan(mark.Key.Span, "wins")],
                    effect: $"hints are computed by zone size, not by {distribution.Value}",
                    help: "keep one of the two; the annotation is the older way");
            }
        }
    }
}
