namespace SvcLint.Reachability.Policies;

/// <summary>What a matching rule does.</summary>
internal enum RuleAction
{
    Allow,
    Deny,
    Pass,

    /// <summary>A rule of a NetworkPolicy: it adds to what its pods admit.</summary>
    Admit,
}

/// <summary>A rule as one peer meets it.</summary>
/// <param name="Number">Equal numbers are equal steps.</param>
/// <param name="Action">What it does.</param>
/// <param name="Ports">To which ports.</param>
/// <param name="Doubt">Null where it surely matches.</param>
/// <param name="Cause">The line behind it.</param>
internal sealed record RuleStep(int Number, RuleAction Action, PortSet Ports, Doubt? Doubt, PolicyCause Cause);

/// <summary>
/// How far the policies of one direction have decided about one peer. Every port may be allowed, denied or still open; where something is
/// unknown it may be several of these at once.
/// </summary>
internal sealed record PolicyState
{
    public required int Number { get; init; }

    public required PortSet Allowed { get; init; }

    public required PortSet Denied { get; init; }

    /// <summary>No rule of the tier decided yet.</summary>
    public required PortSet Open { get; init; }

    /// <summary>Passed on to the next tier.</summary>
    public required PortSet Passed { get; init; }

    /// <summary>What NetworkPolicies surely admit, where they isolate.</summary>
    public required PortSet Admitted { get; init; }

    /// <summary>What they admit at most.</summary>
    public required PortSet Admissible { get; init; }

    public required TrailOf<Doubt> Doubts { get; init; }

    public required TrailOf<PolicyCause> Causes { get; init; }

    /// <summary>No port may pass.</summary>
    public required bool IsShut { get; init; }

    /// <summary>Some port may pass or not.</summary>
    public required bool IsDoubtful { get; init; }

    /// <summary>The rules of cluster policies that denied something.</summary>
    public required TrailOf<PolicyDenial> Denials { get; init; }

    /// <summary>Whether another state says the same of these ports.</summary>
    public bool IsSame(PolicyState other, PortSet ports) =>
        Denied.AgreesWith(other.Denied, ports) && Allowed.Union(Open).AgreesWith(other.Allowed.Union(other.Open), ports);
}

/// <summary>A rule that denied ports which nothing before it had decided.</summary>
internal sealed record PolicyDenial(PolicyCause Cause, PortSet Ports);

