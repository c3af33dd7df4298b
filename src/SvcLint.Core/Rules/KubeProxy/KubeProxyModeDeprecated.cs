using SvcLint.Findings;
using SvcLint.Kubernetes;

namespace SvcLint.Rules.KubeProxy;

/// <summary>IPVS mode: deprecated, without maintainers, and to be taken out.</summary>
public sealed class KubeProxyModeDeprecated : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7005",
        Name = "kube-proxy-mode-deprecated",
        Title = "kube-proxy's mode is deprecated",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var mode in ConfiguredMode.In(context.Unit))
        {
            if (VersionTable.Find(VersionedThing.Field, "KubeProxyConfiguration.mode=" + mode.Value) is { } entry
                && (context.Version ?? KubernetesVersion.Newest) >= entry.Deprecated)
            {
                yield return Report(
                    mode.About,
                    mode.Place,
                    $"mode {mode.Value} is deprecated since {entry.Deprecated}",
                    severity: context.Version is null ? Severity.Info : null,
                    effect: "it is no longer maintained, and a later version removes it",
                    help: $"move to {entry.Replacement} (kernel 5.13+, Kubernetes {KubeProxyChecks.NftablesStable}+) or to iptables") with
                { NamedVersion = entry.Deprecated };
            }
        }
    }
}
