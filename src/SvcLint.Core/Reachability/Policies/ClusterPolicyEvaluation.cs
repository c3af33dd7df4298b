using SvcLint.Cluster;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Validation;

namespace SvcLint.Reachability.Policies;

/// <summary>What AdminNetworkPolicy, BaselineAdminNetworkPolicy and ClusterNetworkPolicy say of one connection, tier by tier.</summary>
internal sealed class ClusterPolicyEvaluation
{
    private readonly DeploymentUnit _unit;
    private readonly PeerEvaluation _peers;
    private readonly PodAddresses _pods;
    private readonly ClusterPolicy[] _policies;

    public ClusterPolicyEvaluation(DeploymentUnit unit, PeerEvaluation peers, PodAddresses pods)
    {
        _unit = unit;
        _peers = peers;
        _pods = pods;
        _policies = [.. unit.OfType<ClusterPolicy>().OrderBy(p => p.Priority?.Value ?? 0)];
    }

    /// <summary>The first policy that may apply to a pod in a direction.</summary>
    public ClusterPolicy? MayApply(PolicyDirection direction, TrafficEnd subject) =>
        _policies.FirstOrDefault(p => Written(p, direction) is { Count: > 0 } && OfSubject(p, subject) != PolicyAnswer.Denied);

    public void Apply(ConnectionVerdicts verdicts, ClusterPolicyTier tier, PolicyDirection direction, TrafficEnd subject, TrafficEnd peer, PolicyTarget target)
    {
        foreach (var group in _policies.Where(p => p.Tier == tier && Written(p, direction) is { Count: > 0 }).GroupBy(p => p.Priority?.Value ?? 0))
        {
            var members = group.Select(p => (Policy: p, Applies: OfSubject(p, subject))).Where(p => p.Applies != PolicyAnswer.Denied).ToArray();
            if (!verdicts.IsOpen || members.Length == 0)
            {
                continue;
            }

            if (members.Length == 1)
            {
                Apply(verdicts, members[0].Policy, members[0].Applies, direction, peer, target);
                continue;
            }

            var alternatives = members.Select(m =>
            {
                var own = verdicts.Copy();
                Apply(own, m.Policy, m.Applies, direction, peer, target);
                return own;
            }).ToArray();
            verdicts.Take(alternatives, $"{string.Join(" and ", members.Select(m => PolicyName.Of(m.Policy).Text))} have the same priority and disagree", members[0].Policy.NameSpan);
        }

        verdicts.EndTier();
    }

    private static LocatedList<ClusterPolicyRule>? Written(ClusterPolicy policy, PolicyDirection direction) => direction == PolicyDirection.Ingress ? policy.Ingress : policy.Egress;

    private PolicyAnswer OfSubject(ClusterPolicy policy, TrafficEnd subject) =>
        policy.Subject?.NamespaceSelector is not { } namespaces || subject.IsOnHostNetwork ? PolicyAnswer.Denied
        : PeerEvaluation.Least(ClusterPolicyShape.Refusal(policy) is null ? PolicyAnswer.Allowed : PolicyAnswer.Unknown, _peers.OfPods(null, namespaces, policy.Subject.PodSelector, subject));

    private void Apply(ConnectionVerdicts verdicts, ClusterPolicy policy, PolicyAnswer applies, PolicyDirection direction, TrafficEnd peer, PolicyTarget target)
    {
        var name = PolicyName.Of(policy).Text;
        var end = direction == PolicyDirection.Ingress ? $"{peer}" : $"connections to {peer}";
        foreach (var rule in Written(policy, direction)!.Items)
        {
            RuleAction? action = rule.Action?.Value switch { "Allow" or "Accept" => RuleAction.Allow, "Deny" => RuleAction.Deny, "Pass" => RuleAction.Pass, _ => null };
            var at = rule.KeySpan;
            var matches = action is null ? PolicyAnswer.Denied : PeerEvaluation.Least(applies, PeerEvaluation.Least(OfPorts(rule, target), OfPeers(rule, peer, ref at)));
            if (matches == PolicyAnswer.Denied)
            {
                continue;
            }

            var isSure = matches == PolicyAnswer.Allowed;
            var verb = action == RuleAction.Deny ? "denies" : "allows";
            verdicts.Apply(action!.Value, isSure, isSure ? $"{name} {verb} {end} at port {target}" : $"whether {name} {verb} {end} at port {target} is not in the input", at);
            if (isSure)
            {
                return;
            }
        }
    }

