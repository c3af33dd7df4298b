using SvcLint.Cluster.Addresses;
using SvcLint.Cluster.Listening;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>The objects of a unit by what rules ask for. Each index is made when it is first asked for, and once.</summary>
internal sealed class UnitLookup(DeploymentUnit unit)
{
    private readonly Dictionary<Container, (Workload Of, ContainerListeners Found)> _listeners = new(ByIdentity<Container>.Instance);
    private readonly Dictionary<Workload, SuggestedPorts> _suggested = new(ByIdentity<Workload>.Instance);
    private readonly Dictionary<IReadOnlyList<Workload>, SuggestedPorts> _suggestedByAny = [];
    private readonly Dictionary<ConfigMap, HashSet<int>> _numbers = new(ByIdentity<ConfigMap>.Instance);
    private ILookup<string, Workload>? _workloads;
    private ILookup<string, ConfigMap>? _configMaps;
    private ILookup<string, Secret>? _secrets;
    private ILookup<string, Gateway>? _gateways;
    private ILookup<string, (KubernetesObject Referrer, ServiceReference Reference)>? _routed;
    private ILookup<string, ConfiguredAddress>? _addresses;
    private Dictionary<string, (int All, int NotPolicies)>? _objects;
    private Dictionary<IPAddressValue, Service>? _clusterIPs;
    private HashSet<int>? _nodePorts;
    private string[]? _scalers;
    private HashSet<string>? _scalerNames;
    private bool _hasNamelessScaler;
    private LabelledServices? _services;
    private PortsInFront? _ports;
    private CoveringPolicies? _covering;
    private SelectorVocabulary? _vocabulary;
    private MentionedNames? _mentioned;
    private RouteAttachments? _attachments;

    /// <summary>What was found of selectors that match no pod, by what they say.</summary>
    public Dictionary<string, PolicySelectorEvidence?> PolicyEvidence { get; } = new(StringComparer.Ordinal);

    public LabelledServices Services => _services ??= new LabelledServices(unit.Services);

    public PortsInFront Ports => _ports ??= new PortsInFront(unit);

    public CoveringPolicies Covering => _covering ??= new CoveringPolicies(unit);

    public SelectorVocabulary Vocabulary => _vocabulary ??= new SelectorVocabulary(unit);

    public MentionedNames Mentioned => _mentioned ??= new MentionedNames(unit);

    public RouteAttachments Attachments => _attachments ??= new RouteAttachments(unit);

    /// <summary>Where a container of a workload listens.</summary>
    public ContainerListeners Listeners(Container container, Workload workload)
    {
        if (!_listeners.TryGetValue(container, out var known) || !ReferenceEquals(known.Of, workload))
        {
            _listeners[container] = known = (workload, ContainerListeners.Find(container, workload, unit));
        }

        return known.Found;
    }

    /// <summary>The numbers that suggest where a workload listens.</summary>
    public SuggestedPorts SuggestedBy(Workload workload)
    {
        if (!_suggested.TryGetValue(workload, out var ports))
        {
            _suggested.Add(workload, ports = new SuggestedPorts(workload, unit));
        }

        return ports;
    }

    /// <summary>The same of any of these workloads; the list is asked about again and again.</summary>
    public SuggestedPorts SuggestedBy(IReadOnlyList<Workload> workloads)
    {
        if (workloads.Count == 1)
        {
            return SuggestedBy(workloads[0]);
        }

        if (!_suggestedByAny.TryGetValue(workloads, out var ports))
        {
            _suggestedByAny.Add(workloads, ports = new SuggestedPorts(workloads.Select(SuggestedBy)));
        }

        return ports;
    }

    /// <summary>The numbers that stand in the values of a ConfigMap.</summary>
    public HashSet<int> NumbersIn(ConfigMap map)
    {
        if (!_numbers.TryGetValue(map, out var numbers))
        {
            _numbers.Add(map, numbers = []);
            foreach (var entry in map.Data?.Entries ?? [])
            {
                SuggestedPorts.AddNumbers(entry.Value.Value, numbers);
            }
        }

        return numbers;
    }

    public IEnumerable<Workload> WorkloadsNamed(string name) => (_workloads ??= ByName(unit.Workloads))[name];

    /// <summary>ConfigMaps of a name that a workload of a namespace may mean, in the order of the input.</summary>
    public IEnumerable<ConfigMap> ConfigMaps(string? name, string? @namespace) =>
        name is null ? [] : (_configMaps ??= ByName(unit.ConfigMaps))[name].Where(m => NamespaceComparer.MayBeSame(m.Namespace, @namespace));

