using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// A route whose backend is a Service of another namespace that grants it nothing. Only where that namespace's manifests are in the unit,
/// so that a grant would be there too.
/// </summary>
public sealed class ReferenceNotGranted : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2015",
        Name = "reference-not-granted",
        Title = "A route uses a Service of another namespace without a ReferenceGrant there",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var grants = new HashSet<string>(context.Unit.OfType<ReferenceGrant>().Select(g => g.Namespace ?? ""), StringComparer.Ordinal);
        foreach (var route in context.Unit.OfType<GatewayRoute>())
        {
            foreach (var reference in route.ServiceReferences)
            {
                if (reference is not { Namespace: { } target, Place: not "route parent" } || route.Namespace is not { } own || target.Value == own)
                {
                    continue;
                }

                var service = context.Unit.ServicesNamed(reference.Name.Value).FirstOrDefault(s => s.Namespace == target.Value);
                if (service is null || !context.Unit.IsFullyKnown || grants.Contains("") || grants.Contains(target.Value))
                {
                    continue;
                }

                yield return Report(
                    route,
                    target.Span,
                    $"Service {service.Name} is in namespace {target.Value}, which has no ReferenceGrant for routes of {own}",
                    [new RelatedSpan(service.NameSpan, "Service")],
                    effect: "the backend is refused; its requests get status 500",
                    help: $"add a ReferenceGrant to namespace {target.Value}");
            }
        }
    }
}
