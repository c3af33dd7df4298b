using SvcLint.Cluster;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Reachability.Policies;
using SvcLint.Text;
using SvcLint.Validation;

namespace SvcLint.Reachability;

/// <summary>
/// What policies say of one connection, as Kubernetes defines them: cluster policies of the Admin tier, NetworkPolicies, those of the Baseline
/// tier. A pod that none isolates is open. Ports are those of the destination pod. Where plugins differ or the input is silent, the answer is unknown.
/// </summary>
public sealed class PolicyEvaluation
{
    private readonly DeploymentUnit _unit;
    private readonly ILookup<string, NetworkPolicy> _policies;
    private readonly PeerEvaluation _peers;
    private readonly PodAddresses _pods;
    private readonly ClusterPolicyEvaluation _clusterPolicies;
    private readonly IReadOnlyList<ObscurePolicy> _obscureIngress;
    private readonly IReadOnlyList<ObscurePolicy> _obscureEgress;
    private readonly Dictionary<NetworkPolicy, bool> _refused = new(ByIdentity<NetworkPolicy>.Instance);

    public PolicyEvaluation(DeploymentUnit unit)
    {
        _unit = unit;
        _policies = unit.NetworkPolicies.Select(ApiDefaults.Apply).ToLookup(p => NamespaceOf(p.Namespace), StringComparer.Ordinal);
        _peers = new PeerEvaluation(unit);
        _pods = new PodAddresses(unit);
        _clusterPolicies = new ClusterPolicyEvaluation(unit, _peers, _pods);
        _obscureIngress = ObscurePolicy.Of(unit, PolicyDirection.Ingress);
        _obscureEgress = ObscurePolicy.Of(unit, PolicyDirection.Egress);
    }

    /// <summary>Whether the policies on both ends let a connection pass.</summary>
    /// <param name="source">Who connects.</param>
    /// <param name="destination">Whom the connection reaches, after address translation.</param>
    /// <param name="port">The destination's port.</param>
    /// <param name="protocol">TCP, UDP or SCTP.</param>
    /// <param name="isThroughService">A pod that comes back to itself so leaves its network on the way, and cluster policies see it.</param>
    public PolicyDecision Egress(TrafficEnd source, TrafficEnd destination, int port, string protocol, bool isThroughService = false) =>
        Decide(PolicyDirection.Egress, source, destination, new PolicyTarget(destination, port, protocol), isThroughService);

    /// <inheritdoc cref="Egress"/>
    public PolicyDecision Ingress(TrafficEnd source, TrafficEnd destination, int port, string protocol, bool isThroughService = false) =>
        Decide(PolicyDirection.Ingress, destination, source, new PolicyTarget(destination, port, protocol), isThroughService);

    private PolicyDecision Decide(PolicyDirection direction, TrafficEnd subject, TrafficEnd peer, PolicyTarget target, bool isThroughService)
    {
        if (subject.Kind is TrafficEndKind.Node or TrafficEndKind.Outside)
        {
            return new PolicyDecision(PolicyAnswer.Allowed, $"NetworkPolicies do not apply to {subject}");
        }

        var obscure = (direction == PolicyDirection.Ingress ? _obscureIngress : _obscureEgress).Where(o => o.AppliesTo(subject) && !(o.IsOnlyOutside && peer.Kind is TrafficEndKind.Pod or TrafficEndKind.UndeclaredPod)).ToArray();
        if (Array.Find(obscure, o => o.MayAllow) is { } other)
        {
            return new PolicyDecision(PolicyAnswer.Unknown, other.Doubt.Text, other.Doubt.Span);
        }

        var decision = subject.Kind == TrafficEndKind.UndeclaredPod ? OfUndeclared(direction, subject) : Decided(direction, subject, peer, target, isThroughService);
        return obscure.Length > 0 && decision.Answer != PolicyAnswer.Denied ? new PolicyDecision(PolicyAnswer.Unknown, obscure[0].Doubt.Text, obscure[0].Doubt.Span) : decision;
    }