    public IEnumerable<ConfigMap> ConfigMapsNamed(string name) => (_configMaps ??= ByName(unit.ConfigMaps))[name];

    public IEnumerable<Secret> SecretsNamed(string name) => (_secrets ??= ByName(unit.OfType<Secret>()))[name];

    public IEnumerable<Gateway> GatewaysNamed(string name) => (_gateways ??= ByName(unit.OfType<Gateway>()))[name];

    /// <summary>The Ingresses and routes that refer to a Service by this name.</summary>
    public IEnumerable<(KubernetesObject Referrer, ServiceReference Reference)> RoutedTo(string name) =>
        (_routed ??= unit.Objects.Where(o => o is Ingress or GatewayRoute).SelectMany(o => o.ServiceReferences.Select(r => (o, r))).ToLookup(r => r.r.Name.Value, StringComparer.Ordinal))[name];

    /// <summary>The addresses that name a Service so, in whatever namespace.</summary>
    public IEnumerable<ConfiguredAddress> AddressesOf(string service) => (_addresses ??= unit.Addresses.ToLookup(a => a.Name.Name, StringComparer.Ordinal))[service];

    /// <summary>How many objects say that they are in a namespace, and how many of them are no NetworkPolicies.</summary>
    public (int All, int NotPolicies) ObjectsIn(string @namespace)
    {
        if (_objects is null)
        {
            var counts = new Dictionary<string, (int All, int NotPolicies)>(StringComparer.Ordinal);
            foreach (var item in unit.Objects)
            {
                if (item.Namespace is { } own)
                {
                    counts.TryGetValue(own, out var count);
                    counts[own] = (count.All + 1, count.NotPolicies + (item is NetworkPolicy ? 0 : 1));
                }
            }

            _objects = counts;
        }

        return _objects.TryGetValue(@namespace, out var found) ? found : (0, 0);
    }

    /// <summary>The first Service with this cluster IP, or null.</summary>
    public Service? ServiceAt(IPAddressValue address)
    {
        if (_clusterIPs is null)
        {
            var services = new Dictionary<IPAddressValue, Service>();
            foreach (var service in unit.Services)
            {
                if (IPAddressValue.TryParseSloppy(service.Spec?.ClusterIP?.Value, out var ip) && !services.ContainsKey(ip))
                {
                    services.Add(ip, service);
                }
            }

            _clusterIPs = services;
        }

        return _clusterIPs.TryGetValue(address, out var found) ? found : null;
    }

    /// <summary>True when pods of the unit take this port of their node.</summary>
    public bool IsTakenOnNodes(int port) => (_nodePorts ??=
        [.. unit.Workloads.SelectMany(w => PortResolution.Declared(w).Select(p => PortResolution.OnNode(w, p)?.Value)).OfType<int>()]).Contains(port);

    /// <summary>
    /// True when an autoscaler may scale the workload. Which object it scales is not read; by convention one's name begins with the other's.
    /// </summary>
    public bool MayBeScaled(Workload workload)
    {
        if (_scalers is null)
        {
            var names = unit.Objects.Where(o => o.Kind.Value is "HorizontalPodAutoscaler" or "ScaledObject").Select(o => o.Name).ToArray();
            _hasNamelessScaler = Array.IndexOf(names, null) >= 0;
            _scalers = [.. names.OfType<string>().Distinct().OrderBy(n => n, StringComparer.Ordinal)];
            _scalerNames = new HashSet<string>(_scalers, StringComparer.Ordinal);
        }

        if (_scalers.Length == 0 || workload.Name is not { } name)
        {
            return _scalers.Length > 0 || _hasNamelessScaler;
        }

        var next = Array.BinarySearch(_scalers, name, StringComparer.Ordinal) is >= 0 and var at ? at : ~Array.BinarySearch(_scalers, name, StringComparer.Ordinal);
        return _hasNamelessScaler || (next < _scalers.Length && _scalers[next].StartsWith(name, StringComparison.Ordinal))
            || Enumerable.Range(1, name.Length).Any(length => _scalerNames!.Contains(name.Substring(0, length)));
    }

    private static ILookup<string, T> ByName<T>(IEnumerable<T> items)
        where T : KubernetesObject => items.Where(i => i.Name is not null).ToLookup(i => i.Name!, StringComparer.Ordinal);
}
