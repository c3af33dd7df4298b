using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.KubeProxy;

/// <summary>nodePortAddresses of one family: in the other family node ports answer on every address.</summary>
public sealed class NodePortAddressesLackFamily : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7012",
        Name = "node-port-addresses-lack-family",
        Title = "nodePortAddresses limit node ports in one IP family only",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            if (DualStackRanges.Families(DualStackRanges.NodePortAddresses(configuration)) is [var family] && DualStackRanges.Evidence(context, configuration) is { } evidence)
            {
                yield return Report(
                    configuration,
                    configuration.NodePortAddresses!.KeySpan,
                    $"nodePortAddresses has {family} only; {evidence.Words} shows a dual-stack cluster",
                    DualStackRanges.Related(evidence),
                    effect: IsPrimaryOnly(context, configuration)
                        ? $"over {DualStackRanges.Other(family)}, node ports are open on the node's primary address; from {KubeProxyChecks.NftablesOtherFamilyServesAll} on, on every one"
                        : $"over {DualStackRanges.Other(family)}, node ports are open on every address of the node",
                    help: $"add the {DualStackRanges.Other(family)} ranges of the nodes, or write [primary] (Kubernetes {KubeProxyChecks.PrimaryAddresses}+)");
            }
        }
    }

    private static bool IsPrimaryOnly(RuleContext context, KubeProxyConfiguration configuration) =>
        configuration.Mode?.Value == "nftables" && context.Version >= KubeProxyChecks.NftablesPrimaryAddress && context.Version < KubeProxyChecks.NftablesOtherFamilyServesAll;
}
