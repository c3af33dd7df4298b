using SvcLint.Emulation;
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
        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            var isNftables = configuration.Mode?.Value == "nftables";
            if (!isNftables && configuration.Mode?.Value is not (null or "" or "iptables"))
            {
                continue;
            }

            var isProxied = isNftables && FeatureGateTable.IsOn(Gate, FeatureGates.Settings(configuration.FeatureGates), context.Version ?? KubernetesVersion.Newest);
            foreach (var range in configuration.NodePortAddresses?.Items ?? [])
            {
                if (!CidrValue.TryParseSloppy(range.Value, out var cidr) || !IsLoopback(cidr) || isProxied || (cidr.Address.IsIPv4 && !isNftables))
                {
                    continue;
                }

                yield return Report(
                    configuration,
                    range.Span,
                    $"nodePortAddresses {range.Value}: {(isNftables ? "nftables" : "iptables")} mode serves no node ports on {(cidr.Address.IsIPv4 ? "localhost" : "the IPv6 loopback")}",
                    effect: "connections to a node port there are refused",
                    help: isNftables && cidr.Address.IsIPv4 && FeatureGateTable.State(Gate, context.Version ?? KubernetesVersion.Newest) is { Exists: true } ? $"turn feature gate {Gate} on, or remove the range" : "remove the range, and use another address of the node");
            }
        }
    }

    private static bool IsLoopback(CidrValue range) =>
        range.Address.IsLoopback && range.PrefixLength >= (range.Address.IsIPv4 ? 8 : 128);
}
