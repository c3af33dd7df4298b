using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.Conflicts;

/// <summary>nodePortAddresses of nftables mode that mean something else in a later version. Of Nodes in the input those with one address are not concerned.</summary>
public sealed class UpgradeChangesNodePorts : UpgradeRule
{
    /// <summary>The rule that says of the later version alone what this one says of the move.</summary>
    internal const string ToldHere = "SVC8011";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8126",
        Name = "upgrade-changes-node-ports",
        Title = "Node ports answer on other addresses of the node after the upgrade",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Upgrade move)
    {
        if (context.Proxy is not { Mode: ProxyMode.Nftables } proxy || context.Unit.Services.FirstOrDefault(s => s.Spec?.Type?.Value is "NodePort" or "LoadBalancer") is not { } service)
        {
            yield break;
        }

        var written = proxy.Configuration?.NodePortAddresses;
        var second = SecondAddress.Of(proxy.Nodes);
        if (written is not { Count: > 0 } && move.Crosses(KubeProxyChecks.NftablesPrimaryAddress) && (proxy.Nodes.Count == 0 || second is not null))
        {
            yield return Report(
                service,
                service.NameSpan,
                $"kube-proxy {KubeProxyChecks.NftablesPrimaryAddress} serves node ports on {second?.Primary.ToString() ?? "the node's primary address"} only{(second is null ? "" : $", not on {second.Other}")}",
                second is null ? null : [new RelatedSpan(second.Span, "second address")],
                effect: $"connections to the other addresses of {second?.Node.ToString() ?? "a node"} at the ports of Service {service.Name} and others are refused",
                help: "set nodePortAddresses to the ranges that must serve (0.0.0.0/0 for all)");
        }

        if (written is { Count: > 0 } && FamilyOf(written) is { } family && move.Crosses(KubeProxyChecks.NftablesOtherFamilyServesAll) && proxy.Version >= KubeProxyChecks.NftablesPrimaryAddress)
        {
            var other = family == IPFamily.IPv4 ? "IPv6" : "IPv4";
            yield return Report(
                proxy.Configuration!,
                written.KeySpan,
                $"kube-proxy {KubeProxyChecks.NftablesOtherFamilyServesAll} serves node ports of {other} on every address: nodePortAddresses has {family} only",
                effect: $"before, the node's primary {other} address alone answered",
                help: $"add the {other} ranges that must serve, or write [primary]");
        }
    }

    private static IPFamily? FamilyOf(LocatedList<Located<string>> ranges)
    {
        IPFamily? found = null;
        foreach (var range in ranges.Items)
        {
            if (!CidrValue.TryParseSloppy(range.Value, out var cidr) || (found is { } family && family != cidr.Address.Family))
            {
                return null;
            }

            found = cidr.Address.Family;
        }

        return found;
    }
}
