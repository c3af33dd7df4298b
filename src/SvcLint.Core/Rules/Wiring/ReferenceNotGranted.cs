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
        foreach (var route in context.Unit.OfType<GatewayRoute>())
        {
            foreach (var reference in route.ServiceReferences)
            {
                if (context.Unit.Lookup.Attachments.NotGranted(route, reference) is not { } service)
                {
                    continue;
                }

                var target = reference.Namespace!;
                yield return Report(
                    route,
                    target.Span,
                    $"Service {service.Name} is in namespace {target.Value}, which has no ReferenceGrant for routes of {route.Namespace}",
                    [new RelatedSpan(service.NameSpan, "Service")],
                    effect: "the backend is refused; its requests get status 500",
                    help: $"add a ReferenceGrant to namespace {target.Value}");
            }
        }
    }
}
