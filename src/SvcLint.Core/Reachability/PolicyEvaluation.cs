using SvcLint.Cluster;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Reachability;

/// <summary>
/// NetworkPolicies as Kubernetes defines them: a pod that no policy isolates is open, else what any rule of any policy on it admits
/// passes. Ports are those of the destination pod. Where plugins differ or the input is silent, the answer is unknown.
/// </summary>
public sealed class PolicyEvaluation
{
    private readonly DeploymentUnit _unit;
    private readonly IReadOnlyList<NetworkPolicy> _policies;
    private readonly KubernetesObject? _otherPolicy;

    public PolicyEvaluation(DeploymentUnit unit)
    {
        _unit = unit;
        _policies = unit.NetworkPolicies.Select(ApiDefaults.Apply).ToArray();
        _otherPolicy = unit.Objects.FirstOrDefault(PolicyReach.IsOfOtherPolicyApi);
    }

    /// <summary>Whether the policies on both ends let a connection pass.</summary>
    /// <param name="source">Who connects.</param>
    /// <param name="destination">Whom the connection reaches, after address translation.</param>
    /// <param name="port">The destination's port.</param>
    /// <param name="protocol">TCP, UDP or SCTP.</param>
    public PolicyDecision Egress(TrafficEnd source, TrafficEnd destination, int port, string protocol) =>
        Decide(PolicyDirection.Egress, source, destination, new Target(destination, port, protocol));

    /// <inheritdoc cref="Egress"/>
    public PolicyDecision Ingress(TrafficEnd source, TrafficEnd destination, int port, string protocol) =>
        Decide(PolicyDirection.Ingress, destination, source, new Target(destination, port, protocol));

    private sealed record Target(TrafficEnd End, int Port, string Protocol);

    private PolicyDecision Decide(PolicyDirection direction, TrafficEnd subject, TrafficEnd peer, Target target)
    {
        if (subject.Kind is TrafficEndKind.Node or TrafficEndKind.Outside)
        {
            return new PolicyDecision(PolicyAnswer.Allowed, $"NetworkPolicies do not apply to {subject}");
        }

        if (_otherPolicy is not null)
        {
            return new PolicyDecision(PolicyAnswer.Unknown, $"{_otherPolicy} is of another policy API, which NetworkPolicies alone cannot answer for", _otherPolicy.NameSpan);
        }

        if (subject.Kind == TrafficEndKind.UndeclaredPod)
        {
            return OfUndeclared(direction, subject);
        }

        var isolating = _policies.Where(p => NamespaceOf(p.Namespace) == NamespaceOf(subject.Namespace) && PolicyReach.Isolates(p, direction) && PolicyReach.Selects(p, subject.Workload!)).ToArray();
        var way = Word(direction);
        if (isolating.Length == 0)
        {
            return new PolicyDecision(PolicyAnswer.Allowed, $"no NetworkPolicy of the input isolates the {way} of {subject}");
        }

        if (ReferenceEquals(subject, peer) || (subject.Kind == peer.Kind && subject.Name == peer.Name))
        {
            return new PolicyDecision(PolicyAnswer.Allowed, $"a pod may always connect to itself");
        }

        if (subject.IsOnHostNetwork)
        {
            return new PolicyDecision(PolicyAnswer.Unknown, $"{subject} is on the host network: whether {isolating[0]} applies to it is the network plugin's affair", isolating[0].NameSpan);
        }

        if (direction == PolicyDirection.Ingress && peer.Kind == TrafficEndKind.Node && peer.Node is not null && peer.Node == subject.Node)
        {
            return new PolicyDecision(PolicyAnswer.Allowed, $"a pod's own node is always let in");
        }

        return OfRules(direction, isolating, subject, peer, target);
    }

    private PolicyDecision OfUndeclared(PolicyDirection direction, TrafficEnd subject)
    {
        var may = _policies.FirstOrDefault(p => (subject.Namespace is null || NamespaceOf(p.Namespace) == NamespaceOf(subject.Namespace)) && PolicyReach.Isolates(p, direction));
        return may is null
            ? new PolicyDecision(PolicyAnswer.Allowed, $"no NetworkPolicy of the input can isolate the {Word(direction)} of {subject}")
            : new PolicyDecision(PolicyAnswer.Unknown, $"the input does not declare {subject}: whether {may} selects it is unknown", may.NameSpan);
    }

    private PolicyDecision OfRules(PolicyDirection direction, NetworkPolicy[] isolating, TrafficEnd subject, TrafficEnd peer, Target target)
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
                        ? $"{policy} admits {Words(direction, peer)} at port {Words(target)}"
                        : $"whether {policy} admits {Words(direction, peer)} at port {Words(target)} is not in the input, or the network plugin's affair";
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
            ? new PolicyDecision(best, $"{isolates} and admit{(isolating.Length == 1 ? "s" : "")} {Words(direction, peer)} at other ports, not at {Words(target)}", onOtherPorts)
            : new PolicyDecision(best, $"{isolates}, and no rule admits {Words(direction, peer)} at port {Words(target)}", PolicyReach.Written(isolating[0], direction)?.KeySpan ?? isolating[0].NameSpan);
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

