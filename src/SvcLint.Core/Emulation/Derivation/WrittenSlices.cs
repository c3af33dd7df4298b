using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>Which slices the input holds already, and for which objects a controller's are still to be derived.</summary>
internal sealed class WrittenSlices
{
    private readonly HashSet<(string Namespace, string Service)> _managed = [];
    private readonly Dictionary<(string Namespace, string Name), Service> _services = [];
    private readonly bool _hasDerived;

    public WrittenSlices(IReadOnlyList<KubernetesObject> objects)
    {
        foreach (var obj in objects)
        {
            if (obj is Service service)
            {
                _services[Key(service)] = service;
            }
            else if (obj is EndpointSlice slice)
            {
                var manager = slice.Metadata.Labels?[EndpointSlice.ManagedByLabel];
                _hasDerived |= manager == EndpointDerivation.Manager;
                // A controller leaves the slices of others alone, and they leave it alone.
                if (manager is null or "" or EndpointDerivation.Manager or EndpointMirroring.Manager)
                {
                    _managed.Add((slice.Namespace ?? "default", slice.Metadata.Labels?[EndpointSlice.ServiceNameLabel] ?? ""));
                }
            }
        }
    }

    /// <summary>In a dump that has what the controller wrote, a Service without a slice has no endpoints; slices made by hand, such as that of the API server, tell nothing of other Services.</summary>
    public bool AreOpen(Service service) => !(_hasDerived && ServiceDerivation.IsAllocated(service)) && !_managed.Contains(Key(service));

    public bool AreOpen(Endpoints endpoints) =>
        !_managed.Contains(Key(endpoints)) && EndpointMirroring.IsMirrored(endpoints, _services.TryGetValue(Key(endpoints), out var service) ? service : null);

    private static (string Namespace, string Name) Key(KubernetesObject item) => (item.Namespace ?? "default", item.Name ?? "");
}
