using SvcLint.Findings;
using SvcLint.Kubernetes;

namespace SvcLint.Rules.Traffic;

/// <summary>trafficDistribution in the one version that knows the field and drops it unless a gate is on.</summary>
public sealed class TrafficDistributionGated : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3021",
        Name = "traffic-distribution-gated",
        Title = $"trafficDistribution needs a feature gate in Kubernetes {ServerChecks.TrafficDistributionAlpha}",
        Category = Category.Traffic,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Version == ServerChecks.TrafficDistributionAlpha ? context.Unit.Services : [])
        {
            if (service.Spec?.TrafficDistribution is { } distribution)
            {
                yield return Report(
                    service,
                    distribution.Span,
                    $"trafficDistribution {distribution.Value} requires feature gate ServiceTrafficDistribution in Kubernetes {ServerChecks.TrafficDistributionAlpha}",
                    effect: "the gate is off by default there, and the API server drops the field",
                    help: distribution.Value == "PreferClose" ? $"turn the gate on in API server and controller manager, or move to Kubernetes {ServerChecks.TrafficDistribution}+" : $"move to Kubernetes {ServerChecks.PreferSame}+, or use PreferClose");
            }
        }
    }
}
