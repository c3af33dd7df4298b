using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>Two settings of one Service that cannot both hold.</summary>
public sealed class AnnotationConflict : AnnotationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4105",
        Name = "annotation-conflict",
        Title = "A load balancer annotation contradicts another setting of the Service",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> Check(AnnotatedService service)
    {
        foreach (var (use, relation) in AnnotationQueries.Excluded(service))
        {
            var other = relation.Other.Key is { } key && service.Use(key) is { } second ? [new RelatedSpan(second.Entry.Key.Span, "the other")] : Array.Empty<RelatedSpan>();
            yield return Report(
                service.Service,
                use.Entry.Key.Span,
                $"{Short(use.Entry.Key.Value)} conflicts with {Short(relation.Other)}",
                other,
                SeverityOf(relation.Certainty),
                effect: relation.Effect,
                help: "keep one of the two");
        }

        foreach (var (current, older) in AnnotationQueries.WrittenTwice(service))
        {
            yield return Report(
                service.Service,
                older.Entry.Value.Span,
                $"{Short(older.Entry.Key.Value)} '{older.Value}' is ignored: {Short(current.Entry.Key.Value)} has another value",
                [new RelatedSpan(current.Entry.Value.Span, "this value counts")],
                effect: "the newer annotation wins",
                help: "remove the older annotation");
        }
    }
}
