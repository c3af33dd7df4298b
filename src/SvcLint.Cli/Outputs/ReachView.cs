using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>The part of a cluster's connectivity that was asked for.</summary>
/// <param name="Connectivity">All of it.</param>
/// <param name="Unit">The unit's name, where there are several clusters.</param>
/// <param name="From">Null for everybody.</param>
/// <param name="To">Null for everybody.</param>
internal sealed record ReachView(Connectivity Connectivity, string? Unit, ReachSelection? From, ReachSelection? To)
{
    /// <summary>What the rules say of the input.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Files that cannot be read at all.</summary>
    public IReadOnlyList<UnitGap> Unread { get; init; } = [];

    /// <summary>How a path is written.</summary>
    public Func<string, string> Shown { get; init; } = path => path;

    public IEnumerable<ReachRow> Rows(bool unknown) => From is null && To is null ? Connectivity.Rows(unknown)
        : Connectivity.Rows(unknown).Where(r => From?.Holds(r.Source) != false && To?.Holds(r.Destination, r.Ports) != false).Select(Asked);

    /// <summary>The same rows, folded.</summary>
    public IEnumerable<ReachBundle> Bundles(bool unknown) => From is null && To is null ? Connectivity.Bundles(unknown, _ => null)
        : Connectivity.Bundles(unknown, e => (From?.Holds(e), To?.PortsOf(e)))
        .Where(b => From?.Holds(b.First.Source) != false && To?.Holds(b.First.Destination, b.First.Ports) != false).Select(b => b with { First = Asked(b.First) });

    // Of all that passes the ports that were asked about.
    private ReachRow Asked(ReachRow row) => To is null ? row : row with { Ports = row.Ports.Intersect(To.PortsOf(row.Destination)) };

    /// <summary>Workloads that may be clients.</summary>
    public ReachClients Clients() => new(Connectivity, Connectivity.Alike(Connectivity.Ends.Where(e => e.Kind == ReachEndKind.Workload && From?.Holds(e) != false), _ => null));

    public IEnumerable<ServiceReachRow> Services() =>
        new ServiceReach(Connectivity).Rows(e => From?.Holds(e) != false, (s, p) => To?.Concerns(s, p) != false);

    /// <summary>Services that are other names alone.</summary>
    public IEnumerable<Service> Aliases() => Connectivity.Targets.Services.Where(s => s.Spec?.Type?.Value == "ExternalName" && To?.Concerns(s) != false);

    public IEnumerable<Exposure> Exposures() =>
        From is not null && !From.HoldsOutside ? []
        : new Exposures(Connectivity, From?.Range).All(s => To?.Concerns(s) != false).Where(e => e.ServicePort is null || To?.Concerns(e.Service, e.ServicePort) != false);

    /// <summary>What of the input was not evaluated.</summary>
    public IEnumerable<string> Notes()
    {
        foreach (var item in Connectivity.Unit.Objects.Where(o => o is not ClusterPolicy && PolicyReach.IsOfOtherPolicyApi(o)))
        {
            yield return $"{item.Kind.Value} {item.Namespace ?? ""}{(item.Namespace is null ? "" : "/")}{item.Name} is of another policy API and not evaluated";
        }

        foreach (var gap in Connectivity.Unit.Gaps.Concat(Unread))
        {
            yield return $"{gap.Span.Source.Path}: {gap.Reason}";
        }
    }
}
