namespace SvcLint.Reachability.Policies;

/// <summary>What the policies on an end decide about every other. Where most ends fare alike, only the others are held.</summary>
internal sealed class PolicyRow
{
    // A row of which one in so many ends fares in another way is held whole.
    private const int Share = 8;

    private readonly PolicyState[]? _all;
    private readonly PolicyState _most;
    private readonly Dictionary<int, PolicyState> _others = [];
    private readonly int _count;
    private IReadOnlyList<int>? _open;

    /// <param name="states">By the number of the end; not kept.</param>
    public PolicyRow(PolicyState[] states)
    {
        _count = states.Length;
        _most = Most(states);
        for (var i = 0; i < states.Length; i++)
        {
            HasDoubt |= states[i].IsDoubtful;
            if (_all is null && !ReferenceEquals(states[i], _most))
            {
                _others.Add(i, states[i]);
                if (_others.Count > states.Length / Share)
                {
                    _all = (PolicyState[])states.Clone();
                    _others.Clear();
                }
            }
        }
    }

    /// <summary>Of some end it is unknown what passes.</summary>
    public bool HasDoubt { get; }

    /// <summary>The few ends of whom anything may pass, by their numbers; null where they are many.</summary>
    public IReadOnlyList<int>? FewOpen => _all is not null || !_most.IsShut ? null : _open ??= [.. _others.Where(o => !o.Value.IsShut).Select(o => o.Key).OrderBy(end => end)];

    public PolicyState this[int end] => _all is not null ? _all[end] : _others.TryGetValue(end, out var other) ? other : _most;

    /// <summary>One by one; to be changed by who asks.</summary>
    public PolicyState[] ToArray()
    {
        var states = new PolicyState[_count];
        for (var i = 0; i < states.Length; i++)
        {
            states[i] = this[i];
        }

        return states;
    }

    // The state of more than half, where any is.
    private static PolicyState Most(PolicyState[] states)
    {
        var (most, lead) = (states[0], 0);
        foreach (var state in states)
        {
            (most, lead) = lead == 0 ? (state, 1) : (most, lead + (ReferenceEquals(most, state) ? 1 : -1));
        }

        return most;
    }
}
