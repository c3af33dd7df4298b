using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Change;

/// <summary>Workloads that are configured with a Service since the change and do not get through to it.</summary>
internal sealed class NewClients(Connectivity before, Connectivity after, Func<string, string> renamed)
{
    public IEnumerable<ServiceChange> All()
    {
        var known = new HashSet<(string, string, string)>(Uses(before).Select(u => (renamed(u.Client.Name), u.Id, u.Port)));
        var services = new ServiceReach(after);
        var named = new HashSet<(string, string)>(Uses(before).Select(u => (renamed(u.Client.Name), u.Id)));
        foreach (var use in Uses(after))
        {
            if (known.Add((use.Client.Name, use.Id, use.Port)) && State(use) is not (ServiceState.Works or ServiceState.Unknown) and var state)
            {
                var target = after.Targets.Behind(use.Service) is [var end, ..] ? end.Name : null;
                yield return new ServiceChange(ChangeType.Added, use.Id, use.Port, use.Client.Name, target, null, ServiceReach.Word(state), [new PolicyCause(use.Client.Name, named.Contains((use.Client.Name, use.Id)) ? use.PortPlace : use.Place)]);
            }
        }

        // Behind a cluster IP nothing but the Service's own ports answers; without one, whatever the pods listen on does.
        ServiceState State(Use use) => use switch
        {
            { Found: { } port } => services.Of(use.Service, port)(use.Client).State,
            { Service.Spec: { Type.Value: not "ExternalName", Ports.Count: > 0 } or { Type: null, Ports.Count: > 0 } } when !ServicePorts.IsHeadless(use.Service) => ServiceState.WrongPort,
            { Asked: { } asked } when ServicePorts.IsHeadless(use.Service) && after.Targets.Behind(use.Service) is { Count: > 0 } behind && behind.All(e => !after.Targets.MayListen(e, asked)) => ServiceState.WrongPort,
            _ => ServiceState.Unknown,
        };
    }

    private sealed record Use(ReachEnd Client, Service Service, string Port, ServicePort? Found, int? Asked, Text.SourceSpan Place, Text.SourceSpan PortPlace)
    {
        public string Id { get; } = $"{Service.Namespace ?? "default"}/{Service.Name}";
    }

    private static IEnumerable<Use> Uses(Connectivity cluster)
    {
        var ends = cluster.Ends.Where(e => e.Workload is not null).ToLookup(e => e.Workload!);
        foreach (var (address, workload) in cluster.Unit.Addresses.SelectMany(a => a.Readers.Select(r => (a, r))))
        {
            var (ns, name) = (address.Name.Namespace ?? workload.Namespace ?? "default", address.Name.Name);
            if (ends[workload].FirstOrDefault() is { } client && cluster.Targets.Find(ns, name) is { } service)
            {
                var port = ServiceTargets.PortOf(service, address.Address.Port is { } written ? new IntOrString(written, null) : null);
                yield return new Use(client, service, (address.Address.Port ?? port?.Port?.Value ?? 0).ToString(CultureInfo.InvariantCulture), port, address.Address.Port, address.NameSpan, address.PortSpan);
            }
        }
    }
}
