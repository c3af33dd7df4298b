using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.Endpoints;

/// <summary>Hand-made endpoints for a Service that has a selector: the controller makes its own.</summary>
public sealed class EndpointsBesideSelector : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC6006",
        Name = "endpoints-beside-selector",
        Title = "Hand-made endpoints belong to a Service with a selector",
        Category = Category.Endpoints,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var endpoints in HandMadeEndpoints.Of(context.Unit))
        {
            var services = endpoints.Services(context.Unit).ToArray();
            if (services.Length == 0 || services.Any(s => s.Spec?.Selector is not { Count: > 0 }))
            {
                continue;
            }

            var selector = services[0].Spec!.Selector!;
            var effect = endpoints.IsSlice
                ? "connections are spread over the selected pods and these addresses"
                : "the endpoints controller overwrites it with the selected pods";
            yield return Report(
                endpoints.Object,
                endpoints.ServiceName!.Span,
                $"{endpoints.Noun} {endpoints.Object.Name} is for Service {services[0].Name}, which has a selector",
                [new RelatedSpan(selector.KeySpan, "selector")],
                confidence: endpoints.IsSlice ? Confidence.Medium : Confidence.High,
                effect: effect,
                help: $"remove the selector to use these addresses only, or remove the {endpoints.Noun}");
        }
    }
}
