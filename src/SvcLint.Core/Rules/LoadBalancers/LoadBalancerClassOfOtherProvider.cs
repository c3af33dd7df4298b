using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Findings;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>The class gives the Service to one provider's controller, every load balancer annotation speaks to another's.</summary>
public sealed class LoadBalancerClassOfOtherProvider : Rule
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

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec is not { LoadBalancerClass: { } name, Type.Value: "LoadBalancer" })
            {
                continue;
            }

            var owner = LoadBalancerProvider.OfClass(name.Value);
            var marks = (service.Metadata.Annotations?.Entries ?? []).Where(a => LoadBalancerProvider.OfAnnotation(a.Key.Value) != CloudProvider.Unknown).ToArray();
            var first = marks.Length == 0 ? CloudProvider.Unknown : LoadBalancerProvider.OfAnnotation(marks[0].Key.Value);
            // One manifest for several clouds carries annotations of all of them.
            if (marks.Length == 0 || marks.Any(a => LoadBalancerProvider.OfAnnotation(a.Key.Value) != first) || first == owner)
            {
                continue;
            }

            // Alibaba Cloud's controllers leave any class but their own alone; of the others only classes with a known owner count.
            if (owner != CloudProvider.Unknown || first == CloudProvider.AlibabaCloud)
            {
                yield return Report(
                    service,
                    marks[0].Key.Span,
                    $"Service {service.Name} has loadBalancerClass {name.Value}, so {Provider(first)} leaves it alone and {marks[0].Key.Value}{(marks.Length > 1 ? $" (and {marks.Length - 1} more)" : "")} has no effect. Remove the class or the annotations",
                    [new RelatedSpan(name.Span, "class here")]);
            }
        }
    }

    private static string Provider(CloudProvider provider) => provider switch
    {
        CloudProvider.AlibabaCloud => "Alibaba Cloud's controller",
        CloudProvider.Aws => "the AWS controller",
        CloudProvider.Gke => "GKE's controller",
        CloudProvider.DigitalOcean => "DigitalOcean's controller",
        _ => $"the {provider} controller",
    };
}
