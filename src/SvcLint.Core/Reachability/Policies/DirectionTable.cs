using System.Text;
using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Reachability.Policies;

/// <summary>
/// What policies say in one direction, for every pair of a pod and a peer. Pods to which the same policies apply share a row; a row costs
/// the rules of its policies times the peers that each matches.
/// </summary>
internal sealed class DirectionTable
{
    private readonly IReadOnlyList<ReachEnd> _ends;
    private readonly PolicyTable _table;
    private readonly PolicyStates _states;
    private readonly PolicyDirection _direction;
    private readonly IReadOnlyList<ObscurePolicy> _obscure;
    private readonly PolicyRow?[] _rows;
    private readonly PolicyState[] _scratch;
    private readonly Dictionary<string, PolicyRow> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PolicyRow> _placed = new(StringComparer.Ordinal);
    private readonly ReachEnd[] _onNodes;
    private readonly Dictionary<(int Rule, int Part, PortSet Ports, Doubt? Doubt), RuleStep> _steps = [];
    private readonly Dictionary<(int End, string? Protocol, string Name), (PortSet Sure, PortSet Sidecar)> _named = [];

    public DirectionTable(DeploymentUnit unit, IReadOnlyList<ReachEnd> ends, PeerMatcher peers, PolicyStates states, PolicyDirection direction)
    {
        _ends = ends;
        _table = new PolicyTable(unit, ends, peers, direction);
        _states = states;
        _direction = direction;
        _obscure = ObscurePolicy.Of(unit, direction);
        _rows = new PolicyRow?[ends.Count];
        _scratch = new PolicyState[ends.Count];
        _onNodes = [.. ends.Where(e => e.Kind == ReachEndKind.Node || e.IsOnHostNetwork)];
    }

    public PolicyState Between(int subject, int peer) => Row(subject)[peer];

    /// <summary>The same object for ends to which the same policies apply.</summary>
    public object RowOf(int subject) => Row(subject);

    /// <summary>The few ends of whom anything may pass; null where they are many.</summary>
    public IReadOnlyList<int>? FewOpen(int subject) => Row(subject).FewOpen;

    /// <summary>Of some end it is unknown what passes.</summary>
    public bool HasDoubt(int subject) => Row(subject).HasDoubt;

    /// <summary>The policies that apply to an end.</summary>
    public IReadOnlyList<AppliedPolicy> PoliciesOn(int subject) => _table.Of(subject);

    /// <summary>What each of them says of a peer.</summary>
    public IEnumerable<PolicyEffect> EffectsOn(int subject, int peer)
    {
        foreach (var (policy, doubt) in _table.Of(subject))
        {
            yield return new PolicyEffect(policy.Source, policy.Tier is { } tier ? (tier, policy.Priority) : null, doubt?.Kind, [.. policy.Rules.SelectMany(r => EffectsOf(r, subject, peer))]);
        }

        foreach (var obscure in _obscure.Where(o => o.AppliesTo(_ends[subject])))
        {
            yield return new PolicyEffect(obscure.Policy, null, obscure.Doubt.Kind, []);
        }
    }

    private IEnumerable<RuleEffect> EffectsOf(TabledRule rule, int subject, int peer)
    {
        foreach (var part in rule.Peers.Where(p => p.Ends[peer]))
        {
            var named = rule.Named.Select(n => Named(_direction == PolicyDirection.Ingress ? subject : peer, n.Protocol, n.Name)).ToArray();
            var sure = named.Aggregate(rule.Ports, (ports, one) => ports.Union(one.Sure));
            var sidecar = named.Aggregate(PortSet.Empty, (ports, one) => ports.Union(one.Sidecar));
            yield return new RuleEffect(rule.Index, part.Index, rule.Action, sure, part.Doubt?.Kind);
            if (!sidecar.IsEmpty)
            {
                yield return new RuleEffect(rule.Index, part.Index, rule.Action, sidecar, part.Doubt?.Kind ?? DoubtKind.SidecarPort);
            }
        }
    }

    /// <summary>Parts ends to which other policies apply.</summary>
    public void PartSubjects(EndClasses classes)
    {
        var numbers = new Dictionary<PolicyRow, int>();
        classes.Part(end =>
        {
            var row = Row(end);
            if (!numbers.TryGetValue(row, out var number))
            {
                numbers.Add(row, number = numbers.Count);
            }

            return number;
        });
    }

    /// <summary>Parts ends that some policy treats in another way.</summary>
    public void PartPeers(EndClasses classes)
    {
        foreach (var row in Enumerable.Range(0, _ends.Count).Select(Row).Distinct())
        {
            classes.Part(end => row[end].Number);
        }
    }

