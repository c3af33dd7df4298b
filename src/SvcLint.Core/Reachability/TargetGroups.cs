namespace SvcLint.Reachability;

/// <summary>Targets at one port that everybody reaches alike.</summary>
/// <param name="first">The first of them.</param>
/// <param name="place">Where it stands among all targets.</param>
internal sealed class TargetGroup(ServiceTarget first, int place)
{
    public ServiceTarget First => first;

    public int Place => place;

    /// <summary>The one behind the first, and where it stands.</summary>
    public (ServiceTarget Target, int Place)? Second { get; set; }

    /// <summary>How many they are.</summary>
    public int Count { get; set; } = 1;
}

/// <summary>What stands behind a port of a Service, in groups of which one answer holds for all but who asks of himself.</summary>
internal sealed class TargetGroups
{
    // Who are few are asked one by one, without comparing every end of the cluster.
    private const int Few = 16;

    private readonly Dictionary<(ReachEnd End, int? Port), (TargetGroup Group, int Place)> _places = [];
    private readonly IReadOnlyList<ServiceTarget> _targets;

    public TargetGroups(IReadOnlyList<ServiceTarget> targets, Connectivity connectivity)
    {
        _targets = targets;
        var groups = new List<TargetGroup>();
        var byClass = new Dictionary<(int Class, int? Port), TargetGroup>();
        for (var i = 0; i < targets.Count; i++)
        {
            var target = targets[i];
            if (target.Port is null)
            {
                continue;
            }

            var isOne = targets.Count <= Few || target.End.Kind != ReachEndKind.Workload;
            var key = (isOne ? ~target.End.Number : connectivity.ClassOfDestination(target.End), target.Port);
            if (byClass.TryGetValue(key, out var group))
            {
                group.Second ??= (target, i);
                group.Count++;
            }
            else
            {
                byClass.Add(key, group = new TargetGroup(target, i));
                groups.Add(group);
            }

            _places[(target.End, target.Port)] = (group, i);
        }

        Items = groups;
        AreAllUnnamed = groups.Count == 0;
        AreAllDoubtful = targets.All(t => t.Port is null || t.IsDoubtful);
    }

    /// <summary>By their first member; those without the port are in none.</summary>
    public IReadOnlyList<TargetGroup> Items { get; }

    /// <summary>None has a port of the name.</summary>
    public bool AreAllUnnamed { get; }

    /// <summary>None that has the port surely listens there.</summary>
    public bool AreAllDoubtful { get; }

    /// <summary>The end itself as a target of a group's port, and where it stands; null where it is none.</summary>
    public (ServiceTarget Target, int Place)? Own(ReachEnd end, TargetGroup group) => _places.TryGetValue((end, group.First.Port), out var found) && found.Group == group ? (_targets[found.Place], found.Place) : null;
}
