using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>Whether an egress rule lets pods ask for names.</summary>
internal static class DnsPorts
{
    // OpenShift's DNS pods listen on 5353.
    private static readonly int[] Numbers = [53, 5353];

    /// <summary>True when the rule opens a DNS port, or every port towards something that may be the DNS.</summary>
    public static bool MayReachDns(DeploymentUnit unit, NetworkPolicy policy, NetworkPolicyRule rule, string protocol)
    {
        if (rule.Peers is { Count: > 0 } written && written.Items.All(p => IsElsewhere(unit, policy, p)))
        {
            return false;
        }

        if (rule.Ports is { Count: > 0 } ports)
        {
            return ports.Items.Any(p => PolicyReach.ProtocolOf(p) == protocol && IsDns(p, rule));
        }

        return rule.Peers is not { Count: > 0 } peers || peers.Items.Any(MayBeDns);
    }

    private static bool IsDns(NetworkPolicyPort port, NetworkPolicyRule rule) => port.Port?.Value switch
    {
        null => rule.Peers is not { Count: > 0 } peers || peers.Items.Any(MayBeDns),
        { Int: { } number } => Array.Exists(Numbers, n => port.EndPort is { } end ? n >= number && n <= end.Value : n == number),
        { String: { } name } => name.IndexOf("dns", StringComparison.Ordinal) >= 0 || name == "domain",
        _ => true,
    };

    // Pods of the policy's own namespace are not the DNS; another namespace is when nothing says otherwise.
    private static bool MayBeDns(NetworkPolicyPeer peer)
    {
        if (peer.NamespaceSelector is { } namespaces)
        {
            var name = namespaces.MatchLabels?[PolicyReach.NamespaceNameLabel];
            return (name is null or "kube-system" or "openshift-dns") && (peer.PodSelector is not { IsEmpty: false } pods || IsDnsPod(pods));
        }

        return peer.IPBlock is not null || (peer.PodSelector is { } own && IsDnsPod(own));
    }

    // A podSelector alone means pods of the policy's own namespace: the cluster's DNS runs in another one.
    private static bool IsElsewhere(DeploymentUnit unit, NetworkPolicy policy, NetworkPolicyPeer peer) =>
        peer is { NamespaceSelector: null, IPBlock: null, PodSelector: { IsEmpty: false } pods }
        && (policy.Namespace is { } own ? own is not ("kube-system" or "openshift-dns") : pods.MatchLabels?["k8s-app"] == "kube-dns")
        && !unit.WorkloadCandidates(pods.MatchLabels, policy.Namespace).Any(w => NamespaceComparer.MayBeSame(policy.Namespace, w.Namespace) && LabelMatching.Selects(pods, w.PodLabels));

    private static bool IsDnsPod(LabelSelector pods) =>
        (pods.MatchLabels?.Entries ?? []).Any(p => p.Value.Value.IndexOf("dns", StringComparison.Ordinal) >= 0) || pods.MatchExpressions is { Count: > 0 };
}
