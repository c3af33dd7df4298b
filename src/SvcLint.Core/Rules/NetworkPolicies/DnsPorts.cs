using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>Whether egress rules let pods of a unit ask for names.</summary>
internal sealed class DnsPorts(DeploymentUnit unit)
{
    // OpenShift's DNS pods listen on 5353.
    private static readonly int[] Numbers = [53, 5353];

    private IReadOnlyList<Workload>? _servers;

    // A cache or a server of the unit's own.
    private IReadOnlyList<Workload> Servers => _servers ??= [.. unit.Workloads.Where(w =>
        w.Name?.IndexOf("dns", StringComparison.Ordinal) >= 0 || PortResolution.Declared(w).Any(p => p.Number is { } number && Array.IndexOf(Numbers, number.Value) >= 0))];

    /// <summary>True when a rule of the policy opens a DNS port, or every port, towards something that may be the DNS.</summary>
    public bool MayBeReached(NetworkPolicy policy, string protocol) => PolicyReach.Rules(policy, PolicyDirection.Egress).Any(r => MayBeReached(policy, r, protocol));

    private bool MayBeReached(NetworkPolicy policy, NetworkPolicyRule rule, string protocol)
    {
        if (rule.Peers is { Count: > 0 } written && written.Items.All(p => IsElsewhere(policy, p)))
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
            return (name is null || IsOfDns(name)) && (peer.PodSelector is not { IsEmpty: false } pods || IsDnsPod(pods));
        }

        return peer.IPBlock is not null || (peer.PodSelector is { } own && IsDnsPod(own));
    }

    // Pods of the policy's own namespace alone: the cluster's DNS runs in another one.
    private bool IsElsewhere(NetworkPolicy policy, NetworkPolicyPeer peer)
    {
        if (!IsOwnNamespace(policy, peer) || IsOfDns(policy.Namespace))
        {
            return false;
        }

        return peer.PodSelector is { IsEmpty: false } pods
            ? (policy.Namespace is not null || pods.MatchLabels?["k8s-app"] == "kube-dns")
                && !unit.WorkloadCandidates(pods.MatchLabels, policy.Namespace).Any(w => NamespaceComparer.MayBeSame(policy.Namespace, w.Namespace) && LabelMatching.Selects(pods, w.PodLabels))
            : !Servers.Any(w => NamespaceComparer.MayBeSame(policy.Namespace, w.Namespace));
    }

    private static bool IsOwnNamespace(NetworkPolicy policy, NetworkPolicyPeer peer) => peer.NamespaceSelector is { } namespaces
        ? policy.Namespace is { } own
            && (namespaces.MatchLabels?[PolicyReach.NamespaceNameLabel] == own
                || (namespaces.MatchExpressions?.Items ?? []).Any(r => r is { Key.Value: PolicyReach.NamespaceNameLabel, Operator.Value: "In", Values: { Count: > 0 } values } && values.Items.All(v => v.Value == own)))
        : peer is { PodSelector: not null, IPBlock: null };

    private static bool IsOfDns(string? @namespace) => @namespace is "kube-system" or "openshift-dns";

    private static bool IsDnsPod(LabelSelector pods) =>
        (pods.MatchLabels?.Entries ?? []).Any(p => p.Value.Value.IndexOf("dns", StringComparison.Ordinal) >= 0) || pods.MatchExpressions is { Count: > 0 };
}
