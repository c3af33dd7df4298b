using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Reachability.Policies;

namespace SvcLint.Reachability;

/// <summary>What policies say of a connection between two ends, over all ports.</summary>
/// <param name="Sure">These ports pass.</param>
/// <param name="Unknown">For these files do not tell; every further port is denied.</param>
/// <param name="Doubts">Why they are unknown.</param>
public sealed record ReachAnswer(PortSet Sure, PortSet Unknown, IReadOnlyList<Doubt> Doubts)
{
    public bool IsNothing => Sure.IsEmpty && Unknown.IsEmpty;
}

/// <summary>
/// Who reaches whom, as NetworkPolicies and cluster policies decide it. Ends that policies treat alike are computed once; ports are sets of
/// ranges and addresses are cut once, so that the size of the answer sets the cost.
/// </summary>
public sealed class Connectivity
{
    // Who reads more policies reads the input.
    private const int MostDenials = 2;

    // About 20 MB.
    private const int MostJoined = 1 << 16;

    private readonly PolicyStates _states = new();
    private readonly DirectionTable _egress;
    private readonly DirectionTable _ingress;
    private readonly Dictionary<long, Joined> _joined = [];
    private readonly Dictionary<(int State, int End, PolicyDirection Direction, PortSet Ports), IReadOnlyList<PolicyCause>> _denied = [];
    private readonly Dictionary<Doubt, IReadOnlyList<PolicyCause>> _behindDoubts = new(ByIdentity<Doubt>.Instance);
    private readonly Dictionary<(PolicyDirection Direction, ReachEnd End), IReadOnlyList<PolicyCause>> _isolating = [];
    private readonly Dictionary<IReadOnlyList<ServiceTarget>, TargetGroups> _groups = new(ByIdentity<IReadOnlyList<ServiceTarget>>.Instance);
    private EndClasses? _classes;
    private EndClasses? _destinations;

    private Connectivity(DeploymentUnit unit, IReadOnlyList<ReachEnd> ends)
    {
        Unit = unit;
        Ends = ends;
        var index = new EndIndex(ends, unit.Namespaces, unit.Lookup.MayBeScaled);
        var peers = new PeerMatcher(ends, index, new PodAddresses(unit));
        Targets = new ServiceTargets(unit, ends);
        Entries = new ReachEntries(unit, ends, Targets);
        _egress = new DirectionTable(unit, ends, peers, _states, PolicyDirection.Egress);
        _ingress = new DirectionTable(unit, ends, peers, _states, PolicyDirection.Ingress);
    }

    public DeploymentUnit Unit { get; }

    /// <summary>Workloads by name, then addresses outside, then the others.</summary>
    public IReadOnlyList<ReachEnd> Ends { get; }

    /// <summary>What stands behind Services.</summary>
    public ServiceTargets Targets { get; }

    /// <summary>Who sends to Services on behalf of others.</summary>
    public ReachEntries Entries { get; }

    public static Connectivity Of(DeploymentUnit unit) => new(unit, ReachEnds.Of(unit, ReachEnds.HasIPv6(unit)));

    /// <summary>Two clusters that are compared: both are asked about the families that either has.</summary>
    public static (Connectivity One, Connectivity Other) Of(DeploymentUnit one, DeploymentUnit other)
    {
        var hasIPv6 = ReachEnds.HasIPv6(one) || ReachEnds.HasIPv6(other);
        return (new Connectivity(one, ReachEnds.Of(one, hasIPv6)), new Connectivity(other, ReachEnds.Of(other, hasIPv6)));
    }

    /// <summary>What both directions' policies say of all ports.</summary>
    public ReachAnswer Between(ReachEnd source, ReachEnd destination)
    {
        var (egress, ingress) = States(source, destination);
        return Of(egress, ingress).Answer;
    }

