using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Rules.KubeProxy;

namespace SvcLint.Rules.Conflicts;

/// <summary>An API, field, annotation or mode that is deprecated or gone on the way, or of which the API server begins to warn.</summary>
public sealed class UpgradeDeprecates : UpgradeFinding
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8121",
        Name = "upgrade-deprecates",
        Title = "Something is deprecated or gone after the upgrade",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
    };

    protected override bool IsOwn(Finding finding) => Holds(finding);

    // A mode that svclint.yaml declares stands in no manifest.
    protected override IEnumerable<Finding> Check(RuleContext context, Upgrade move)
    {
        foreach (var finding in base.Check(context, move))
        {
            yield return finding;
        }

        if (ConfiguredMode.Declared(context) is { } mode
            && VersionTable.Find(VersionedThing.Field, "KubeProxyConfiguration.mode=" + mode.Value) is { } entry && move.Crosses(entry.Deprecated))
        {
            yield return Report(mode.About, mode.Place, $"mode {mode.Value}, declared for the cluster, is deprecated since {entry.Deprecated}", help: $"move to {entry.Replacement} (kernel 5.13+, Kubernetes {KubeProxyChecks.NftablesStable}+) or to iptables");
        }
    }

    internal static bool Holds(Finding finding) => finding.Api is { Type: "Warning" } || (finding.Api is null && IsDeprecation(finding.Rule.Id));

    // SVC12xx but for a field that kube-proxy ignores, a deprecated mode, and metrics that are no longer written.
    private static bool IsDeprecation(string rule) => (rule.StartsWith("SVC12", StringComparison.Ordinal) && rule != "SVC1206") || rule is "SVC7005" or "SVC7024" or "SVC6014";
}
