using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>namespaceSelector and podSelector as two list items, though the pods are of that namespace: OR where AND is meant.</summary>
public sealed class PolicyPeerSplit : Rule
{
    // Pods that everybody knows by their labels, and a word in the names of the namespaces that they live in.
    private static readonly (string Key, string Value, string Home)[] ForeignPods =
    [
        ("k8s-app", "kube-dns", "kube-system"),
        ("app.kubernetes.io/name", "ingress-nginx", "ingress"),
        ("app.kubernetes.io/name", "prometheus", "monitoring"),
    ];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5010",
        Name = "policy-peer-split",
        Title = "namespaceSelector and podSelector are two peers, so each of them is allowed alone",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        SecuritySeverity = "6.5",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            foreach (var (direction, rule) in PolicyWords.AllRules(policy))
            {
                var peers = rule.Peers?.Items ?? [];
                for (var i = 0; i + 1 < peers.Count; i++)
                {
                    var (first, second) = (peers[i], peers[i + 1]);
                    var namespaces = first.NamespaceSelector is not null && first.PodSelector is null ? first : second.NamespaceSelector is not null && second.PodSelector is null ? second : null;
                    var pods = namespaces == first ? second : first;
                    if (namespaces is not null && pods is { NamespaceSelector: null, PodSelector: { IsEmpty: false } selector } && AreForeign(context, policy, namespaces.NamespaceSelector!, selector))
                    {
                        yield return Report(policy, direction, namespaces, pods);
                    }
                }
            }
        }
    }

    // At home nobody has the labels, in the selected namespace somebody does.
    private static bool AreForeign(RuleContext context, NetworkPolicy policy, LabelSelector namespaces, LabelSelector pods)
    {
        var matching = context.Unit.WorkloadCandidates(pods.MatchLabels).Concat(context.Repository.WorkloadCandidates(pods.MatchLabels)).Where(w => LabelMatching.Selects(pods, w.PodLabels)).ToArray();
        return matching.Length == 0
            ? Array.Exists(ForeignPods, p => pods.MatchLabels?[p.Key] == p.Value && policy.Namespace?.Contains(p.Home) != true && MayMeanHome(namespaces, p.Home))
            : matching.All(w => NamespaceComparer.Compare(w.Namespace, policy.Namespace) == NamespaceComparison.Different && PolicyReach.MayMatch(context.Unit, namespaces, w.Namespace));
    }

    // Other namespaces are peers of their own.
    private static bool MayMeanHome(LabelSelector namespaces, string home) =>
        namespaces.IsEmpty
        || (namespaces.MatchLabels?.Entries ?? []).Any(e => e.Value.Value.Contains(home))
        || (namespaces.MatchExpressions?.Items ?? []).SelectMany(e => e.Values?.Items ?? []).Any(v => v.Value.Contains(home));

    private Finding Report(NetworkPolicy policy, PolicyDirection direction, NetworkPolicyPeer namespaces, NetworkPolicyPeer pods) => Report(
        policy,
        pods.PodSelector!.KeySpan,
        $"namespaceSelector and podSelector are two items of '{PolicyWords.PeerField(direction)}' in NetworkPolicy {policy.Name}",
        [new RelatedSpan(namespaces.NamespaceSelector!.KeySpan, "allows whole namespaces")],
        effect: "each is allowed alone: every pod of those namespaces, and these pods of the policy's own",
        help: "put both selectors into one item (no '-' before the second)");
}