    /// <summary>The lines that let a connection pass, those at its source first; none where no policy applies.</summary>
    public IReadOnlyList<PolicyCause> Because(ReachEnd source, ReachEnd destination)
    {
        var (egress, ingress) = States(source, destination);
        return Because(Of(egress, ingress), egress, ingress);
    }

    /// <summary>The line of a connection; null where nothing of it passes, or is unknown.</summary>
    internal ReachRow? Row(ReachEnd source, ReachEnd destination, bool unknown)
    {
        var (egress, ingress) = States(source, destination);
        var joined = Of(egress, ingress);
        var ports = unknown ? joined.Answer.Unknown : joined.Answer.Sure;
        return ports.IsEmpty ? null
            : new ReachRow(source, source.Name, destination, destination.Name, ports, unknown ? joined.Answer.Doubts : [], Because(joined, egress, ingress));
    }

    /// <summary>
    /// For each source those destinations, by their places, to which anything may pass at all; some to which nothing does are among them. Where
    /// policies open a destination to few, nobody asks it for all the others.
    /// </summary>
    internal IEnumerable<IEnumerable<int>> Candidates(IReadOnlyList<ReachEnd> sources, IReadOnlyList<ReachEnd> destinations, bool unknown)
    {
        var all = new List<int>();
        var own = new Dictionary<int, List<int>>();
        var doubtful = unknown ? new bool[destinations.Count] : [];
        foreach (var source in sources)
        {
            own[source.Number] = [];
        }

        for (var i = 0; i < destinations.Count; i++)
        {
            if (unknown)
            {
                doubtful[i] = _ingress.HasDoubt(destinations[i].Number);
            }

            if (_ingress.FewOpen(destinations[i].Number) is not { } few)
            {
                all.Add(i);
                continue;
            }

            foreach (var end in few)
            {
                if (own.TryGetValue(end, out var places))
                {
                    places.Add(i);
                }
            }
        }

        var someDoubtful = all.FindAll(i => unknown && doubtful[i]);
        foreach (var source in sources)
        {
            var isDoubtful = unknown && _egress.HasDoubt(source.Number);
            var others = own[source.Number];
            var (common, few) = !unknown || isDoubtful ? (all, others) : (someDoubtful, others.FindAll(i => doubtful[i]));
            yield return few.Count == 0 ? common : common.Count == 0 ? few : Merged(common, few);
        }
    }

    private static IEnumerable<int> Merged(List<int> one, List<int> other)
    {
        var (i, j) = (0, 0);
        while (i < one.Count || j < other.Count)
        {
            yield return j == other.Count || (i < one.Count && one[i] < other[j]) ? one[i++] : other[j++];
        }
    }

    private Joined Of(PolicyState egress, PolicyState ingress)
    {
        var key = ((long)egress.Number << 32) | (uint)ingress.Number;
        if (!_joined.TryGetValue(key, out var joined))
        {
            // Lines come source by source: what was joined for others is not asked for soon.
            if (_joined.Count == MostJoined)
            {
                _joined.Clear();
            }

            _joined.Add(key, joined = new Joined(Join(egress, ingress)));
        }

        return joined;
    }

    private static IReadOnlyList<PolicyCause> Because(Joined joined, PolicyState egress, PolicyState ingress) => joined.Causes ??= [.. egress.Causes.Items, .. ingress.Causes.Items];

    /// <summary>The line behind a doubt; none where no line is.</summary>
    internal IReadOnlyList<PolicyCause> Because(Doubt doubt)
    {
        if (!_behindDoubts.TryGetValue(doubt, out var causes))
        {
            _behindDoubts.Add(doubt, causes = doubt.Span is { } span ? [new PolicyCause(doubt.Policy ?? "", span)] : []);
        }

        return causes;
    }