    private PolicyDecision Decided(PolicyDirection direction, TrafficEnd subject, TrafficEnd peer, PolicyTarget target, bool isThroughService)
    {
        var isolating = _policies[NamespaceOf(subject.Namespace)]
            .Where(p => PolicyReach.Isolates(p, direction))
            .Select(p => (Policy: p, Applies: _peers.OfPods(subject.Namespace, null, p.Spec?.PodSelector, subject)))
            .Where(p => p.Applies != PolicyAnswer.Denied)
            .ToArray();
        var open = $"no NetworkPolicy of the input isolates the {Word(direction)} of {subject}";
        if (isolating.Length == 0 && _clusterPolicies.MayApply(direction, subject) is null)
        {
            return new PolicyDecision(PolicyAnswer.Allowed, open);
        }

        var toItself = ReferenceEquals(subject, peer) || (subject.Kind == peer.Kind && subject.Name == peer.Name) ? new PolicyDecision(PolicyAnswer.Allowed, "a pod may always connect to itself") : null;
        if (toItself is not null && !isThroughService)
        {
            return toItself;
        }

        if (direction == PolicyDirection.Ingress && peer.Kind == TrafficEndKind.Node && peer.Node is not null && peer.Node == subject.Node)
        {
            return new PolicyDecision(PolicyAnswer.Allowed, $"a pod's own node is always let in");
        }

        var verdicts = new ConnectionVerdicts();
        _clusterPolicies.Apply(verdicts, ClusterPolicyTier.Admin, direction, subject, peer, target);
        if (isolating.Length > 0 && verdicts.IsOpen)
        {
            var isSure = true;
            verdicts.Decide(toItself ?? OfNetworkPolicies(direction, isolating, subject, peer, target, out isSure), isSure);
        }

        if (verdicts.IsOpen)
        {
            _clusterPolicies.Apply(verdicts, ClusterPolicyTier.Baseline, direction, subject, peer, target);
        }

        var decision = verdicts.Result(open);
        return decision.Answer == PolicyAnswer.Denied && direction == PolicyDirection.Ingress && peer.IsOnHostNetwork && (peer.Node is null || subject.Node is null || peer.Node == subject.Node)
            ? new PolicyDecision(PolicyAnswer.Unknown, $"{peer} is on the host network and has the address of its node, and a pod always lets its own node in", decision.Span)
            : decision;
    }

    private PolicyDecision OfNetworkPolicies(
        PolicyDirection direction, (NetworkPolicy Policy, PolicyAnswer Applies)[] isolating, TrafficEnd subject, TrafficEnd peer, PolicyTarget target, out bool isSure)
    {
        var all = isolating.Select(p => p.Policy).ToArray();
        var sure = subject.IsOnHostNetwork ? [] : isolating.Where(p => p.Applies == PolicyAnswer.Allowed && !IsRefused(p.Policy)).Select(p => p.Policy).ToArray();
        isSure = sure.Length > 0;
        var possible = OfRules(direction, all, subject, peer, target);
        if (sure.Length == all.Length || (isSure && possible.Answer == PolicyAnswer.Denied))
        {
            return possible;
        }

        if (isSure && OfRules(direction, sure, subject, peer, target) is { Answer: PolicyAnswer.Allowed } allowed)
        {
            return allowed;
        }

        // What one policy admits passes whether it applies or not.
        if (possible.Answer == PolicyAnswer.Allowed && (all.Length == 1 || subject.IsOnHostNetwork))
        {
            return possible;
        }

        var doubtful = subject.IsOnHostNetwork ? all[0] : Array.Find(isolating, p => p.Applies != PolicyAnswer.Allowed || IsRefused(p.Policy)).Policy;
        return new PolicyDecision(
            possible.Answer == PolicyAnswer.Denied ? PolicyAnswer.Denied : PolicyAnswer.Unknown,
            subject.IsOnHostNetwork ? $"{subject} is on the host network: whether {doubtful} applies to it is the network plugin's affair"
                : IsRefused(doubtful) ? $"the API server refuses {doubtful}"
                : $"whether {doubtful} selects {subject} rests on labels that controllers set",
            doubtful.NameSpan);
    }

    private bool IsRefused(NetworkPolicy policy)
    {
        if (!_refused.TryGetValue(policy, out var refused))
        {
            _refused.Add(policy, refused = ApiValidation.Validate(policy, _unit.Facts.Version ?? KubernetesVersion.Newest).Count > 0);
        }

        return refused;
    }

    private PolicyDecision OfUndeclared(PolicyDirection direction, TrafficEnd subject)
    {
        var candidates = subject.Namespace is { } own ? _policies[own] : _policies.SelectMany(p => p);
        var may = candidates.FirstOrDefault(p => PolicyReach.Isolates(p, direction)) ?? (KubernetesObject?)_clusterPolicies.MayApply(direction, subject);
        return may is null
            ? new PolicyDecision(PolicyAnswer.Allowed, $"no NetworkPolicy of the input can isolate the {Word(direction)} of {subject}")
            : new PolicyDecision(PolicyAnswer.Unknown, $"the input does not declare {subject}: whether {may} selects it is unknown", may.NameSpan);
    }

