using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A known key that changes nothing here: another type, another controller of the provider, or a switch that is off.</summary>
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
        // One reason that silences all keys of a provider is one finding; a foreign class has a rule of its own.
        foreach (var same in AnnotationQueries.WithoutEffect(service).Where(i => i.Because != IneffectiveBecause.LoadBalancerClass).GroupBy(i => (i.Because, Key: i.Because == IneffectiveBecause.OtherKey ? i.Use.Entry.Key.Value : i.Use.Provider.Slug)))
        {
            var keys = same.OrderByDescending(i => i.Use.Annotation.MakesInternal(i.Use.Value)).ToArray();
            var (use, reason, certainty, because) = keys[0];
            var more = keys.Length > 1 ? $" (and {keys.Length - 1} more here)" : "";
            var effect = because != IneffectiveBecause.ServiceType && use.Annotation.MakesInternal(use.Value)
                ? "the load balancer is not made internal"
                : "the setting is ignored";
            yield return Report(
                service.Service,
                use.Entry.Key.Span,
                $"{Short(use.Entry.Key.Value)}{more} {Plain(reason)}",
                [.. Cause(service, because), .. keys.Skip(1).Select(k => new RelatedSpan(k.Use.Entry.Key.Span, "nor does this"))],
                SeverityOf(use, certainty, because),
                effect: effect,
                help: Repair(because));
        }
    }

    private static IEnumerable<RelatedSpan> Cause(AnnotatedService service, IneffectiveBecause because)
    {
        if (because == IneffectiveBecause.ServiceType && service.Service.Spec?.Type is { IsDefault: false } type)
        {
            yield return new RelatedSpan(type.Span, "type");
        }
        else if (because == IneffectiveBecause.OtherController && service.Service.Spec?.LoadBalancerClass is { } wanted)
        {
            yield return new RelatedSpan(wanted.Span, "class");
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
        IneffectiveBecause.ServiceType => "remove it, or set type: LoadBalancer",
        IneffectiveBecause.OtherKey => "set both or neither",
        _ => "remove it, or choose the controller that reads it",
    };
}