    /// <summary>What denies some of the ports, at the destination where it does, else at the source: rules, else the NetworkPolicies that admit nothing of it.</summary>
    public IReadOnlyList<PolicyCause> WhyDenied(ReachEnd source, ReachEnd destination, PortSet ports)
    {
        var (egress, ingress) = States(source, destination);
        return WhyDenied(ingress, destination, PolicyDirection.Ingress, ports) is { Count: > 0 } causes ? causes : WhyDenied(egress, source, PolicyDirection.Egress, ports);
    }

    // Whoever is denied alike shares the answer.
    private IReadOnlyList<PolicyCause> WhyDenied(PolicyState state, ReachEnd end, PolicyDirection direction, PortSet ports)
    {
        if (!_denied.TryGetValue((state.Number, end.Number, direction, ports), out var causes))
        {
            _denied.Add((state.Number, end.Number, direction, ports), causes = [.. Denials(state, end, direction, ports).Take(MostDenials)]);
        }

        return causes;
    }

    /// <summary>Whatever denies some of the ports, for both ends.</summary>
    public (IReadOnlyList<PolicyCause> Egress, IReadOnlyList<PolicyCause> Ingress) Denials(ReachEnd source, ReachEnd destination, PortSet ports)
    {
        var (egress, ingress) = States(source, destination);
        return (Denials(egress, source, PolicyDirection.Egress, ports), Denials(ingress, destination, PolicyDirection.Ingress, ports));
    }

    /// <summary>No rule of a cluster policy denies a pod these ports of its own; NetworkPolicies do not stand between a pod and itself.</summary>
    internal bool ReachesItself(ReachEnd end, PortSet ports)
    {
        var (egress, ingress) = States(end, end);
        return egress.Denials.Items.Concat(ingress.Denials.Items).All(d => d.Ports.Intersect(ports).IsEmpty);
    }

    private IReadOnlyList<PolicyCause> Denials(PolicyState state, ReachEnd end, PolicyDirection direction, PortSet ports)
    {
        var denied = state.Denied.Intersect(ports);
        if (denied.IsEmpty)
        {
            return [];
        }

        var rules = state.Denials.Items.Where(d => !d.Ports.Intersect(denied).IsEmpty).ToArray();
        var others = rules.Aggregate(denied, (left, rule) => left.Except(rule.Ports));
        return others.IsEmpty ? Array.ConvertAll(rules, r => r.Cause) : [.. rules.Select(r => r.Cause), .. Isolating(end, direction)];
    }

    // NetworkPolicies deny by what they leave out.
    private IReadOnlyList<PolicyCause> Isolating(ReachEnd end, PolicyDirection direction)
    {
        if (!_isolating.TryGetValue((direction, end), out var isolating))
        {
            _isolating.Add((direction, end), isolating = Causes(PoliciesOn(end, direction).Where(p => p.Policy.Tier is null)));
        }

        return isolating;
    }

    /// <summary>Every policy that applies to a connection at its source and at its destination, each at its name.</summary>
    public (IReadOnlyList<PolicyCause> Egress, IReadOnlyList<PolicyCause> Ingress) PoliciesOn(ReachEnd source, ReachEnd destination) =>
        (Causes(_egress.PoliciesOn(source.Number)), Causes(_ingress.PoliciesOn(destination.Number)));

    private static PolicyCause[] Causes(IEnumerable<AppliedPolicy> policies) => [.. policies.Select(p => new PolicyCause(p.Policy.Name, p.Policy.Source.NameSpan)).Distinct()];

    /// <summary>The connections that surely pass, or those of which files do not tell.</summary>
    public IEnumerable<ReachRow> Rows(bool unknown) => new ReachRows(this).Of(unknown);

    /// <summary>The same connections, folded: a cluster whose policies tell few ends apart has few bundles, however many ends it has.</summary>
    /// <param name="unknown">As for <see cref="Rows"/>.</param>
    /// <param name="mark">What else tells ends apart.</param>
    public IEnumerable<ReachBundle> Bundles(bool unknown, Func<ReachEnd, object?> mark) => new ReachRows(this).Bundles(unknown, mark);

