using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>Field and annotation name different ranges: the field wins silently.</summary>
public sealed class SourceRangesAnnotationIgnored : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4007",
        Name = "source-ranges-annotation-ignored",
        Title = "The source-ranges annotation differs from the field, which wins",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        SecuritySeverity = "5.3",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            var annotation = service.Metadata.Annotations?.Find(KubernetesItself.SourceRanges);
            if (annotation is not { Value.Value.Length: > 0 } || service.Spec is not { LoadBalancerSourceRanges: { Count: > 0 } field, Type.Value: "LoadBalancer" })
            {
                continue;
            }

            var ranges = SourceRanges.Of(service);
            var old = SourceRanges.OfAnnotation(service);
            if (old is not null && ranges is not null && Set(old).SetEquals(Set(ranges)))
            {
                continue;
            }

            yield return Report(
                service,
                annotation.Key.Span,
                $"the source-ranges annotation ({annotation.Value.Value.Trim()}) is ignored: spec.loadBalancerSourceRanges is set",
                [new RelatedSpan(field.KeySpan, "the list that counts")],
                effect: $"only {string.Join(", ", field.Items.Select(i => i.Value.Trim()))} may connect",
                help: "move what you need into the field, and remove the annotation");
        }
    }

    private static HashSet<CidrValue> Set(SourceRanges ranges) => [.. ranges.Items.Select(r => r.Cidr)];
}
