using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>One address of a hand-made endpoint list.</summary>
/// <param name="Text">The address.</param>
/// <param name="IsReady">False only where the list says so.</param>
/// <param name="Ports">The ports that it serves.</param>
public sealed record ListedAddress(Located<string> Text, bool IsReady, IReadOnlyList<EndpointPort> Ports);

/// <summary>
/// An EndpointSlice or an Endpoints object that somebody wrote: what controllers made (live dumps have an owner) is left out.
/// </summary>
/// <param name="Object">The slice or Endpoints.</param>
/// <param name="ServiceName">The Service that it belongs to, located; null for a slice without the label.</param>
/// <param name="Addresses">Every address that counts.</param>
/// <param name="PortLists">The port lists: one of a slice, one for each subset of Endpoints.</param>
public sealed record HandMadeEndpoints(
    KubernetesObject Object, Located<string>? ServiceName, IReadOnlyList<ListedAddress> Addresses, IReadOnlyList<LocatedList<EndpointPort>> PortLists)
{
    private Tuple<DeploymentUnit, IReadOnlyList<Service>>? _fed;

    public const string LeaderElectionAnnotation = "control-plane.alpha.kubernetes.io/leader";

    public bool IsSlice => Object is EndpointSlice;

    public string Noun => IsSlice ? "EndpointSlice" : "Endpoints";

    /// <summary>Everything hand-made of a unit, slices first.</summary>
    public static IReadOnlyList<HandMadeEndpoints> Of(DeploymentUnit unit) => unit.HandMade;

    /// <summary>The same, for the unit, which keeps it.</summary>
    internal static IReadOnlyList<HandMadeEndpoints> Find(DeploymentUnit unit) =>
        [.. unit.EndpointSlices.Where(IsHandMade).Select(Of), .. unit.Endpoints.Where(e => IsHandMade(e) && e.Metadata.Annotations?.Find(LeaderElectionAnnotation) is null).Select(Of)];

    public static HandMadeEndpoints Of(EndpointSlice slice)
    {
        var ports = slice.Ports;
        var addresses = new List<ListedAddress>();
        foreach (var endpoint in slice.Endpoints?.Items ?? [])
        {
            foreach (var address in endpoint.Addresses?.Items ?? [])
            {
                addresses.Add(new ListedAddress(address, endpoint.Conditions?.Ready?.Value ?? true, ports?.Items ?? []));
            }
        }

        return new HandMadeEndpoints(slice, slice.Metadata.Labels?.Find(EndpointSlice.ServiceNameLabel)?.Value, addresses, ports is null ? [] : [ports]);
    }

    public static HandMadeEndpoints Of(Endpoints endpoints)
    {
        var addresses = new List<ListedAddress>();
        var ports = new List<LocatedList<EndpointPort>>();
        foreach (var subset in endpoints.Subsets?.Items ?? [])
        {
            Add(subset.Addresses, true);
            Add(subset.NotReadyAddresses, false);
            if (subset.Ports is { } list)
            {
                ports.Add(list);
            }

            void Add(LocatedList<EndpointAddress>? listed, bool ready)
            {
                foreach (var address in listed?.Items ?? [])
                {
                    if (address.IP is { } ip)
                    {
                        addresses.Add(new ListedAddress(ip, ready, subset.Ports?.Items ?? []));
                    }
                }
            }
        }

        return new HandMadeEndpoints(endpoints, endpoints.Metadata.Name, addresses, ports);
    }

    /// <summary>The Services of the unit that it feeds; several are alternatives of one another.</summary>
    public IReadOnlyList<Service> Services(DeploymentUnit unit)
    {
        // Every rule about endpoints asks, of the same unit.
        if (_fed is { } known && ReferenceEquals(known.Item1, unit))
        {
            return known.Item2;
        }

        IReadOnlyList<Service> services = ServiceName is { Value.Length: > 0 } name ? [.. unit.FindServices(name.Value, Object.Namespace).Where(s => s.Spec?.Type?.Value != "ExternalName")] : [];
        _fed = Tuple.Create(unit, services);
        return services;
    }

    /// <summary>True when a Service waits for endpoints that somebody else writes.</summary>
    public static bool NeedsHandMade(Service service) =>
        service.Spec is { Selector: null or { Count: 0 } } && service.Spec.Type?.Value != "ExternalName" && service.Name != "kubernetes";

    private static bool IsHandMade(KubernetesObject item) => !item.Metadata.IsMadeByController;
}
