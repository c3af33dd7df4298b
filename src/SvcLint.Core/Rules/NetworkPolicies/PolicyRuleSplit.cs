using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>An ingress rule that is torn into two by a dash: these peers on every port, and everybody on these ports.</summary>
public sealed class PolicyRuleSplit : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5011",
        Name = "policy-rule-split",
        Title = "Peers and ports are in two rules, so the ports are open to everybody",
        Category = Category.NetworkPolicies,
        Severity = Severity.Info,
        Confidence = Confidence.Medium,
        SecuritySeverity = "4.0",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            // Two rules, one without ports and one without peers: more of them are a design.
            if (PolicyReach.Rules(policy, PolicyDirection.Ingress) is not { Count: 2 } rules)
            {
                continue;
            }

            var (first, second) = (rules[0], rules[1]);
            if (PolicyWords.HasPeers(first) && first.Ports is null && second.Peers is null && PolicyWords.HasPorts(second) && !IsForApiServer(context, policy, second))
            {
                yield return Report(
                    policy,
                    second.Ports!.KeySpan,
                    $"NetworkPolicy {policy.Name} has peers in one ingress rule and ports in another",
                    [new RelatedSpan(first.Peers!.KeySpan, "allowed on all ports")],
                    effect: $"the peers may use every port, and everybody may use {string.Join(", ", second.Ports.Items.Select(Text))}",
                    help: "make it one rule (no '-' before ports) to allow these ports to these peers only");
            }
        }
    }

    // No selector names the API server: a webhook's port that is open to all is the only way that works everywhere.
    private static bool IsForApiServer(RuleContext context, NetworkPolicy policy, NetworkPolicyRule rule)
    {
        var pods = context.Unit.SelectedBy(policy);
        return rule.Ports!.Items.Any(p => p.Port?.Value.String is { } name && IsWebhook(name))
            || pods.SelectMany(PortResolution.Declared).Any(d => d.Name is { } name && IsWebhook(name.Value) && rule.Ports.Items.Any(p => p.Port?.Value.Int == d.Number?.Value))
            || context.Unit.Objects.SelectMany(o => o.ServiceReferences.Where(PolicyCutsOffApiServer.IsCall).Select(r => (Name: r.Name.Value, Namespace: r.NamespaceFor(o))))
                .Any(r => context.Unit.FindServices(r.Name, r.Namespace).Any(s => context.Unit.WorkloadsBehind(s).Any(w => pods.Any(p => ReferenceEquals(p, w)))));
    }

    private static bool IsWebhook(string name) => name.IndexOf("webhook", StringComparison.OrdinalIgnoreCase) >= 0;

    private static string Text(NetworkPolicyPort port) => port.Port is { } number ? $"{number.Value}" : $"every {PolicyReach.ProtocolOf(port)} port";
}
