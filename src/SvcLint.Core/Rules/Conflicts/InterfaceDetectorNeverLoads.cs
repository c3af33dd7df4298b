using SvcLint.Emulation;
using SvcLint.Emulation.Nftables;
using SvcLint.Findings;

namespace SvcLint.Rules.Conflicts;

/// <summary>nftables mode that tells pods by the prefix of an interface's name, in releases that write what no kernel loads.</summary>
public sealed class InterfaceDetectorNeverLoads : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8012",
        Name = "interface-detector-never-loads",
        Title = "kube-proxy in nftables mode tells pods by an interface prefix, which the kernel refuses",
        Category = Category.Conflicts,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Proxy is not { Mode: ProxyMode.Nftables, Configuration: { DetectLocalMode: { Value: "InterfaceNamePrefix" } mode } configuration })
        {
            yield break;
        }

        if (context.Version is not { } version)
        {
            context.Silent(this, "the Kubernetes version is not declared", mode.Span);
        }
        else if (NftablesLayout.Of(version).RefusesInterfacePrefix)
        {
            var prefix = configuration.DetectLocal?.InterfaceNamePrefix;
            yield return Report(
                configuration,
                prefix?.Span ?? mode.Span,
                $"detectLocalMode InterfaceNamePrefix makes kube-proxy of Kubernetes {version} write 'iif {prefix?.Value}*' in nftables mode. iif compares an interface's number and takes no prefix, so the kernel refuses the whole transaction and no Service works. Use ClusterCIDR or NodeCIDR, or iptables mode");
        }
    }
}
