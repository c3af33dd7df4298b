using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>What the rules about NetworkPolicies share: both directions of a policy, rule by rule.</summary>
internal static class PolicyWords
{
    public static readonly PolicyDirection[] Directions = [PolicyDirection.Ingress, PolicyDirection.Egress];

    public static IEnumerable<(PolicyDirection Direction, NetworkPolicyRule Rule)> AllRules(NetworkPolicy policy) =>
        Directions.SelectMany(d => PolicyReach.Rules(policy, d).Select(r => (d, r)));

    public static string PeerField(PolicyDirection direction) => direction == PolicyDirection.Ingress ? "from" : "to";

    public static bool HasPeers(NetworkPolicyRule rule) => rule.Peers is { Count: > 0 };

    public static bool HasPorts(NetworkPolicyRule rule) => rule.Ports is { Count: > 0 };

    /// <summary>The workloads of the unit that a port of a rule is opened on; null when the rule's peers may be others too.</summary>
    public static IReadOnlyList<Workload>? Destinations(DeploymentUnit unit, NetworkPolicy policy, PolicyDirection direction, NetworkPolicyRule rule)
    {
        if (direction == PolicyDirection.Ingress)
        {
            return PolicyReach.Selected(unit, policy);
        }

        if (!HasPeers(rule) || rule.Peers!.Items.Any(p => p.PodSelector is not { IsEmpty: false }))
        {
            return null;
        }

        var workloads = new List<Workload>();
        foreach (var peer in rule.Peers.Items)
        {
            var own = PeerCandidates(unit, policy, peer).Where(w => PolicyReach.MayBe(unit, policy, peer, w)).ToArray();
            if (own.Length == 0)
            {
                return null;
            }

            workloads.AddRange(own);
        }

        return workloads;
    }

    // Pods on the host's network may be any peer.
    private static IEnumerable<Workload> PeerCandidates(DeploymentUnit unit, NetworkPolicy policy, NetworkPolicyPeer peer) => peer.IPBlock is not null
        ? unit.Workloads
        : unit.WorkloadCandidates(peer.PodSelector?.MatchLabels, peer.NamespaceSelector is null ? policy.Namespace : null)
            .Concat(unit.HostNetworkWorkloads).Distinct(ByIdentity<Workload>.Instance);
}
