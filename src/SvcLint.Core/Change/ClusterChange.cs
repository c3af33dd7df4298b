using SvcLint.Cluster;
using SvcLint.Reachability;

namespace SvcLint.Change;

public enum ChangeType
{
    Added,
    Removed,
    Changed,
}

/// <summary>A connection that policies let pass before or now, with all those of ends that no policy tells apart.</summary>
public sealed record ConnectionChange(ChangeType Type, string Source, string Destination, PortSet Before, PortSet After, IReadOnlyList<PolicyCause> Because)
{
    /// <summary>The source, and who is like it.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [Source];

    /// <summary>The destination, and those like it; none is its own source.</summary>
    public IReadOnlyList<string> Destinations { get; init; } = [Destination];

    /// <summary>How many connections they are.</summary>
    public int Count => (Sources.Count * Destinations.Count) - (ReferenceEquals(Sources, Destinations) ? Sources.Count : 0);

    /// <summary>One by one.</summary>
    public IEnumerable<ConnectionChange> Each() => Count == 1 ? [this]
        : Sources.SelectMany(s => Destinations.Where(d => d != s).Select(d => new ConnectionChange(Type, s, d, Before, After, Because)));
}

/// <summary>A Service port, as clients meet it.</summary>
/// <param name="Type">Whether the Service port is new, gone, or leads elsewhere.</param>
/// <param name="Service"><c>namespace/name</c>.</param>
/// <param name="Port">Its number, or a field of the Service.</param>
/// <param name="Source">The client; null where the change is the Service's own.</param>
/// <param name="Destination">A workload behind it; null where there is none.</param>
/// <param name="Before">How it was; null where there was none.</param>
/// <param name="After">How it is; null where there is none.</param>
/// <param name="Because">The lines that changed.</param>
public sealed record ServiceChange(ChangeType Type, string Service, string Port, string? Source, string? Destination, string? Before, string? After, IReadOnlyList<PolicyCause> Because)
{
    /// <summary>The client, and who fares like it.</summary>
    public IReadOnlyList<string> Clients { get; init; } = Source is null ? [] : [Source];

    /// <summary>Client by client.</summary>
    public IEnumerable<ServiceChange> Each() => Clients.Count < 2 ? [this] : Clients.Select(c => this with { Source = c, Clients = [c] });

    /// <summary>Files do not decide how the client fares, before or now.</summary>
    public bool IsUndecided => Type == ChangeType.Changed && (Before == ServiceReach.Word(ServiceState.Unknown) || After == ServiceReach.Word(ServiceState.Unknown));
}

/// <summary>A name that somebody uses, and that begins or ends to resolve.</summary>
public sealed record NameChange(ChangeType Type, string Name, string Source, string? Port, string? Instead, IReadOnlyList<PolicyCause> Because)
{
    /// <summary>The name that the same client used before, where it did resolve.</summary>
    public string? Was { get; init; }

    /// <summary>The name resolves, but its Service has the port no longer.</summary>
    public bool IsPort { get; init; }

    /// <summary>The Service became headless and maps the port no longer.</summary>
    public bool IsUnmapped { get; init; }

    /// <summary>The Service of the input that has nearly this name.</summary>
    public string? Near { get; init; }

    /// <summary>The name is of a namespace that the input does not have: only who is asked no longer is known.</summary>
    public bool IsUndecided { get; init; }
}

/// <summary>A way from outside.</summary>
public sealed record ExposureChange(ChangeType Type, string Service, string Via, string Port, string? Before, string? After, IReadOnlyList<PolicyCause> Because)
{
    /// <summary>Files do not decide how clients fare, before or now.</summary>
    public bool IsUndecided { get; init; }
}

/// <summary>How many rules kube-proxy writes in a mode.</summary>
public sealed record RuleChange(string Mode, int Before, int After);

/// <summary>Something of one state that cannot be read, where the other has no such gap.</summary>
/// <param name="Type">Removed where it is the earlier state.</param>
/// <param name="Reason">What it is.</param>
/// <param name="Because">Where it is.</param>
public sealed record UnreadChange(ChangeType Type, string Reason, IReadOnlyList<PolicyCause> Because);

/// <summary>What traffic gains and loses between two states of a cluster.</summary>
public sealed record ClusterChange
{
    public IReadOnlyList<ConnectionChange> Connections { get; init; } = [];

    /// <summary>Connections of which files do not tell, before or now.</summary>
    public IReadOnlyList<ConnectionChange> Unknown { get; init; } = [];

    /// <summary>What cannot be read in one of the states; what stands behind it counts as unchanged.</summary>
    public IReadOnlyList<UnreadChange> Unread { get; init; } = [];

    public IReadOnlyList<ServiceChange> Services { get; init; } = [];

    public IReadOnlyList<NameChange> Names { get; init; } = [];

    public IReadOnlyList<ExposureChange> Exposure { get; init; } = [];

    public IReadOnlyList<RuleChange> Rules { get; init; } = [];

    /// <summary>Nothing surely changed.</summary>
    public bool IsNothing => Connections.Count == 0 && Names.All(n => n.IsUndecided) && Services.All(s => s.IsUndecided) && Exposure.All(e => e.IsUndecided);

    /// <summary>Files do not decide part of it.</summary>
    public bool IsPartlyUnknown => Unknown.Count + Unread.Count > 0 || Names.Any(n => n.IsUndecided) || Services.Any(s => s.IsUndecided) || Exposure.Any(e => e.IsUndecided);

    /// <summary>Compares two states; workloads that only changed their names are followed.</summary>
    /// <param name="before">One state.</param>
    /// <param name="after">The other.</param>
    /// <param name="place">A path as it is in both states, which may lie in folders of their own.</param>
    public static ClusterChange Between(DeploymentUnit before, DeploymentUnit after, Func<string, string>? place = null)
    {
        var unread = new UnreadParts(before, after, place ?? (path => path));
        (before, after) = (unread.Before, unread.After);
        var (one, other) = Connectivity.Of(before, after);
        var changes = new ObjectChanges(before, after);
        var renamed = Renames.Of(one, other);
        var connections = new ConnectionChanges(one, other, changes, renamed);
        var services = new ServiceChanges(one, other, changes, renamed);
        return new ClusterChange
        {
            Connections = connections.Of(unknown: false),
            Unknown = connections.Of(unknown: true),
            Unread = unread.Changes,
            Services = services.Services(),
            Names = services.Names(),
            Exposure = services.Exposure(),
        };
    }
}
