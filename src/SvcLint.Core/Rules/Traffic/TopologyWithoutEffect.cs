using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Traffic;

/// <summary>Topology routing on a Service for which nothing looks at the hints: Local policies, headless Services, aliases.</summary>
public sealed class TopologyWithoutEffect : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3003",
        Name = "topology-without-effect",
        Title = "trafficDistribution or topology mode is set where it changes nothing",
        Category = Category.Traffic,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (Wish(service) is not { } wish || service.Spec is not { } spec)
            {
                continue;
            }

            var isInternalLocal = spec.InternalTrafficPolicy?.Value == "Local";
            var isExternal = spec.Type?.Value is "NodePort" or "LoadBalancer" || spec.ExternalIPs is { Count: > 0 };
            var reason = spec.Type?.Value == "ExternalName" ? "type ExternalName has no endpoints"
                : ServicePorts.IsHeadless(service) ? "it is headless, and DNS does not use hints"
                : isInternalLocal && !isExternal ? "internalTrafficPolicy Local has precedence"
                : isInternalLocal && spec.ExternalTrafficPolicy?.Value == "Local" ? "both traffic policies are Local"
                : null;
            if (reason is not null)
            {
                yield return Report(service, wish.Span, $"{wish.What} of Service {service.Name} has no effect: {reason}",
                    help: "remove it, or what overrides it");
            }
        }
    }

    private static (string What, Text.SourceSpan Span)? Wish(Service service) =>
        service.Spec?.TrafficDistribution is { } distribution ? ($"trafficDistribution {distribution.Value}", distribution.Span)
        : TopologyAnnotation.Of(service) is { } mark && TopologyAnnotation.IsOn(mark.Value.Value) ? ($"{mark.Key.Value}: {mark.Value.Value}", mark.Key.Span)
        : null;
}
