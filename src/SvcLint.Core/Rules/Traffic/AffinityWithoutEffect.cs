using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.Traffic;

/// <summary>Session affinity on a Service whose connections kube-proxy does not handle.</summary>
public sealed class AffinityWithoutEffect : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3006",
        Name = "affinity-without-effect",
        Title = "Session affinity is set on a Service without a cluster IP",
        Category = Category.Traffic,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec?.SessionAffinity is not { Value: "ClientIP", IsDefault: false } affinity)
            {
                continue;
            }

            var kind = ServicePorts.IsHeadless(service) ? "headless" : service.Spec.Type?.Value == "ExternalName" ? "an ExternalName" : null;
            if (kind is not null)
            {
                yield return Report(
                    service,
                    affinity.Span,
                    $"sessionAffinity ClientIP of Service {service.Name} has no effect: the Service is {kind}, so clients connect to addresses from DNS and no proxy stands between that could keep them. Remove it, or give the Service a cluster IP");
            }
        }
    }
}
