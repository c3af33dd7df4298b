using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;

namespace SvcLint.Rules.Conflicts;

/// <summary>externalTrafficPolicy Local in nftables mode: what a node without an endpoint sends itself is dropped today and served in a later version.</summary>
public sealed class UpgradeChangesLocalPolicy : UpgradeRule
{
    // A longer name would not fit the line.
    private const int LongestName = 40;

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8129",
        Name = "upgrade-changes-local-policy",
        Title = "A node without an endpoint reaches a Service of externalTrafficPolicy Local after the upgrade",
        Category = Category.Conflicts,
        Severity = Severity.Info,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Upgrade move)
    {
        if (!move.Crosses(KubeProxyChecks.NftablesSparesOwnTraffic) || context.Proxy is not { Mode: ProxyMode.Nftables, Nodes.Count: > 0 } proxy)
        {
            yield break;
        }

        var nodes = proxy.Nodes.Select(n => n.Name).OfType<string>().ToArray();
        foreach (var ofService in proxy.Ports.Where(p => p.ExternalPolicyLocal && p.ExternalIPs.Count + p.LoadBalancerVIPs.Count > 0 && p.Choice.HasAny).GroupBy(proxy.ServiceOf))
        {
            var own = new HashSet<string>(context.Unit.SlicesFor(ofService.Key).SelectMany(s => s.Endpoints?.Items ?? []).Select(e => e.NodeName?.Value ?? ""), StringComparer.Ordinal);
            if (proxy.IsOfUnit(ofService.Key) && !own.Contains("") && Array.Find(nodes, n => !own.Contains(n)) is { } node)
            {
                var address = ofService.First().Addresses.First(a => a.Kind != ServiceAddressKind.ClusterIP).Address;
                yield return Report(
                    ofService.Key,
                    ofService.Key.Spec?.ExternalTrafficPolicy is { IsDefault: false } policy ? policy.Span : ofService.Key.NameSpan,
                    $"kube-proxy {KubeProxyChecks.NftablesSparesOwnTraffic} lets a node without an endpoint, such as {(node.Length < LongestName ? node : "one of these")}, reach {address.IP}",
                    effect: "connections of host processes go to endpoints of other nodes; those from outside are dropped as before",
                    help: "nothing, unless a check on the node counts on the drop");
            }
        }
    }
}
