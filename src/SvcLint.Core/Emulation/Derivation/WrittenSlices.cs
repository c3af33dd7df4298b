using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>Which slices the input holds already, which of them their controller deletes, and for which objects a controller's are still to be derived.</summary>
internal sealed class WrittenSlices
{
    private readonly HashSet<(string Namespace, string Service)> _managed = [];
    private readonly HashSet<(string Namespace, string Service)> _mirrored = [];
    private readonly HashSet<EndpointSlice> _deleted = new(ByIdentity<EndpointSlice>.Instance);
    private readonly Dictionary<(string Namespace, string Name), Service> _services = [];
    private readonly bool _hasDerived;

    /// <param name="objects">Of one cluster.</param>
    /// <param name="selectsPods">True for a Service in front of pods of the input.</param>
    /// <param name="isRunning">The slices are those of a running cluster: what controllers delete is gone.</param>
    public WrittenSlices(IReadOnlyList<KubernetesObject> objects, Func<Service, bool> selectsPods, bool isRunning)
    {
        foreach (var service in objects.OfType<Service>())
        {
            _services[Key(service)] = service;
        }

        foreach (var slice in objects.OfType<EndpointSlice>())
        {
            var manager = slice.Metadata.Labels?[EndpointSlice.ManagedByLabel];
            var key = (slice.Namespace ?? "default", slice.Metadata.Labels?[EndpointSlice.ServiceNameLabel] ?? "");
            _services.TryGetValue(key, out var service);
            // A controller takes for its own what has its name, and deletes what no owner reference ties to the object.
            if (!isRunning && service is not null && slice.Metadata.OwnerReferences is not { Count: > 0 }
                && (manager == EndpointDerivation.Manager ? selectsPods(service) : manager == EndpointMirroring.Manager && service.Spec?.Selector is not { Count: > 0 }))
            {
                _deleted.Add(slice);
            }
            else if (manager == EndpointMirroring.Manager)
            {
                _mirrored.Add(key);
            }
            else if (manager == EndpointDerivation.Manager)
            {
                _hasDerived = true;
                _managed.Add(key);
            }
            // It leaves the slices of others alone, and they leave it alone; what names pods is a copy of a controller's, without the label.
            else if (manager is null or "" && (isRunning || service is null || NamesPods(slice) || !selectsPods(service)))
            {
                _managed.Add(key);
            }
        }
    }

    /// <summary>A slice made by hand under the name of a controller.</summary>
    public bool IsDeleted(EndpointSlice slice) => _deleted.Contains(slice);

    /// <summary>In a dump that has what the controller wrote, a Service without a slice has no endpoints; slices made by hand, such as that of the API server, tell nothing of other Services.</summary>
    public bool AreOpen(Service service) => !(_hasDerived && ServiceDerivation.IsAllocated(service)) && !_managed.Contains(Key(service));

    public bool AreOpen(Endpoints endpoints) =>
        !_mirrored.Contains(Key(endpoints)) && EndpointMirroring.IsMirrored(endpoints, _services.TryGetValue(Key(endpoints), out var service) ? service : null);

    private static bool NamesPods(EndpointSlice slice) => (slice.Endpoints?.Items ?? []).Any(e => e.TargetRef?.Kind?.Value == "Pod");

    private static (string Namespace, string Name) Key(KubernetesObject item) => (item.Namespace ?? "default", item.Name ?? "");
}