    private static PolicyAnswer OfBlock(IPBlock block, TrafficEnd peer)
    {
        if (!CidrValue.TryParseSloppy(block.CIDR?.Value, out var range))
        {
            return PolicyAnswer.Denied;
        }

        // Whether ranges stand for pods and nodes is where plugins differ.
        var inside = peer.Kind == TrafficEndKind.Outside ? PolicyAnswer.Allowed : PolicyAnswer.Unknown;
        if (peer.Address is not { } address)
        {
            return range.PrefixLength == 0 && block.Except is not { Count: > 0 } ? inside : PolicyAnswer.Unknown;
        }

        var isExcepted = (block.Except?.Items ?? []).Any(e => CidrValue.TryParseSloppy(e.Value, out var except) && except.Contains(address));
        return range.Contains(address) && !isExcepted ? inside : PolicyAnswer.Denied;
    }

    private PolicyAnswer OfSelectors(NetworkPolicy policy, NetworkPolicyPeer written, TrafficEnd peer)
    {
        if (peer.Kind is TrafficEndKind.Node or TrafficEndKind.Outside)
        {
            return PolicyAnswer.Denied;
        }

        var ofNamespace = written.NamespaceSelector is { } namespaces
            ? OfNamespace(namespaces, peer.Namespace)
            : NamespaceOf(policy.Namespace) == NamespaceOf(peer.Namespace) ? PolicyAnswer.Allowed : PolicyAnswer.Denied;
        var ofPod = written.PodSelector is not { IsEmpty: false } pods ? PolicyAnswer.Allowed
            : peer.Workload is { } workload ? OfLabels(pods, workload.PodLabels)
            : PolicyAnswer.Unknown;
        var answer = ofNamespace < ofPod ? ofNamespace : ofPod;
        return answer == PolicyAnswer.Allowed && peer.IsOnHostNetwork ? PolicyAnswer.Unknown : answer;
    }

    // The API server labels every namespace with its name; further labels are known where the Namespace is in the input.
    private PolicyAnswer OfNamespace(LabelSelector selector, string? name)
    {
        var declared = _unit.Namespaces.FirstOrDefault(n => n.Name == NamespaceOf(name))?.Metadata;
        var answer = PolicyAnswer.Allowed;
        foreach (var pair in selector.MatchLabels?.Entries ?? [])
        {
            answer = Least(answer, Requirement("In", [pair.Value.Value], pair.Key.Value));
        }

        foreach (var requirement in selector.MatchExpressions?.Items ?? [])
        {
            answer = Least(answer, Requirement(requirement.Operator?.Value ?? "", (requirement.Values?.Items ?? []).Select(v => v.Value).ToArray(), requirement.Key?.Value ?? ""));
        }

        return answer;

        PolicyAnswer Requirement(string op, string[] values, string key)
        {
            var isName = key == PolicyReach.NamespaceNameLabel;
            if (isName ? name is null : declared is null)
            {
                return PolicyAnswer.Unknown;
            }

            var value = isName ? name : declared!.Labels?[key];
            return op switch
            {
                "In" => value is not null && values.Contains(value),
                "NotIn" => value is null || !values.Contains(value),
                "Exists" => value is not null,
                "DoesNotExist" => value is null,
                _ => false,
            } ? PolicyAnswer.Allowed : PolicyAnswer.Denied;
        }
    }

    // Labels that controllers add at run time are in no template.
    private static PolicyAnswer OfLabels(LabelSelector selector, StringMap? labels)
    {
        var restsOnRunTime = (selector.MatchLabels?.Entries ?? []).Any(p => LabelMatching.IsSetAtRunTime(p.Key.Value))
            || (selector.MatchExpressions?.Items ?? []).Any(r => LabelMatching.IsSetAtRunTime(r.Key?.Value ?? ""));
        return !LabelMatching.Selects(selector, labels) ? PolicyAnswer.Denied : restsOnRunTime ? PolicyAnswer.Unknown : PolicyAnswer.Allowed;
    }

    private static PolicyAnswer OfPorts(NetworkPolicyRule rule, Target target)
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
                { String: { } name } => OfNamedPort(name, target),
                _ => PolicyAnswer.Denied,
            };
            best = answer > best ? answer : best;
        }

        return best;
    }

    // Names are looked up on the destination pod; nothing else has names for ports.
    private static PolicyAnswer OfNamedPort(string name, Target target) => target.End switch
    {
        { Workload: { } workload } => PolicyReach.HasPort(workload, name, target.Port, target.Protocol) ? PolicyAnswer.Allowed : PolicyAnswer.Denied,
        { Kind: TrafficEndKind.UndeclaredPod } => PolicyAnswer.Unknown,
        _ => PolicyAnswer.Denied,
    };

    private static PolicyAnswer Least(PolicyAnswer a, PolicyAnswer b) => a < b ? a : b;

    private static string NamespaceOf(string? written) => written ?? "default";

    private static string Word(PolicyDirection direction) => direction == PolicyDirection.Ingress ? "ingress" : "egress";

    private static string Words(PolicyDirection direction, TrafficEnd peer) => direction == PolicyDirection.Ingress ? $"{peer}" : $"connections to {peer}";

    private static string Words(Target target) => $"{target.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}/{target.Protocol}";
}
