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
                    $"trafficDistribution {distribution.Value} of Service {service.Name} is ignored, because annotation {mark.Key.Value}: {mark.Value.Value} asks for hints by zone size and the controller gives it precedence. Keep one of the two; the annotation is the older way",
                    [new RelatedSpan(mark.Key.Span, "wins")]);
            }
        }
    }
}