    private PolicyRow Row(int subject)
    {
        if (_rows[subject] is { } known)
        {
            return known;
        }

        var applied = _table.Of(subject);
        var obscure = _obscure.Where(o => o.AppliesTo(_ends[subject])).ToArray();
        var key = Key(subject, applied, obscure);
        if (!_byKey.TryGetValue(key, out var row))
        {
            _byKey.Add(key, row = new PolicyRow(Evaluate(subject, applied, obscure)));
        }

        return _rows[subject] = _direction == PolicyDirection.Ingress && _ends[subject].Kind == ReachEndKind.Workload ? WithOwnNode(row, key, _ends[subject].RunsOn, obscure.Length > 0) : row;
    }

    // Names of ports are looked up on the destination: for ingress they are the row's own.
    private string Key(int subject, IReadOnlyList<AppliedPolicy> applied, ObscurePolicy[] obscure)
    {
        var key = new StringBuilder();
        foreach (var (policy, doubt) in applied)
        {
            key.Append(policy.Number).Append(doubt is null ? "," : doubt.Kind + ",");
            foreach (var (protocol, name) in _direction == PolicyDirection.Ingress ? policy.Rules.SelectMany(r => r.Named) : [])
            {
                var (sure, sidecar) = Named(subject, protocol, name);
                key.Append(sure).Append('/').Append(sidecar).Append(',');
            }
        }

        foreach (var policy in obscure)
        {
            key.Append('!').Append(policy.Number);
        }

        return key.ToString();
    }

    // The states are those of the last who asked.
    private PolicyState[] Evaluate(int subject, IReadOnlyList<AppliedPolicy> applied, ObscurePolicy[] obscure)
    {
        var row = _scratch;
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = _states.Start;
        }

        Tier(row, subject, [.. applied.Where(p => p.Policy.Tier == ClusterPolicyTier.Admin)]);
        NetworkPolicies(row, subject, [.. applied.Where(p => p.Policy.Tier is null)]);
        Tier(row, subject, [.. applied.Where(p => p.Policy.Tier == ClusterPolicyTier.Baseline)]);
        foreach (var policy in obscure)
        {
            if (!policy.IsOnlyOutside)
            {
                Each(row, s => _states.Obscure(s, policy.Doubt, policy.MayAllow));
                continue;
            }

            foreach (var end in _ends)
            {
                if (end.Kind != ReachEndKind.Workload)
                {
                    row[end.Number] = _states.Obscure(row[end.Number], policy.Doubt, policy.MayAllow);
                }
            }
        }