    private PolicyDecision OfRules(PolicyDirection direction, NetworkPolicy[] isolating, TrafficEnd subject, TrafficEnd peer, PolicyTarget target)
    {
        var best = PolicyAnswer.Denied;
        var why = "";
        SourceSpan? span = null;
        SourceSpan? onOtherPorts = null;
        foreach (var policy in isolating)
        {
            foreach (var rule in PolicyReach.Rules(policy, direction))
            {
                var ofPeer = OfPeers(policy, rule, peer, out var at);
                var ofPort = OfPorts(rule, target);
                if (ofPeer == PolicyAnswer.Allowed && ofPort == PolicyAnswer.Denied)
                {
                    onOtherPorts ??= rule.Ports!.KeySpan;
                }

                var answer = ofPeer < ofPort ? ofPeer : ofPort;
                if (answer > best)
                {
                    best = answer;
                    span = at;
                    why = answer == PolicyAnswer.Allowed
                        ? $"{policy} allows {Words(direction, peer)} at port {target}"
                        : $"whether {policy} allows {Words(direction, peer)} at port {target} is not in the input, or the network plugin's affair";
                }
            }
        }

        if (best != PolicyAnswer.Denied)
        {
            return new PolicyDecision(best, why, span);
        }

        var names = string.Join(", ", isolating.Select(p => p.Name));
        var isolates = isolating.Length == 1 ? $"{isolating[0]} isolates the {Word(direction)} of {subject}" : $"NetworkPolicies {names} isolate the {Word(direction)} of {subject}";
        return onOtherPorts is not null
            ? new PolicyDecision(best, $"{isolates} and allow{(isolating.Length == 1 ? "s" : "")} {Words(direction, peer)} at other ports, not at {target}", onOtherPorts)
            : new PolicyDecision(best, $"{isolates}, and no rule allows {Words(direction, peer)} at port {target}", PolicyReach.Written(isolating[0], direction)?.KeySpan ?? isolating[0].NameSpan);
    }

    private PolicyAnswer OfPeers(NetworkPolicy policy, NetworkPolicyRule rule, TrafficEnd peer, out SourceSpan at)
    {
        at = rule.KeySpan;
        if (rule.Peers is not { Count: > 0 } peers)
        {
            return PolicyAnswer.Allowed;
        }

        var best = PolicyAnswer.Denied;
        foreach (var written in peers.Items)
        {
            var answer = written.IPBlock is { } block ? OfBlock(block, peer) : OfSelectors(policy, written, peer);
            if (answer > best)
            {
                best = answer;
                at = written.KeySpan;
            }
        }

        return best;
    }

    private PolicyAnswer OfBlock(IPBlock block, TrafficEnd peer)
    {
        if (!CidrValue.TryParseSloppy(block.CIDR?.Value, out var range))
        {
            return PolicyAnswer.Denied;
        }

        var except = new List<CidrValue>();
        foreach (var item in block.Except?.Items ?? [])
        {
            if (CidrValue.TryParseSloppy(item.Value, out var taken))
            {
                except.Add(taken);
            }
        }

        // Whether ranges stand for pods and nodes is where plugins differ.
        var inside = peer.Kind == TrafficEndKind.Outside ? PolicyAnswer.Allowed : PolicyAnswer.Unknown;
        return peer.Address is { } address ? range.Contains(address) && !except.Exists(e => e.Contains(address)) ? inside : PolicyAnswer.Denied
            : peer.Kind == TrafficEndKind.Pod && !peer.IsOnHostNetwork ? _pods.MayLieIn(range, except) ? PolicyAnswer.Unknown : PolicyAnswer.Denied
            : range.PrefixLength == 0 && except.Count == 0 ? inside : PolicyAnswer.Unknown;
    }

    private PolicyAnswer OfSelectors(NetworkPolicy policy, NetworkPolicyPeer written, TrafficEnd peer)
    {
        // An empty peer is refused.
        if (written.NamespaceSelector is null && written.PodSelector is null)
        {
            return PolicyAnswer.Denied;
        }

        var answer = _peers.OfPods(policy.Namespace, written.NamespaceSelector, written.PodSelector, peer);
        return answer == PolicyAnswer.Allowed && peer.IsOnHostNetwork ? PolicyAnswer.Unknown : answer;
    }

    private static PolicyAnswer OfPorts(NetworkPolicyRule rule, PolicyTarget target)
    {
        if (rule.Ports is not { Count: > 0 } ports)
        {
            return PolicyAnswer.Allowed;
        }

        var best = PolicyAnswer.Denied;
        foreach (var port in ports.Items.Where(p => PolicyReach.ProtocolOf(p) == target.Protocol))
        {
            var answer = port.Port?.Value switch
            {
                null => PolicyAnswer.Allowed,
                { Int: { } number } => (port.EndPort is { } end ? target.Port >= number && target.Port <= end.Value : target.Port == number) ? PolicyAnswer.Allowed : PolicyAnswer.Denied,
                { String: { } name } => PeerEvaluation.OfNamedPort(PolicyReach.ProtocolOf(port), name, target),
                _ => PolicyAnswer.Denied,
            };
            best = answer > best ? answer : best;
        }

        return best;
    }

    private static string NamespaceOf(string? written) => written ?? "default";

    private static string Word(PolicyDirection direction) => direction == PolicyDirection.Ingress ? "ingress" : "egress";

    private static string Words(PolicyDirection direction, TrafficEnd peer) => direction == PolicyDirection.Ingress ? $"{peer}" : $"connections to {peer}";
}
