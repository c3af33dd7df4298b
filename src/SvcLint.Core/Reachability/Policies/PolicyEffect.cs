using SvcLint.Model;

namespace SvcLint.Reachability.Policies;

/// <summary>What one policy by itself says of a peer of a pod that it applies to.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Order">Tier and priority of a cluster policy; null for others, whose order does not matter.</param>
/// <param name="Doubt">Why it is unknown whether it applies; null where it surely does.</param>
/// <param name="Rules">Those that match the peer.</param>
internal sealed record PolicyEffect(KubernetesObject Policy, (ClusterPolicyTier Tier, int Priority)? Order, DoubtKind? Doubt, IReadOnlyList<RuleEffect> Rules)
{
    /// <summary>Says the same of these ports, applies as surely and stands in the same place.</summary>
    public bool IsSame(PolicyEffect other, PortSet ports)
    {
        if (Doubt != other.Doubt || Order != other.Order)
        {
            return false;
        }

        return Order is null
            ? Admitted(Rules, isSure: true).AgreesWith(Admitted(other.Rules, isSure: true), ports) && Admitted(Rules, isSure: false).AgreesWith(Admitted(other.Rules, isSure: false), ports)
            : RuleEffect.AreSame(Rules, other.Rules, ports);
    }

    private static PortSet Admitted(IReadOnlyList<RuleEffect> rules, bool isSure) =>
        rules.Where(r => !isSure || r.Doubt is null).Aggregate(PortSet.Empty, (all, rule) => all.Union(rule.Ports));
}

/// <summary>What a peer of a rule says of an end that it matches.</summary>
/// <param name="Rule">The rule's place in its list.</param>
/// <param name="Peer">The peer's place in the rule; -1 for a rule that is about everybody.</param>
/// <param name="Action">What the rule does.</param>
/// <param name="Ports">To which ports of the destination.</param>
/// <param name="Doubt">Null where it surely matches.</param>
internal sealed record RuleEffect(int Rule, int Peer, RuleAction Action, PortSet Ports, DoubtKind? Doubt)
{
    /// <summary>The same of these ports, one after the other; which rule or peer says it does not matter.</summary>
    public static bool AreSame(IEnumerable<RuleEffect> one, IEnumerable<RuleEffect> other, PortSet ports) => Met(one, ports).SequenceEqual(Met(other, ports));

    private static IEnumerable<RuleEffect> Met(IEnumerable<RuleEffect> effects, PortSet ports) =>
        effects.Select(e => e with { Rule = 0, Peer = 0, Ports = e.Ports.Intersect(ports) }).Where(e => !e.Ports.IsEmpty);
}
