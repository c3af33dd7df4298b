using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.Traffic;

/// <summary>A topology annotation with a value that switches nothing on, or under a name that the declared version does not know.</summary>
public sealed class TopologyModeValue : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3004",
        Name = "topology-mode-value",
        Title = "A topology annotation has a value or a name that switches nothing on",
        Category = Category.Traffic,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (TopologyAnnotation.Of(service) is not { } mark)
            {
                continue;
            }

            var value = mark.Value.Value;
            if (!TopologyAnnotation.IsOn(value) && !TopologyAnnotation.IsOffOrForeign(value))
            {
                var hint = value is "PreferClose" or "PreferSameZone" or "PreferSameNode" ? $"; '{value}' is a value of spec.trafficDistribution" : "";
                yield return Report(
                    service,
                    mark.Value.Span,
                    $"'{value}' does not enable topology hints; {mark.Key.Value} accepts 'Auto' only{hint}",
                    effect: "traffic is spread over all zones",
                    help: "write Auto, or use spec.trafficDistribution");
            }
            else if (mark.Key.Value == KubernetesItself.TopologyMode && TopologyAnnotation.IsOn(value) && context.Version < ServerChecks.TopologyMode)
            {
                yield return Report(
                    service,
                    mark.Key.Span,
                    $"Kubernetes {context.Version} does not know annotation {KubernetesItself.TopologyMode} ({ServerChecks.TopologyMode}+)",
                    effect: "traffic is spread over all zones",
                    help: $"use {KubernetesItself.TopologyHints}");
            }
        }
    }
}
