using SvcLint.Emulation;
using SvcLint.Emulation.Nftables;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Rules.KubeProxy;
using SvcLint.Text;

namespace SvcLint.Rules.Conflicts;

/// <summary>What the mode to come needs of kernel, Kubernetes version and configuration.</summary>
public sealed class MigrationPrerequisites : MigrationRule
{
    private const string Gate = "NFTablesProxyMode";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8106",
        Name = "migration-prerequisite-missing",
        Title = "kube-proxy cannot run in the mode to come on this cluster as it is",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Migration move)
    {
        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            var place = (configuration.Mode ?? configuration.Kind).Span;
            if (move.To == ProxyMode.Ipvs)
            {
                if (VersionTable.Find(VersionedThing.Field, "KubeProxyConfiguration.mode=ipvs") is { } entry && move.Version >= entry.Deprecated)
                {
                    yield return Report(configuration, place, $"mode ipvs is deprecated since {entry.Deprecated}", help: "move to nftables");
                }

                continue;
            }

            if (move.To == ProxyMode.Nftables && context.Version is { } version)
            {
                foreach (var (span, message, repair) in OfNftables(configuration, place, version))
                {
                    yield return Report(configuration, span, message, effect: "kube-proxy does not work in nftables mode", help: repair);
                }
            }
        }

        foreach (var node in move.To == ProxyMode.Nftables ? context.Unit.Nodes : [])
        {
            if (node.Status?.NodeInfo?.KernelVersion is { } kernel && KernelTooOld.IsTooOld(kernel.Value))
            {
                yield return Report(node, kernel.Span, $"node {node.Name} runs kernel {kernel.Value}; nftables mode requires 5.13+", effect: "kube-proxy does not start there in nftables mode", help: $"upgrade the node before the move, or leave it in {ProxyModes.NameOf(move.From)} mode");
            }
        }
    }

    private static IEnumerable<(SourceSpan Span, string Message, string Repair)> OfNftables(KubeProxyConfiguration configuration, SourceSpan place, KubernetesVersion version)
    {
        if (version < KubeProxyChecks.Nftables)
        {
            yield return (place, $"Kubernetes {version} has no nftables mode", $"upgrade to {KubeProxyChecks.Nftables} at least, better to {KubeProxyChecks.NftablesStable}, before the move");
            yield break;
        }

        var enabled = configuration.FeatureGates?.Entries.LastOrDefault(g => g.Gate.Value == Gate).Enabled?.Value;
        if (version < KubeProxyChecks.NftablesGateOn && enabled != true)
        {
            yield return (place, $"nftables mode requires feature gate {Gate} in Kubernetes {version}, where it is off by default", $"set featureGates.{Gate}: true, or upgrade to {KubeProxyChecks.NftablesGateOn} before the move");
        }

        if (configuration.DetectLocalMode is { Value: "InterfaceNamePrefix" } detect && NftablesLayout.Of(version).RefusesInterfacePrefix)
        {
            yield return (detect.Span, $"detectLocalMode InterfaceNamePrefix does not work in nftables mode of Kubernetes {version}", "use ClusterCIDR or NodeCIDR before the move");
        }
    }
}
