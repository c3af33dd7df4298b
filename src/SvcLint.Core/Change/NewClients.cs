using System.Globalization;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Change;

/// <summary>Workloads that are configured with a Service since the change and do not get through to it.</summary>
internal sealed class NewClients(Connectivity before, Connectivity after, Func<string, string> renamed)
{
    public IEnumerable<ServiceChange> All()
    {
        var known = new HashSet<(string, string, string)>(Uses(before).Select(u => (renamed(u.Client.Name), u.Service, u.Port)));
        var services = new ServiceReach(after);
        foreach (var use in Uses(after))
        {
            if (!known.Add((use.Client.Name, use.Service, use.Port)) || use.Found is not { } found || services.Of(found.Service, found.Port)(use.Client) is not { State: not (ServiceState.Works or ServiceState.Unknown) } row)
            {
                continue;
            }

            var target = after.Targets.Behind(found.Service) is [var end, ..] ? end.Name : null;
            yield return new ServiceChange(ChangeType.Added, use.Service, use.Port, use.Client.Name, target, null, ServiceReach.Word(row.State), [new PolicyCause(use.Client.Name, use.Place)]);
        }
    }

    private sealed record Use(ReachEnd Client, string Service, string Port, (Service Service, ServicePort Port)? Found, Text.SourceSpan Place);

    private static IEnumerable<Use> Uses(Connectivity cluster)
    {
        var ends = cluster.Ends.Where(e => e.Workload is not null).ToLookup(e => e.Workload!);
        foreach (var address in cluster.Unit.Addresses)
        {
            var (ns, name) = (address.Namespace ?? "default", address.Name.Name);
            if (address.Workload is { } workload && ends[workload].FirstOrDefault() is { } client && cluster.Targets.Find(ns, name) is { } service)
            {
                var port = ServiceTargets.PortOf(service, address.Address.Port is { } written ? new IntOrString(written, null) : null);
                yield return new Use(
                    client, $"{ns}/{name}", (address.Address.Port ?? port?.Port?.Value ?? 0).ToString(CultureInfo.InvariantCulture), port is null ? null : (service, port), address.NameSpan);
            }
        }
    }
}