    private PolicyAnswer OfPeers(ClusterPolicyRule rule, TrafficEnd peer, ref Text.SourceSpan at)
    {
        var best = PolicyAnswer.Denied;
        foreach (var written in rule.Peers?.Items ?? [])
        {
            var answer = OfPeer(written, peer);
            if (answer > best)
            {
                (best, at) = (answer, written.KeySpan);
            }
        }

        return best;
    }

    private PolicyAnswer OfPeer(ClusterPolicyPeer written, TrafficEnd peer)
    {
        if (written.Pods.NamespaceSelector is { } namespaces)
        {
            return peer.IsOnHostNetwork ? PolicyAnswer.Denied : _peers.OfPods(null, namespaces, written.Pods.PodSelector, peer);
        }

        if (written.Nodes is { } nodes)
        {
            return OfNodes(nodes, peer);
        }

        if (written.DomainNames is not null)
        {
            return peer.Kind == TrafficEndKind.Outside ? PolicyAnswer.Unknown : PolicyAnswer.Denied;
        }

        return (written.Networks?.Items ?? []).Select(n => OfNetwork(n.Value, peer)).DefaultIfEmpty(PolicyAnswer.Denied).Max();
    }

    // Addresses of nodes, and so of pods on their network, not those of the pods on them.
    private PolicyAnswer OfNodes(LabelSelector selector, TrafficEnd peer)
    {
        if (peer.Kind != TrafficEndKind.Node && !peer.IsOnHostNetwork)
        {
            return PolicyAnswer.Denied;
        }

        var node = peer.Node is null ? null : _unit.Nodes.FirstOrDefault(n => n.Name == peer.Node);
        return node is null ? PolicyAnswer.Unknown : LabelMatching.Selects(selector, node.Metadata.Labels) ? PolicyAnswer.Allowed : PolicyAnswer.Denied;
    }

    // By the API, traffic within the cluster is held against networks too.
    private PolicyAnswer OfNetwork(string text, TrafficEnd peer)
    {
        if (!CidrValue.TryParseSloppy(text, out var range))
        {
            return PolicyAnswer.Denied;
        }

        var isPod = peer.Kind is TrafficEndKind.Pod or TrafficEndKind.UndeclaredPod && !peer.IsOnHostNetwork;
        return peer.Address is { } address ? range.Contains(address) ? PolicyAnswer.Allowed : PolicyAnswer.Denied
            : !isPod ? range.Family == IPFamily.IPv4 && range.PrefixLength == 0 ? PolicyAnswer.Allowed : PolicyAnswer.Unknown
            : _pods.LieIn(range) ? PolicyAnswer.Allowed
            : _pods.MayLieIn(range, []) ? PolicyAnswer.Unknown
            : PolicyAnswer.Denied;
    }

    private static PolicyAnswer OfPorts(ClusterPolicyRule rule, PolicyTarget target)
    {
        if (rule.Ports is not { Count: > 0 } ports)
        {
            return PolicyAnswer.Allowed;
        }

        return ports.Items.Select(p => p.Named is { } name ? PeerEvaluation.OfNamedPort(null, name.Value, target)
            : p.Protocol == target.Protocol && target.Port >= p.First && target.Port <= p.Last ? PolicyAnswer.Allowed : PolicyAnswer.Denied).Max();
    }
}
