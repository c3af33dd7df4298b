using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>Keys of two clouds on one Service: normal in a manifest for several clouds, else left over from a move.</summary>
public sealed class AnnotationsOfSeveralClouds : AnnotationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4107",
        Name = "annotations-of-several-clouds",
        Title = "A Service has load balancer annotations of several clouds",
        Category = Category.LoadBalancers,
        Severity = Severity.Info,
        Confidence = Confidence.Low,
    };

    protected override IEnumerable<Finding> Check(AnnotatedService service)
    {
        var clouds = AnnotationQueries.Clouds(service);
        if (clouds.Count > 1)
        {
            yield return Report(
                service.Service,
                service.Service.Metadata.Annotations!.KeySpan,
                $"Service {service.Service.Name} has annotations of {string.Join(" and ", clouds.Select(c => c.Key.Name))}",
                [.. clouds.Select(c => new RelatedSpan(c.First().Entry.Key.Span, c.Key.Name))],
                effect: "in any one cluster all but one set are ignored",
                help: "keep one set, unless the manifest serves several clouds");
        }
    }
}
