using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Change;

/// <summary>Why a client meets a Service port differently: the Service leads elsewhere, other pods stand behind it, they have other ports, policies decide otherwise.</summary>
internal sealed class ServicePortCauses
{
    private readonly Connectivity _before;
    private readonly Connectivity _after;
    private readonly ChangeCauses _causes;
    private readonly string _protocol;
    private readonly IReadOnlyList<(ServiceTarget Before, ServiceTarget After)> _common;
    private IReadOnlyList<(ServiceTarget Before, ServiceTarget After)>? _alike;

    /// <param name="before">The cluster as it was.</param>
    /// <param name="after">As it is.</param>
    /// <param name="causes">Finds the lines.</param>
    /// <param name="renamed">Names of ends, earlier to later.</param>
    /// <param name="was">The Service and its port.</param>
    /// <param name="now">The Service and its port now.</param>
    public ServicePortCauses(Connectivity before, Connectivity after, ChangeCauses causes, Func<string, string> renamed, (Service Service, ServicePort Port) was, (Service Service, ServicePort Port) now)
    {
        (_before, _after, _causes, _protocol) = (before, after, causes, PortResolution.Protocol(now.Port));
        var earlier = before.Targets.Of(was.Service, was.Port);
        var current = after.Targets.Of(now.Service, now.Port);
        var later = new Dictionary<string, ServiceTarget>(StringComparer.Ordinal);
        foreach (var target in current)
        {
            later[target.End.Name] = target;
        }

        _common = [.. earlier.Where(t => later.ContainsKey(renamed(t.End.Name))).Select(t => (t, later[renamed(t.End.Name)]))];
        var kept = new HashSet<ReachEnd>(_common.SelectMany(c => new[] { c.Before.End, c.After.End }));
        var moved = earlier.Concat(current).Select(t => t.End).Where(e => !kept.Contains(e)).ToArray();
        var others = _common.Where(c => c.Before.Port != c.After.Port || c.Before.IsDoubtful != c.After.IsDoubtful).Select(c => c.After.End).ToArray();
        var keys = SelectorKeys.Of(was.Service);
        keys.UnionWith(SelectorKeys.Of(now.Service));
        Target = current.Count > 0 ? current[0].End : null;
        var given = causes.OfSlices(now.Service).ToArray();
        Lines = moved.Length + others.Length == 0 ? given :
        [
            .. causes.In(now.Service, "spec.selector", "spec.type", "spec.clusterIP", PortField(now.Service, now.Port)),
            .. given, .. moved.SelectMany(e => causes.OfPods(e, keys.Contains).Concat(causes.OfPorts(e)).Concat(causes.OfProbes(e))), .. others.SelectMany(causes.OfPorts),
        ];
    }

    /// <summary>What changed for every client.</summary>
    public IReadOnlyList<PolicyCause> Lines { get; }

    /// <summary>Workloads whose port of the name is another now.</summary>
    public IEnumerable<(ReachEnd End, int Before, int After)> Moved => _common.Where(c => c.Before.Port is not null && c.After.Port is not null && c.Before.Port != c.After.Port).Select(c => (c.After.End, c.Before.Port!.Value, c.After.Port!.Value));

    /// <summary>A workload behind it now.</summary>
    public ReachEnd? Target { get; }

    /// <summary>What policies changed for one client, at the ports to which the Service leads.</summary>
    public IEnumerable<PolicyCause> Of((ReachEnd Before, ReachEnd After) client)
    {
        // Of those that are alike the first speaks for all.
        _alike ??= [.. _common.GroupBy(c => (_before.ClassOf(c.Before.End), _after.ClassOf(c.After.End), c.Before.Port, c.After.Port, _causes.Own(c.Before.End, c.After.End))).Select(g => g.First())];
        foreach (var (was, now) in _alike)
        {
            // A port that moved is told already.
            if (now.Port is { } number && was.Port == number && !IsSame(_before.Between(client.Before, was.End), _after.Between(client.After, now.End), number))
            {
                foreach (var line in _causes.Of(client, (was.End, now.End), PortSet.Range(_protocol, number, number)))
                {
                    yield return line;
                }
            }
        }
    }

    /// <summary>A port's place in its Service, as paths of changes name it.</summary>
    public static string PortField(Service service, ServicePort port)
    {
        var items = service.Spec?.Ports?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            if (ReferenceEquals(items[i], port))
            {
                return $"spec.ports[{i.ToString(CultureInfo.InvariantCulture)}]";
            }
        }

        return "spec.ports";
    }

    private bool IsSame(ReachAnswer was, ReachAnswer now, int number) =>
        was.Sure.Contains(_protocol, number) == now.Sure.Contains(_protocol, number) && was.Unknown.Contains(_protocol, number) == now.Unknown.Contains(_protocol, number);
}
