using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>The class gives the Service to one provider's controller, every load balancer annotation speaks to another's.</summary>
public sealed class LoadBalancerClassOfOtherProvider : AnnotationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4012",
        Name = "load-balancer-class-of-other-provider",
        Title = "The loadBalancerClass belongs to another provider than the annotations",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    protected override IEnumerable<Finding> Check(AnnotatedService service)
    {
        // One manifest for several clouds carries annotations of all of them.
        if (!service.IsLoadBalancer || service.Service.Spec?.LoadBalancerClass is not { } name || AnnotationQueries.Clouds(service) is not [var cloud])
        {
            yield break;
        }

        var uses = AnnotationQueries.WithoutEffect(service)
            .Where(i => i.Because == IneffectiveBecause.LoadBalancerClass)
            .Select(i => i.Use)
            .OrderByDescending(u => u.Annotation.MakesInternal(u.Value))
            .ToArray();
        if (uses.Length > 0)
        {
            var consequence = uses[0].Annotation.MakesInternal(uses[0].Value) ? "; nothing makes the load balancer internal" : "";
            yield return Report(
                service.Service,
                uses[0].Entry.Key.Span,
                $"{uses[0].Entry.Key.Value}{(uses.Length > 1 ? $" (and {uses.Length - 1} more)" : "")} is ignored: loadBalancerClass is {name.Value}",
                [new RelatedSpan(name.Span, "class"), .. uses.Skip(1).Select(u => new RelatedSpan(u.Entry.Key.Span, "without effect too"))],
                effect: $"{cloud.Key.Name}'s controllers skip Service {service.Service.Name}{consequence}",
                help: "remove the class, or the annotations");
        }
    }
}
