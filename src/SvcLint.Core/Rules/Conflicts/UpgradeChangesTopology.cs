using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Rules.Conflicts;

/// <summary>A wish for near endpoints that the cluster ignores today and a later version fulfils.</summary>
public sealed class UpgradeChangesTopology : UpgradeRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8127",
        Name = "upgrade-changes-topology",
        Title = "trafficDistribution or a topology annotation takes effect after the upgrade",
        Category = Category.Conflicts,
        Severity = Severity.Info,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Upgrade move)
    {
        foreach (var service in context.Unit.Services.Where(s => s.Spec?.Type?.Value != "ExternalName"))
        {
            var annotations = service.Metadata.Annotations;
            var automatic = annotations?[KubernetesItself.TopologyHints] ?? annotations?[KubernetesItself.TopologyMode];
            if (service.Spec?.TrafficDistribution is { } distribution && Beginning(distribution.Value) is { } beginning
                && move.From < ServerChecks.TrafficDistribution && move.Crosses(beginning) && automatic is not ("Auto" or "auto"))
            {
                var (near, over) = distribution.Value == "PreferSameNode" ? ("on its node", "nodes") : ("in its zone", "zones");
                yield return Report(
                    service,
                    distribution.Span,
                    $"trafficDistribution {distribution.Value} takes effect in {beginning}",
                    effect: $"endpoints get hints, and traffic stays {near} wherever that has a ready endpoint",
                    help: $"spread the pods over the {over} as the clients are, and apply the Service again after the upgrade");
            }

            if (annotations?.Find(KubernetesItself.TopologyMode) is { Value.Value: "Auto" or "auto" } mode && annotations[KubernetesItself.TopologyHints] is null && move.Crosses(ServerChecks.TopologyMode))
            {
                yield return Report(
                    service,
                    mode.Value.Span,
                    $"annotation '{KubernetesItself.TopologyMode}: {mode.Value.Value}' takes effect in {ServerChecks.TopologyMode}",
                    effect: "endpoints get hints by zone size, and traffic stays in its zone",
                    help: "spread the pods over the zones as the clients are");
            }
        }
    }

    // The first version that takes the value; before all of them the field is dropped whatever it says.
    private static KubernetesVersion? Beginning(string value) => value switch
    {
        "PreferClose" => ServerChecks.TrafficDistribution,
        "PreferSameZone" or "PreferSameNode" => ServerChecks.PreferSame,
        _ => null,
    };
}
