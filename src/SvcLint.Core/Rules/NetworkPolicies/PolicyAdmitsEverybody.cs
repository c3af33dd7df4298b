using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>A rule or peer that admits everybody beside narrower ones, which it makes meaningless.</summary>
public sealed class PolicyAdmitsEverybody : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5012",
        Name = "policy-admits-everybody",
        Title = "A NetworkPolicy lists peers but also allows all traffic",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        SecuritySeverity = "6.5",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            foreach (var direction in PolicyWords.Directions)
            {
                var rules = PolicyReach.Rules(policy, direction);
                var open = rules.FirstOrDefault(r => !PolicyWords.HasPeers(r) && !PolicyWords.HasPorts(r));
                if (open is not null && rules.FirstOrDefault(PolicyWords.HasPeers) is { } narrow)
                {
                    yield return Report(policy, direction, open, narrow);
                }

                foreach (var rule in rules)
                {
                    if (AllNamespaces(rule) is { } all && rule.Peers!.Items.FirstOrDefault(p => p != all && p.IPBlock is null && (p.PodSelector ?? p.NamespaceSelector) is not null && !IsEverybody(p)) is { } other)
                    {
                        yield return Report(
                            policy,
                            all.NamespaceSelector!.KeySpan,
                            $"an empty namespaceSelector in '{PolicyWords.PeerField(direction)}' of NetworkPolicy {policy.Name} allows every pod of every namespace",
                            [new RelatedSpan((other.PodSelector ?? other.NamespaceSelector)!.KeySpan, "without effect")],
                            effect: "the selectors beside it restrict nothing",
                            help: "remove it, or move the podSelector into the same item");
                    }
                }
            }
        }
    }

    private static NetworkPolicyPeer? AllNamespaces(NetworkPolicyRule rule) => rule.Peers?.Items.FirstOrDefault(IsEverybody);

    private static bool IsEverybody(NetworkPolicyPeer peer) => peer is { NamespaceSelector.IsEmpty: true, PodSelector: null or { IsEmpty: true } };

    private Finding Report(NetworkPolicy policy, PolicyDirection direction, NetworkPolicyRule open, NetworkPolicyRule narrow) => Report(
        policy,
        open.Peers?.KeySpan ?? open.KeySpan,
        $"{direction.ToString().ToLowerInvariant()} rule of NetworkPolicy {policy.Name} without peers and ports allows all traffic",
        [new RelatedSpan(narrow.Peers!.KeySpan, "without effect")],
        effect: "rules are additive, so the rules with peers restrict nothing",
        help: "remove it, or list the peers that it allows");
}
