using System.Globalization;
using SvcLint.Emulation;
using SvcLint.Emulation.Nftables;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Conflicts;

/// <summary>What the mode to come needs of kernel, Kubernetes version and configuration.</summary>
public sealed class MigrationPrerequisites : MigrationRule
{
    private const string Gate = "NFTablesProxyMode";
    private static readonly KubernetesVersion FirstNftables = new(29);
    private static readonly KubernetesVersion GateOnByDefault = new(31);

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
                    yield return Report(configuration, place, $"ipvs mode is deprecated since Kubernetes {entry.Deprecated} and will be taken out. Move to nftables mode instead");
                }

                continue;
            }

            if (move.To == ProxyMode.Nftables && context.Version is { } version)
            {
                foreach (var (span, message) in OfNftables(configuration, place, version))
                {
                    yield return Report(configuration, span, message);
                }
            }
        }

        foreach (var node in move.To == ProxyMode.Nftables ? context.Unit.Nodes : [])
        {
            if (node.Status?.NodeInfo?.KernelVersion is { } kernel && IsOlderThan513(kernel.Value))
            {
                yield return Report(node, kernel.Span, $"Node {node.Name} runs kernel {kernel.Value}. nftables mode needs 5.13 or later, and kube-proxy does not start in it on an older one. Upgrade the node before the move, or leave it in {Migration.NameOf(move.From)} mode");
            }
        }
    }

    private static IEnumerable<(SourceSpan Span, string Message)> OfNftables(KubeProxyConfiguration configuration, SourceSpan place, KubernetesVersion version)
    {
        if (version < FirstNftables)
        {
            yield return (place, $"Kubernetes {version} has no nftables mode; kube-proxy does not start with it. Upgrade to {FirstNftables} at least, better to 1.33, before the move");
            yield break;
        }

        var enabled = configuration.FeatureGates?.Entries.LastOrDefault(g => g.Gate.Value == Gate).Enabled?.Value;
        if (version < GateOnByDefault && enabled != true)
        {
            yield return (place, $"In Kubernetes {version} nftables mode stands behind feature gate {Gate}, which is off by default; kube-proxy does not start with it. Set featureGates.{Gate} to true, or upgrade to {GateOnByDefault} before the move");
        }

        if (configuration.DetectLocalMode is { Value: "InterfaceNamePrefix" } detect && NftablesLayout.Of(version).RefusesInterfacePrefix)
        {
            yield return (detect.Span, $"detectLocalMode InterfaceNamePrefix works in iptables mode; in nftables mode kube-proxy of Kubernetes {version} writes 'iif {configuration.DetectLocal?.InterfaceNamePrefix?.Value}*', which the kernel refuses with the whole transaction. Use ClusterCIDR or NodeCIDR before the move");
        }
    }

    private static bool IsOlderThan513(string kernel)
    {
        var parts = kernel.Split('.', '-');
        return parts.Length >= 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            && (major < 5 || (major == 5 && minor < 13));
    }
}
