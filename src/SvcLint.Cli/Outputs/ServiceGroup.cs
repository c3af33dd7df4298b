using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>Clients that fare alike with a port of a Service.</summary>
/// <param name="Service">The Service.</param>
/// <param name="Port">The port.</param>
/// <param name="State">How they fare.</param>
/// <param name="Why">Of the first of them; null where it works.</param>
/// <param name="Sources">Their names.</param>
/// <param name="Because">The lines behind it.</param>
internal sealed record ServiceGroup(Service Service, ServicePort Port, ServiceState State, string? Why, FoldedNames Sources, IReadOnlyList<PolicyCause> Because)
{
    /// <summary>As people write it; the protocol where it is not TCP, the target where clients must ask for it themselves.</summary>
    public string PortName =>
        $"{Service.Namespace ?? "default"}/{Service.Name}:{Port.Port?.Value ?? 0}{(PortResolution.Protocol(Port) is var protocol and not "TCP" ? "/" + protocol : "")}{Headless}";

    private string Headless => ServicePorts.IsHeadless(Service) && PortResolution.Target(Port)?.ToString() is { } target && target != Port.Port?.Value.ToString(CultureInfo.InvariantCulture)
        ? $" (headless, at target port {target})" : "";

    /// <summary>All Services that were asked for.</summary>
    public static IEnumerable<ServiceGroup> Of(ReachView view, int names)
    {
        var (reach, clients) = (new ServiceReach(view.Connectivity), view.Clients());
        return view.Connectivity.Targets.Services.Where(s => view.To?.Concerns(s) != false).Where(s => s.Spec?.Type?.Value != "ExternalName").SelectMany(s => Of(s, reach, clients, names)).Where(g => view.To?.Concerns(g.Service, g.Port) != false);
    }

    /// <param name="service">The Service.</param>
    /// <param name="reach">The Services of the cluster.</param>
    /// <param name="clients">Who may be clients.</param>
    /// <param name="names">How many are named.</param>
    /// <param name="isBrief">Several reasons for one state are one line, with the first.</param>
    public static IEnumerable<ServiceGroup> Of(Service service, ServiceReach reach, ReachClients clients, int names, bool isBrief = false)
    {
        foreach (var port in service.Spec?.Ports?.Items ?? [])
        {
            var verdict = reach.Of(service, port);
            foreach (var alike in clients.Of(service).Select(c => (Clients: c, Row: verdict(c[0]))).GroupBy(c => (c.Row.State, Why: isBrief ? null : c.Row.Why)))
            {
                var row = alike.First().Row;
                yield return new ServiceGroup(service, port, row.State, row.Why, FoldedNames.Of([.. alike.Select(c => c.Clients)], names), row.Because);
            }
        }
    }
}
