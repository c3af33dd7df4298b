using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Rules.KubeProxy;

namespace SvcLint.Rules.Conflicts;

/// <summary>What is announced for versions up to the one to come and concerns these manifests.</summary>
public sealed class UpgradePlanned : UpgradeRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8124",
        Name = "upgrade-planned-change",
        Title = "A change is planned for a version on the way",
        Category = Category.Conflicts,
        Severity = Severity.Info,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Upgrade move)
    {
        // A chart may write for the later version what is not planned to end.
        var unit = move.Arrived.Unit;
        foreach (var item in unit.OneOfEachKind.Any(o => PlannedEnd(o, move) is not null) ? unit.Objects : [])
        {
            if (PlannedEnd(item, move) is { } api)
            {
                yield return Report(
                    item,
                    item.ApiVersion.Span,
                    $"planned for {api.ApiVersion} {api.Kind}: not served from {api.Removed} on",
                    help: api.Replacement is { } replacement ? $"use {replacement}" : null);
            }
        }

        foreach (var service in unit.Services)
        {
            if (service.Spec is { ExternalIPs: { Count: > 0 } external } spec && spec.Type?.Value != "ExternalName" && spec.ClusterIP?.Value != "None"
                && Text(Schedule.ExternalIPs, move, context.Proxy?.Configuration?.FeatureGates) is var (what, advice))
            {
                yield return Report(service, external.KeySpan, what, help: advice);
            }
        }

        foreach (var mode in ConfiguredMode.Declared(context) is { } declared ? [declared] : ConfiguredMode.In(context.Unit))
        {
            var subject = mode.Value switch
            {
                "ipvs" => Schedule.IpvsMode,
                "nftables" when HasNodePorts(context) => Schedule.LocalhostNodePorts,
                "" => Schedule.DefaultMode,
                _ => null,
            };
            if (subject is not null && Text(subject, move, mode.Gates) is var (what, advice))
            {
                yield return Report(mode.About, mode.Place, what, help: advice);
            }
        }
    }

    // What known versions remove is told as found in them.
    private static ApiEntry? PlannedEnd(KubernetesObject item, Upgrade move) =>
        ApiTable.Find(item.ApiVersion.Value, item.Kind.Value) is { Removed: { } removed } entry && removed > KubernetesVersion.Newest && move.Crosses(removed) ? entry : null;

    private static bool HasNodePorts(RuleContext context) => context.Unit.Services.Any(s => s.Spec?.Type?.Value is "NodePort" or "LoadBalancer");

    private static (string What, string Advice)? Text(string subject, Upgrade move, FeatureGates? gates)
    {
        var changes = Schedule.Planned(subject, move.From, move.To, FeatureGates.Settings(gates));
        return changes.Count == 0 ? null : ($"planned for {subject}: {string.Join("; ", changes.Select(c => $"{c.What} in {c.Since}"))}", changes[0].Advice);
    }
}
