using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A value that the controller behind the key does not know: it refuses the Service or takes its default.</summary>
public sealed class AnnotationBadValue : AnnotationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4102",
        Name = "annotation-bad-value",
        Title = "A load balancer annotation has a value that its controller does not accept",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> Check(AnnotatedService service)
    {
        foreach (var (use, problem) in AnnotationQueries.BadValues(service))
        {
            var value = use.Entry.Value;
            var part = use.Value.Substring(problem.Start, problem.End - problem.Start);
            var advice = problem.Suggestion is { } suggestion ? $"; did you mean '{suggestion}'?" : "";
            var finding = Report(
                service.Service,
                value.Part(problem.Start, problem.End),
                $"{Short(use.Entry.Key.Value)}: '{part}' {Quoted(problem.Message)}{advice}",
                severity: SeverityOf(problem.Certainty < use.Annotation.Certainty ? problem.Certainty : use.Annotation.Certainty),
                effect: Effect(use));
            yield return problem.Suggestion is { } written
                ? finding with { Fixes = [new Fix($"Write '{written}'", FixSafety.Unsafe, [new TextEdit(value.Part(problem.Start, problem.End), written)])] }
                : finding;
        }
    }

    private static string Effect(AnnotationUse use) => use.Annotation.InternalValues.Count > 0
        ? $"{use.Provider.Name}'s controller creates no load balancer, or a public one"
        : $"{use.Provider.Name}'s controller rejects the Service or ignores the setting";
}
