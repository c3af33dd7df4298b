using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>
/// The TCP ports of the Services in front of a workload. Workloads behind the same Services share one answer; of many ports those that
/// lead where an earlier one leads are left out.
/// </summary>
internal sealed class PortsInFront(DeploymentUnit unit)
{
    private const int Few = 64;
    private const int Most = 1000;

    private readonly Dictionary<IReadOnlyList<Service>, IReadOnlyList<(Service Service, ServicePort Port)>> _known = [];

    public IReadOnlyList<(Service Service, ServicePort Port)> Of(Workload workload)
    {
        var services = unit.ServicesInFrontOf(workload);
        return services.Count == 0 ? [] : _known.TryGetValue(services, out var known) ? known : _known[services] = Find(services);
    }

    private static List<(Service Service, ServicePort Port)> Find(IReadOnlyList<Service> services)
    {
        var found = new List<(Service Service, ServicePort Port)>();
        var seen = new HashSet<(int? Port, IntOrString? Target, string? Name)>();
        foreach (var service in services)
        {
            foreach (var port in (service.Spec?.Ports?.Items ?? []).Where(p => PortResolution.Protocol(p) == "TCP"))
            {
                if (seen.Add((port.Port?.Value, port.TargetPort?.Value, port.Name?.Value)) ? found.Count < Most : found.Count < Few)
                {
                    found.Add((service, port));
                }
            }
        }

        return found;
    }
}
