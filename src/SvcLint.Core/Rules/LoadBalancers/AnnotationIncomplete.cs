using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A key that its controller takes only together with another, which is missing.</summary>
public sealed class AnnotationIncomplete : AnnotationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4106",
        Name = "annotation-incomplete",
        Title = "A load balancer annotation needs another that is missing",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
    };

    protected override bool NeedsWholeService => true;

    protected override IEnumerable<Finding> Check(AnnotatedService service)
    {
        foreach (var (use, relation) in AnnotationQueries.Needing(service))
        {
            var value = relation.WhenValue is null ? "" : ": " + use.Value;
            yield return Report(
                service.Service,
                use.Entry.Key.Span,
                $"{Short(use.Entry.Key.Value)}{value} requires {Short(relation.Other)}",
                severity: SeverityOf(relation.Certainty),
                effect: $"{relation.Effect}; the controller rejects the Service or ignores the setting",
                help: Short(relation.Other) is var missing && missing.StartsWith("no ", StringComparison.Ordinal) ? $"remove {missing.Substring(3)}" : $"set {missing}");
        }
    }
}
