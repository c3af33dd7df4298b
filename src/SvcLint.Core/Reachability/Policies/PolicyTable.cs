using SvcLint.Cluster;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Validation;

namespace SvcLint.Reachability.Policies;

/// <summary>A policy in one direction, ready to be asked.</summary>
/// <param name="Number">Its place in the table.</param>
/// <param name="Name">As texts name it.</param>
/// <param name="Tier">Null for a NetworkPolicy.</param>
/// <param name="Priority">Of a cluster policy; lower ones come first.</param>
/// <param name="Rules">In the order of the file.</param>
/// <param name="Source">The object.</param>
internal sealed record TabledPolicy(int Number, string Name, ClusterPolicyTier? Tier, int Priority, IReadOnlyList<TabledRule> Rules, KubernetesObject Source);

/// <summary>A rule of a policy.</summary>
/// <param name="Number">Its place in the table.</param>
/// <param name="Action">What it does where it matches.</param>
/// <param name="Peers">Whom it matches, in parts.</param>
/// <param name="Ports">Ports written as numbers; all where none is written.</param>
/// <param name="Named">Ports written as names: protocol (null: whatever the port has) and name.</param>
/// <param name="Policy">The policy's name.</param>
/// <param name="Index">Its place in the policy.</param>
internal sealed record TabledRule(int Number, RuleAction Action, IReadOnlyList<PeerPart> Peers, PortSet Ports, IReadOnlyList<(string? Protocol, string Name)> Named, string Policy, int Index);

/// <summary>A policy that applies to a pod.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Doubt">Null where it surely does.</param>
internal sealed record AppliedPolicy(TabledPolicy Policy, Doubt? Doubt);

/// <summary>The policies of a cluster in one direction, and which pods each applies to.</summary>
internal sealed class PolicyTable
{
    private readonly PeerMatcher _peers;
    private readonly PolicyDirection _direction;
    private readonly List<AppliedPolicy>?[] _byEnd;
    private int _policies;
    private int _rules;

    public PolicyTable(DeploymentUnit unit, IReadOnlyList<ReachEnd> ends, PeerMatcher peers, PolicyDirection direction)
    {
        _peers = peers;
        _direction = direction;
        _byEnd = new List<AppliedPolicy>?[ends.Count];
        foreach (var policy in unit.NetworkPolicies)
        {
            Add(ApiDefaults.Apply(policy), unit.Facts.Version ?? KubernetesVersion.Newest);
        }

        foreach (var policy in unit.OfType<ClusterPolicy>())
        {
            Add(policy);
        }
    }

    /// <summary>The policies that apply to an end, in the order of the input.</summary>
    public IReadOnlyList<AppliedPolicy> Of(int end) => _byEnd[end] ?? (IReadOnlyList<AppliedPolicy>)[];

    private void Add(NetworkPolicy policy, KubernetesVersion version)
    {
        if (!PolicyReach.Isolates(policy, _direction))
        {
            return;
        }

        var name = PolicyName.Of(policy).Text;
        var ns = policy.Namespace ?? "default";
        var rules = PolicyReach.Rules(policy, _direction).Select((rule, index) => new TabledRule(
            _rules++,
            RuleAction.Admit,
            [.. _peers.Of(rule, ns, name)],
            Ports(rule),
            [.. (rule.Ports?.Items ?? []).Where(p => p.Port?.Value.String is not null).Select(p => ((string?)PolicyReach.ProtocolOf(p), p.Port!.Value.String!))],
            name,
            index)).ToArray();
        var refusal = ApiValidation.Validate(policy, version) is [var error, ..]
            ? new Doubt(DoubtKind.InvalidPolicy, $"the API server refuses {name}: {error.Field}", name, error.Span)
            : null;
        var tabled = new TabledPolicy(_policies++, name, null, 0, rules, policy);
        Apply(tabled, _peers.Subjects(ns, null, policy.Spec!.PodSelector, policy.NameSpan, name, isClusterPolicy: false), refusal);
    }

    private void Add(ClusterPolicy policy)
    {
        var written = _direction == PolicyDirection.Ingress ? policy.Ingress : policy.Egress;
        if (policy.Subject?.NamespaceSelector is not { } namespaces || written is not { Count: > 0 })
        {
            return;
        }

        var name = PolicyName.Of(policy);
        var rules = new List<TabledRule>();
        for (var index = 0; index < written.Count; index++)
        {
            var rule = written[index];
            RuleAction? action = rule.Action?.Value switch { "Allow" or "Accept" => RuleAction.Allow, "Deny" => RuleAction.Deny, "Pass" => RuleAction.Pass, _ => null };
            if (action is not null)
            {
                rules.Add(new TabledRule(
                    _rules++,
                    action.Value,
                    [.. _peers.Of(rule, name)],
                    Ports(rule),
                    [.. (rule.Ports?.Items ?? []).Where(p => p.Named is not null).Select(p => ((string?)null, p.Named!.Value))],
                    name.Text,
                    index));
            }
        }

        Apply(
            new TabledPolicy(_policies++, name.Text, policy.Tier, policy.Priority?.Value ?? 0, rules, policy),
            _peers.Subjects(null, namespaces, policy.Subject.PodSelector, policy.NameSpan, name.Text, isClusterPolicy: true),
            ClusterPolicyShape.Refusal(policy) is var (field, span) ? new Doubt(DoubtKind.InvalidPolicy, $"the API server refuses {name.Text}: {field}", name.Text, span) : null);
    }

    private void Apply(TabledPolicy policy, IEnumerable<PeerPart> subjects, Doubt? refusal)
    {
        foreach (var part in subjects)
        {
            foreach (var end in part.Ends.Members())
            {
                (_byEnd[end] ??= []).Add(new AppliedPolicy(policy, refusal ?? part.Doubt));
            }
        }
    }

    private static PortSet Ports(NetworkPolicyRule rule) => rule.Ports is not { Count: > 0 } ports ? PortSet.All
        : ports.Items.Select(p => p.Port?.Value switch
        {
            null => PortSet.Of(PolicyReach.ProtocolOf(p)),
            { Int: { } number } => PortSet.Range(PolicyReach.ProtocolOf(p), number, p.EndPort?.Value ?? number),
            _ => PortSet.Empty,
        }).Aggregate(PortSet.Empty, (all, one) => all.Union(one));

    private static PortSet Ports(ClusterPolicyRule rule) => rule.Ports is not { Count: > 0 } ports ? PortSet.All
        : ports.Items.Where(p => p.Protocol is not null).Select(p => PortSet.Range(p.Protocol!, p.First, p.Last)).Aggregate(PortSet.Empty, (all, one) => all.Union(one));
}