    /// <summary>Ends in lists of which policies tell no member apart, neither as source nor as destination: one answer holds for all of a list.</summary>
    public IReadOnlyList<IReadOnlyList<ReachEnd>> Alike(IEnumerable<ReachEnd> ends, Func<ReachEnd, object?> mark) =>
        [.. ends.GroupBy(e => (ClassOf(e), mark(e))).Select(g => g.ToArray())];

    /// <summary>Equal for ends that no policy tells apart.</summary>
    internal int ClassOf(ReachEnd end) => (_classes ??= Classes())[end.Number];

    /// <summary>Equal for ends that everybody reaches alike, and for the same reasons.</summary>
    internal int ClassOfDestination(ReachEnd end)
    {
        if (_destinations is null)
        {
            _destinations = new EndClasses(Ends.Count);
            _egress.PartPeers(_destinations);
            _ingress.PartSubjects(_destinations);
        }

        return _destinations[end.Number];
    }

    /// <summary>Targets in groups; Services that share a list share its groups.</summary>
    internal TargetGroups GroupsOf(IReadOnlyList<ServiceTarget> targets)
    {
        if (!_groups.TryGetValue(targets, out var groups))
        {
            _groups.Add(targets, groups = new TargetGroups(targets, this));
        }

        return groups;
    }

    private EndClasses Classes()
    {
        var classes = new EndClasses(Ends.Count);
        _egress.PartSubjects(classes);
        _egress.PartPeers(classes);
        _ingress.PartSubjects(classes);
        _ingress.PartPeers(classes);
        return classes;
    }

    /// <summary>The policies on an end in a direction.</summary>
    internal IReadOnlyList<AppliedPolicy> PoliciesOn(ReachEnd end, PolicyDirection direction) => (direction == PolicyDirection.Egress ? _egress : _ingress).PoliciesOn(end.Number);

    /// <summary>What policies on an end in a direction decide about another, and what each of them by itself says.</summary>
    internal (PolicyState State, IEnumerable<PolicyEffect> Effects) On(ReachEnd end, PolicyDirection direction, ReachEnd peer)
    {
        var table = direction == PolicyDirection.Egress ? _egress : _ingress;
        return (table.Between(end.Number, peer.Number), table.EffectsOn(end.Number, peer.Number));
    }

    /// <summary>What decides in a direction: the same for ends to which the same policies apply, and for peers that these treat alike.</summary>
    internal (object Row, PolicyState State) Deciding(ReachEnd end, PolicyDirection direction, ReachEnd peer)
    {
        var table = direction == PolicyDirection.Egress ? _egress : _ingress;
        return (table.RowOf(end.Number), table.Between(end.Number, peer.Number));
    }

    private (PolicyState Egress, PolicyState Ingress) States(ReachEnd source, ReachEnd destination) =>
        (_egress.Between(source.Number, destination.Number), _ingress.Between(destination.Number, source.Number));

    private ReachAnswer Join(PolicyState egress, PolicyState ingress)
    {
        var possible = egress.Allowed.Union(egress.Open).Intersect(ingress.Allowed.Union(ingress.Open));
        var sure = possible.Except(egress.Denied).Except(ingress.Denied);
        var unknown = possible.Except(sure);
        var doubts = unknown.IsEmpty ? [] : _states.Doubts(Telling(egress, unknown), Telling(ingress, unknown)).Items;
        return new ReachAnswer(sure, unknown, doubts);
    }

    /// <summary>What two states are together.</summary>
    private sealed class Joined(ReachAnswer answer)
    {
        public ReachAnswer Answer => answer;

        public IReadOnlyList<PolicyCause>? Causes { get; set; }
    }

    // Only a side that leaves some of these ports open to doubt has a reason.
    private TrailOf<Doubt> Telling(PolicyState state, PortSet unknown) =>
        unknown.Intersect(state.Denied).IsEmpty ? _states.NoDoubts : state.Doubts;
}