        return row;
    }

    // A pod lets its own node in, whatever its policies say; other ends have none.
    private PolicyRow WithOwnNode(PolicyRow policies, string key, IReadOnlyCollection<string>? runsOn, bool isObscure)
    {
        var denied = _onNodes.Where(e => !policies[e.Number].Denied.IsEmpty).ToArray();
        if (denied.Length == 0)
        {
            return policies;
        }

        var place = runsOn is null ? key : $"{key}@{string.Join(" ", runsOn.OrderBy(n => n, StringComparer.Ordinal))}";
        if (_placed.TryGetValue(place, out var known))
        {
            return known;
        }

        var row = policies.ToArray();
        foreach (var end in denied)
        {
            var state = row[end.Number];
            if (end.Node is not { } node)
            {
                row[end.Number] = runsOn is null || end.RunsOn is null || runsOn.Intersect(end.RunsOn).Any()
                    ? _states.Doubtful(state, new Doubt(DoubtKind.HostNetwork, "a pod on the host network has the address of its node, and a pod always lets its own node in", $"{end.Workload!.Kind.Value} {end.Namespace}/{end.Workload.Name}", end.Workload.NameSpan))
                    : state;
            }
            else if (runsOn is null)
            {
                row[end.Number] = _states.Doubtful(state, new Doubt(DoubtKind.OwnNode, "a pod always lets its own node in; where it runs is not in the input", null, node.NameSpan));
            }
            else if (runsOn.Contains(node.Name!))
            {
                // What another kind of policy does to the node of a pod is for its plugin to say.
                row[end.Number] = runsOn.Count == 1 && !isObscure ? _states.OwnNode(state)
                    : _states.Doubtful(state, new Doubt(DoubtKind.OwnNode, "a pod always lets its own node in, and some of the pods run there", null, node.NameSpan));
            }
        }

        _placed.Add(place, known = new PolicyRow(row));
        return known;
    }

    private void Tier(PolicyState[] row, int subject, AppliedPolicy[] policies)
    {
        foreach (var group in policies.GroupBy(p => p.Policy.Priority).OrderBy(g => g.Key))
        {
            var members = group.ToArray();
            if (members.Length == 1)
            {
                ApplyRules(row, subject, members[0], members[0].Doubt);
                continue;
            }

            var results = members.Select(m =>
            {
                var own = (PolicyState[])row.Clone();
                ApplyRules(own, subject, m, m.Doubt);
                return own;
            }).ToArray();
            var names = string.Join(" and ", members.Select(m => m.Policy.Name));
            var conflict = new Doubt(DoubtKind.SamePriority, $"{names} have the same priority and disagree", members[0].Policy.Name, members[0].Policy.Source.NameSpan);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = _states.Either(row[i], Array.ConvertAll(results, r => r[i]), conflict);
            }
        }

        if (policies.Length > 0)
        {
            Each(row, _states.EndTier);
        }
    }

    private void NetworkPolicies(PolicyState[] row, int subject, AppliedPolicy[] policies)
    {
        if (policies.Length == 0)
        {
            return;
        }

        // If nobody knows whether any of several policies applies, one that does may be any of them.
        var isSure = Array.Exists(policies, p => p.Doubt is null);
        var isOneDoubt = !isSure && (policies.Length == 1 || Array.TrueForAll(policies, p => p.Doubt!.Kind == DoubtKind.HostNetwork));
        foreach (var policy in policies)
        {
            ApplyRules(row, subject, policy, isOneDoubt ? null : policy.Doubt);
        }

        var doubt = isSure ? null : policies[0].Doubt;
        Each(row, s => _states.EndNetworkPolicies(s, doubt));
    }

    private void ApplyRules(PolicyState[] row, int subject, AppliedPolicy policy, Doubt? doubt)
    {
        foreach (var rule in policy.Policy.Rules)
        {
            for (var i = 0; i < rule.Peers.Count; i++)
            {
                var part = rule.Peers[i];
                foreach (var peer in part.Ends.Members())
                {
                    Apply(row, rule, i, peer, _direction == PolicyDirection.Ingress ? subject : peer, doubt ?? part.Doubt);
                }
            }
        }
    }

    private void Apply(PolicyState[] row, TabledRule rule, int part, int peer, int destination, Doubt? doubt)
    {
        var ports = rule.Ports;
        foreach (var (protocol, name) in rule.Named)
        {
            var (sure, sidecar) = Named(destination, protocol, name);
            ports = ports.Union(sure);
            if (!sidecar.IsEmpty)
            {
                var own = doubt ?? new Doubt(DoubtKind.SidecarPort, $"port '{name}' of {rule.Policy} is one of a native sidecar, which network plugins treat differently", rule.Policy, rule.Peers[part].Span);
                row[peer] = _states.Apply(row[peer], Step(rule, part, sidecar, own));
            }
        }

        if (!ports.IsEmpty)
        {
            row[peer] = _states.Apply(row[peer], Step(rule, part, ports, doubt));
        }
    }

    private RuleStep Step(TabledRule rule, int part, PortSet ports, Doubt? doubt)
    {
        var key = (rule.Number, part, ports, doubt);
        if (!_steps.TryGetValue(key, out var step))
        {
            var number = (_steps.Count * 2) + (_direction == PolicyDirection.Ingress ? 1 : 0);
            _steps.Add(key, step = new RuleStep(number, rule.Action, ports, doubt, new PolicyCause(rule.Policy, rule.Peers[part].Span)));
        }

        return step;
    }

    private (PortSet Sure, PortSet Sidecar) Named(int end, string? protocol, string name)
    {
        if (_named.TryGetValue((end, protocol, name), out var known))
        {
            return known;
        }

        var sure = PortSet.Empty;
        var all = PortSet.Empty;
        if (_ends[end].Workload is { } workload)
        {
            sure = Ports((workload.PodSpec?.Containers?.Items ?? []).SelectMany(c => c.Ports?.Items ?? []));
            all = Ports(PortResolution.Declared(workload));
        }

        _named.Add((end, protocol, name), known = (sure, all.Except(sure)));
        return known;

        PortSet Ports(IEnumerable<ContainerPort> declared) => declared
            .Where(p => p.Name?.Value == name && p.Number is not null && (protocol is null || PortResolution.Protocol(p) == protocol))
            .Select(p => PortSet.Range(PortResolution.Protocol(p), p.Number!.Value, p.Number.Value))
            .Aggregate(PortSet.Empty, (ports, one) => ports.Union(one));
    }

    private static void Each(PolicyState[] row, Func<PolicyState, PolicyState> next)
    {
        // Neighbours are often in the same state.
        var (last, after) = (row[0], next(row[0]));
        for (var i = 0; i < row.Length; i++)
        {
            if (!ReferenceEquals(row[i], last))
            {
                (last, after) = (row[i], next(row[i]));
            }

            row[i] = after;
        }
    }
}