/// <summary>A short list that grows at its end; equal lists made in one table are the same.</summary>
internal sealed record TrailOf<T>(int Number, int Length, TrailOf<T>? Before, T? Last)
    where T : class
{
    public IReadOnlyList<T> Items
    {
        get
        {
            var items = new T[Length];
            for (var at = this; at.Length > 0; at = at.Before!)
            {
                items[at.Length - 1] = at.Last!;
            }

            return items;
        }
    }

    public bool Equals(TrailOf<T>? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Number;
}

/// <summary>Trails of one kind, each made once.</summary>
internal sealed class TrailTable<T>(int longest)
    where T : class
{
    private readonly Dictionary<(int Before, T Item), TrailOf<T>> _made = [];

    public TrailOf<T> Empty { get; } = new(0, 0, null, null);

    /// <summary>The trail with an item more, unless it holds it or is long enough.</summary>
    public TrailOf<T> Add(TrailOf<T> trail, T item)
    {
        if (trail.Length >= longest)
        {
            return trail;
        }

        for (var at = trail; at.Length > 0; at = at.Before!)
        {
            if (at.Last!.Equals(item))
            {
                return trail;
            }
        }

        if (!_made.TryGetValue((trail.Number, item), out var longer))
        {
            _made.Add((trail.Number, item), longer = new TrailOf<T>(_made.Count + 1, trail.Length + 1, trail, item));
        }

        return longer;
    }

    public TrailOf<T> AddAll(TrailOf<T> trail, TrailOf<T> more) => more.Length == 0 || ReferenceEquals(trail, more) ? trail
        : trail.Length == 0 ? more
        : more.Items.Aggregate(trail, Add);
}

/// <summary>The states that occur, each once, and what leads from one to the next: peers that policies treat alike share all the work.</summary>
internal sealed class PolicyStates
{
    // Who reads more lines reads the policies.
    private const int MostCauses = 2;
    private const int MostDoubts = 3;
    private const int MostDenials = 8;

    private readonly Dictionary<(int, int, int, int, int, int, int, int, int), PolicyState> _states = [];
    private readonly Dictionary<(int State, int Step), PolicyState> _applied = [];
    private readonly Dictionary<PortSet, int> _ports = [];
    private readonly TrailTable<Doubt> _doubts = new(MostDoubts);
    private readonly TrailTable<PolicyCause> _causes = new(MostCauses);
    private readonly TrailTable<PolicyDenial> _denials = new(MostDenials);

    public PolicyStates() => Start = Make(PortSet.Empty, PortSet.Empty, PortSet.All, PortSet.Empty, PortSet.Empty, PortSet.Empty, _doubts.Empty, _causes.Empty, _denials.Empty);

    /// <summary>Nothing decided.</summary>
    public PolicyState Start { get; }

    public TrailOf<Doubt> NoDoubts => _doubts.Empty;

    public PolicyState Apply(PolicyState state, RuleStep step)
    {
        if (!_applied.TryGetValue((state.Number, step.Number), out var next))
        {
            _applied.Add((state.Number, step.Number), next = step.Action == RuleAction.Admit ? Admit(state, step) : Decide(state, step));
        }

        return next;
    }

    /// <summary>Several policies of one priority: where they disagree, either may win.</summary>
    public PolicyState Either(PolicyState before, IReadOnlyList<PolicyState> after, Doubt conflict)
    {
        var result = before;
        foreach (var state in after)
        {
            var decided = before.Open.Except(result.Open);
            var both = decided.Intersect(before.Open.Except(state.Open));
            var differ = !Same(result.Allowed, state.Allowed) || !Same(result.Denied, state.Denied) || !Same(result.Passed, state.Passed);
            var doubts = _doubts.AddAll(result.Doubts, state.Doubts);
            result = Make(
                result.Allowed.Union(state.Allowed),
                result.Denied.Union(state.Denied),
                result.Open.Intersect(state.Open),
                result.Passed.Union(state.Passed),
                before.Admitted,
                before.Admissible,
                differ && !ReferenceEquals(result, before) ? _doubts.Add(doubts, conflict) : doubts,
                _causes.AddAll(result.Causes, state.Causes),
                _denials.AddAll(result.Denials, state.Denials));

            bool Same(PortSet a, PortSet b) => a.Intersect(both).Equals(b.Intersect(both));
        }

        return result;
    }

    /// <summary>Whatever a tier left open or passed on meets the next.</summary>
    public PolicyState EndTier(PolicyState state) => state.Passed.IsEmpty ? state
        : Make(state.Allowed, state.Denied, state.Open.Union(state.Passed), PortSet.Empty, state.Admitted, state.Admissible, state.Doubts, state.Causes, state.Denials);

    /// <summary>NetworkPolicies decide finally where they isolate the pod.</summary>
    /// <param name="state">The state after all their rules.</param>
    /// <param name="doubt">Null where one surely isolates.</param>
    public PolicyState EndNetworkPolicies(PolicyState state, Doubt? doubt)
    {
        if (state.Open.IsEmpty)
        {
            return state;
        }

        return Make(
            state.Allowed.Union(state.Open.Intersect(state.Admissible)),
            state.Denied.Union(state.Open.Except(state.Admitted)),
            doubt is null ? PortSet.Empty : state.Open,
            PortSet.Empty,
            PortSet.Empty,
            PortSet.Empty,
            doubt is null ? state.Doubts : _doubts.Add(state.Doubts, doubt),
            state.Causes,
            state.Denials);
    }

    /// <summary>A policy of a kind that svclint does not understand applies.</summary>
    /// <param name="state">What the understood ones say.</param>
    /// <param name="doubt">The policy.</param>
    /// <param name="mayAllow">False where it can only forbid.</param>
    public PolicyState Obscure(PolicyState state, Doubt doubt, bool mayAllow) => Make(
        mayAllow ? PortSet.All : state.Allowed.Union(state.Open), PortSet.All, PortSet.Empty, PortSet.Empty, PortSet.Empty, PortSet.Empty, _doubts.Add(state.Doubts, doubt), state.Causes, state.Denials);

    /// <summary>More is possible than the policies say.</summary>
    public PolicyState Doubtful(PolicyState state, Doubt doubt) => Make(
        PortSet.All, state.Denied, state.Open, state.Passed, state.Admitted, state.Admissible, _doubts.Add(state.Doubts, doubt), state.Causes, state.Denials);

    /// <summary>The pod's own node gets in, whatever the policies say.</summary>
    public PolicyState OwnNode(PolicyState state) => Make(PortSet.All, PortSet.Empty, PortSet.Empty, PortSet.Empty, PortSet.Empty, PortSet.Empty, _doubts.Empty, state.Causes, _denials.Empty);

    public TrailOf<Doubt> Doubts(TrailOf<Doubt> one, TrailOf<Doubt> other) => _doubts.AddAll(one, other);

    private PolicyState Admit(PolicyState state, RuleStep step)
    {
        var admissible = state.Admissible.Union(step.Ports);
        var admitted = step.Doubt is null ? state.Admitted.Union(step.Ports) : state.Admitted;
        if (admissible.Equals(state.Admissible) && admitted.Equals(state.Admitted))
        {
            return state;
        }

        // A doubt about what is admitted anyway is none.
        var doubts = step.Doubt is null || step.Ports.Except(state.Admitted).IsEmpty ? state.Doubts : _doubts.Add(state.Doubts, step.Doubt);
        return Make(state.Allowed, state.Denied, state.Open, state.Passed, admitted, admissible, doubts, _causes.Add(state.Causes, step.Cause), state.Denials);
    }

    private PolicyState Decide(PolicyState state, RuleStep step)
    {
        var met = state.Open.Intersect(step.Ports);
        if (met.IsEmpty)
        {
            return state;
        }

        return Make(
            step.Action == RuleAction.Allow ? state.Allowed.Union(met) : state.Allowed,
            step.Action == RuleAction.Deny ? state.Denied.Union(met) : state.Denied,
            step.Doubt is null ? state.Open.Except(met) : state.Open,
            step.Action == RuleAction.Pass ? state.Passed.Union(met) : state.Passed,
            state.Admitted,
            state.Admissible,
            step.Doubt is null ? state.Doubts : _doubts.Add(state.Doubts, step.Doubt),
            step.Action == RuleAction.Deny ? state.Causes : _causes.Add(state.Causes, step.Cause),
            step.Action == RuleAction.Deny ? _denials.Add(state.Denials, new PolicyDenial(step.Cause, met)) : state.Denials);
    }

    private PolicyState Make(
        PortSet allowed, PortSet denied, PortSet open, PortSet passed, PortSet admitted, PortSet admissible, TrailOf<Doubt> doubts, TrailOf<PolicyCause> causes, TrailOf<PolicyDenial> denials)
    {
        var key = (Number(allowed), Number(denied), Number(open), Number(passed), Number(admitted), Number(admissible), doubts.Number, causes.Number, denials.Number);
        if (!_states.TryGetValue(key, out var state))
        {
            _states.Add(key, state = new PolicyState
            {
                Number = _states.Count,
                IsShut = allowed.IsEmpty && open.IsEmpty,
                IsDoubtful = !allowed.Union(open).Intersect(denied).IsEmpty,
                Allowed = allowed,
                Denied = denied,
                Open = open,
                Passed = passed,
                Admitted = admitted,
                Admissible = admissible,
                Doubts = doubts,
                Causes = causes,
                Denials = denials,
            });
        }

        return state;
    }

    private int Number(PortSet ports)
    {
        if (!_ports.TryGetValue(ports, out var number))
        {
            _ports.Add(ports, number = _ports.Count);
        }

        return number;
    }
}
