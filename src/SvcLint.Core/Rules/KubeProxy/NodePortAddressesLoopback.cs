using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.KubeProxy;

/// <summary>A loopback range among nodePortAddresses where the mode never serves node ports on it.</summary>
public sealed class NodePortAddressesLoopback : Rule
{
    private const string Gate = "KubeProxyNFTablesLocalhostNodePorts";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7027",
        Name = "node-port-addresses-loopback",
        Title = "nodePortAddresses name the loopback, where this mode serves no node ports",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var version = context.Version ?? KubernetesVersion.Newest;
        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            var mode = configuration.Mode?.Value is null or "" ? "iptables" : configuration.Mode.Value;
            var isProxied = mode == "nftables" && FeatureGateTable.IsOn(Gate, FeatureGates.Settings(configuration.FeatureGates), version);
            var isSwitchedOff = mode == "iptables" && configuration.Iptables?.LocalhostNodePorts is { Value: false };
            if (isProxied || mode is not ("iptables" or "ipvs" or "nftables"))
            {
                continue;
            }

            foreach (var range in configuration.NodePortAddresses?.Items ?? [])
            {
                if (LoopbackOf(range.Value, version) is not { } loopback || (mode == "iptables" && !isSwitchedOff && loopback != IPFamily.IPv6))
                {
                    continue;
                }

                yield return Report(
                    configuration,
                    range.Span,
                    $"nodePortAddresses {range.Value}: {mode} mode serves no node ports on {(loopback == IPFamily.IPv6 ? "the IPv6 loopback" : isSwitchedOff ? "localhost while localhostNodePorts is false" : "localhost")}",
                    effect: "connections to a node port there are refused",
                    help: mode == "nftables" && FeatureGateTable.State(Gate, version) is { Exists: true } ? $"turn feature gate {Gate} on, or remove the entry"
                        : isSwitchedOff && loopback != IPFamily.IPv6 ? "remove the entry, or set iptables.localhostNodePorts to true"
                        : "remove the entry, and use another address of the node");
            }
        }
    }

    // The keyword stands for both families.
    private static IPFamily? LoopbackOf(string entry, KubernetesVersion version) =>
        entry == "localhost" && version >= KubeProxyChecks.AddressKeywords ? IPFamily.IPv4
        : CidrValue.TryParseSloppy(entry, out var range) && range.Address.IsLoopback && range.PrefixLength >= (range.Address.IsIPv4 ? 8 : 128) ? range.Address.Family
        : null;
}
