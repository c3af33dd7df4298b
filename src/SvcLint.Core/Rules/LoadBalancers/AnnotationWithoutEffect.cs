using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A known key that changes nothing here: another type, another class, another controller, or a switch that is off.</summary>
public sealed class AnnotationWithoutEffect : AnnotationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4104",
        Name = "annotation-without-effect",
        Title = "A load balancer annotation changes nothing on this Service",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
    };

    protected override bool NeedsWholeService => true;

    protected override IEnumerable<Finding> Check(AnnotatedService service)
    {
        foreach (var (use, reason, certainty, because) in AnnotationQueries.WithoutEffect(service))
        {
            var effect = because == IneffectiveBecause.LoadBalancerClass && use.Annotation.MakesInternal(use.Value)
                ? "so nothing here makes the load balancer internal"
                : "so it changes nothing";
            var related = because switch
            {
                IneffectiveBecause.ServiceType => service.Service.Spec?.Type is { IsDefault: false } type ? new RelatedSpan(type.Span, "type here") : null,
                IneffectiveBecause.LoadBalancerClass => service.Service.Spec?.LoadBalancerClass is { } wanted ? new RelatedSpan(wanted.Span, "class here") : null,
                _ => null,
            };
            yield return Report(
                service.Service,
                use.Entry.Key.Span,
                $"{Short(use.Entry.Key.Value)} {reason}, {effect}. {Repair(because)}",
                related is null ? [] : [related],
                SeverityOf(use, certainty, because));
        }
    }

    // It matters where the reader believes the Service closed; elsewhere it costs a setting.
    private static Severity SeverityOf(AnnotationUse use, Certainty certainty, IneffectiveBecause because) => because switch
    {
        IneffectiveBecause.ServiceType => Severity.Info,
        IneffectiveBecause.OtherKey when !use.Annotation.RestrictsSources => Severity.Info,
        _ => SeverityOf(certainty),
    };

    private static string Repair(IneffectiveBecause because) => because switch
    {
        IneffectiveBecause.ServiceType => "Remove it or make the Service a LoadBalancer",
        IneffectiveBecause.OtherKey => "Set both or neither",
        _ => "Remove it or choose the controller that reads it",
    };
}
