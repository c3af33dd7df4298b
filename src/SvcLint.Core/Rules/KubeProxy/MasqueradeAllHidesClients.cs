using SvcLint.Findings;

namespace SvcLint.Rules.KubeProxy;

/// <summary>masqueradeAll beside NetworkPolicies that admit pods: through a Service every client looks like a node.</summary>
public sealed class MasqueradeAllHidesClients : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7023",
        Name = "masquerade-all-hides-clients",
        Title = "masqueradeAll hides the clients that NetworkPolicies allow",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var peer = context.Unit.NetworkPolicies.SelectMany(p => p.Spec?.Ingress?.Items ?? []).SelectMany(r => r.Peers?.Items ?? []).FirstOrDefault(p => p.PodSelector is not null || p.NamespaceSelector is not null);
        if (peer is null)
        {
            yield break;
        }

        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            var all = configuration.Mode?.Value == "nftables" ? configuration.Nftables?.MasqueradeAll : configuration.Iptables?.MasqueradeAll;
            if (all is { Value: true })
            {
                yield return Report(
                    configuration,
                    all.Span,
                    "masqueradeAll hides the pods that NetworkPolicies allow",
                    [new RelatedSpan(peer.KeySpan, "allows pods")],
                    effect: "traffic through cluster IPs has the node's address, so policies on other nodes deny it",
                    help: "set it to false, unless your network requires it");
            }
        }
    }
}
