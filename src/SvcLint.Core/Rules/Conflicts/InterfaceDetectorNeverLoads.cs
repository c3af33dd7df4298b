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
                $"detectLocalMode InterfaceNamePrefix does not work in nftables mode of Kubernetes {version}",
                effect: $"the kernel rejects 'iif {prefix?.Value}*' with the whole transaction; no Service works",
                help: "use ClusterCIDR or NodeCIDR, or mode iptables") with
            { NamedVersion = version };
        }
    }
}
