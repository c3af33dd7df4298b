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
            var consequence = uses[0].Annotation.MakesInternal(uses[0].Value) ? ": nothing here makes the load balancer internal" : "";
            yield return Report(
                service.Service,
                uses[0].Entry.Key.Span,
                $"Service {service.Service.Name} has loadBalancerClass {name.Value}, so {cloud.Key.Name}'s controllers leave it alone and {uses[0].Entry.Key.Value}{(uses.Length > 1 ? $" (and {uses.Length - 1} more)" : "")} has no effect{consequence}. Remove the class or the annotations",
                [new RelatedSpan(name.Span, "class here"), .. uses.Skip(1).Select(u => new RelatedSpan(u.Entry.Key.Span, "without effect too"))]);
        }
    }
}
