using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Emulation.Derivation;

/// <summary>EndpointSlices as the EndpointSlice controller writes them for Services with a selector.</summary>
internal sealed class EndpointDerivation
{
    public const string Manager = "endpointslice-controller.k8s.io";

    private const int LargestSlice = 100;

    private readonly WorkloadIndex _workloads;
    private readonly PodDerivation _pods;
    private readonly TopologyHints _hints;
    private readonly bool _areNodesKnown;
    private readonly Dictionary<(string Selector, bool PublishesAll), Selection> _selections = [];
    private readonly HashSet<string> _derived = new(StringComparer.Ordinal);
    private readonly Dictionary<DerivedPod, List<(string Family, bool IsPublished, bool HasHostname, SliceEndpoint? Endpoint)>> _endpointsByPod = new(ByIdentity<DerivedPod>.Instance);
    private readonly Dictionary<SliceEndpoint, DerivedPod> _podByEndpoint = new(ByIdentity<SliceEndpoint>.Instance);
    private readonly Dictionary<Service, IReadOnlyList<string>> _missingPods = new(ByIdentity<Service>.Instance);

    /// <param name="workloads">Of one cluster.</param>
    /// <param name="pods">Their pods.</param>
    /// <param name="hints">Decides which zones and nodes endpoints serve.</param>
    /// <param name="areNodesKnown">The input has the nodes: a pod on another one is no endpoint.</param>
    public EndpointDerivation(IReadOnlyList<Workload> workloads, PodDerivation pods, TopologyHints hints, bool areNodesKnown)
    {
        _workloads = new WorkloadIndex(workloads);
        _pods = pods;
        _hints = hints;
        _areNodesKnown = areNodesKnown;
    }

    /// <summary>The pod behind an endpoint that was derived.</summary>
    public DerivedPod? PodOf(SliceEndpoint endpoint) => _podByEndpoint.TryGetValue(endpoint, out var pod) ? pod : null;

    /// <summary>Why pods that a Service selects are no endpoints: nobody makes or starts them.</summary>
    public IReadOnlyList<string> MissingPodsOf(Service service) => _missingPods.TryGetValue(service, out var missing) ? missing : [];

    /// <summary>The input has pods, or what makes them, that the Service selects.</summary>
    public bool SelectsPods(Service service) => service is { Spec: { Selector: { Count: > 0 } selector } spec } && spec.Type?.Value != "ExternalName" && Selected(service, selector).Any();

    /// <summary>One slice, or more, for each family and set of ports; without endpoints an empty one for each family.</summary>
    public IEnumerable<EndpointSlice> SlicesOf(Service service)
    {
        if (service.Spec is not { Selector: { Count: > 0 } selector } spec || spec.Type?.Value == "ExternalName")
        {
            return [];
        }

        var selection = SelectionOf(service, spec, selector);
        if (selection.Missing.Count > 0)
        {
            _missingPods[service] = selection.Missing;
        }

        var slices = new List<EndpointSlice>();
        foreach (var family in spec.IPFamilies?.Items ?? [])
        {
            slices.AddRange(SlicesOf(service, family.Value, selection));
        }

        return slices;
    }

    // Thousands of Services may select the same pods.
    private Selection SelectionOf(Service service, ServiceSpec spec, StringMap selector)
    {
        var publishesAll = spec.PublishNotReadyAddresses?.Value == true;
        var key = (WorkloadIndex.KeyOf(service.Namespace ?? "default", selector), publishesAll);
        if (_selections.TryGetValue(key, out var known))
        {
            return known;
        }

        var pods = new List<DerivedPod>();
        var missing = new List<string>();
        foreach (var workload in Selected(service, selector))
        {
            pods.AddRange(_pods.Of(workload).Where(pod => pod.IsSelectedBy(selector) && (publishesAll || !IsOnMissingNode(pod))));
            if (_pods.WhyFewer(workload) is { } why)
            {
                missing.Add(why);
            }
        }

        _selections.Add(key, known = new Selection(pods, missing));
        return known;
    }

    /// <summary>
    /// The pods behind a Service without its slices: pods get their addresses in the order in which Services select them, and those of a
    /// headless Service are nothing to kube-proxy.
    /// </summary>
    public void DerivePods(Service service)
    {
        // Headless Services may be many in front of the same pods.
        if (service.Spec is { Selector: { Count: > 0 } selector } && _derived.Add(WorkloadIndex.KeyOf(service.Namespace ?? "default", selector)))
        {
            foreach (var workload in Selected(service, selector))
            {
                _pods.Of(workload);
            }
        }
    }

    private IEnumerable<Workload> Selected(Service service, StringMap selector) => _workloads.Candidates(selector).Where(w =>
        (w.Namespace ?? "default") == (service.Namespace ?? "default") && w.Status?.IsTerminal != true && LabelMatching.Selects(selector, w.PodLabels));

    private bool IsOnMissingNode(DerivedPod pod) => _areNodesKnown && pod.Workload.Status is not null && pod.Workload.PodSpec?.NodeName is { Value.Length: > 0 } node && pod.Node.Name != node.Value;

    private List<EndpointSlice> SlicesOf(Service service, string family, Selection selection)
    {
        var ports = string.Join("\n", (service.Spec!.Ports?.Items ?? []).Select(p => $"{p.Name?.Value} {PortResolution.Protocol(p)} {PortResolution.Target(p)} {p.AppProtocol?.Value}"));
        var key = (family, ports, selection.Names.Contains(service.Name ?? "") ? service.Name : null, TopologyHints.KeyOf(service));
        if (!selection.Parts.TryGetValue(key, out var parts))
        {
            selection.Parts.Add(key, parts = PartsOf(service, family, selection));
        }

        var slices = new List<EndpointSlice>();
        var resolved = new Dictionary<Workload, List<EndpointPort>>(ByIdentity<Workload>.Instance);
        foreach (var (first, endpoints) in parts)
        {
            if (!resolved.TryGetValue(first, out var own))
            {
                resolved.Add(first, own = PortsOf(service.Spec, first));
            }

            slices.Add(DerivedSlice.New(service, Manager, $"{service.Name}-{family.ToLowerInvariant()}-{slices.Count}", family, endpoints, own));
        }

        if (slices.Count == 0)
        {
            slices.Add(DerivedSlice.New(service, Manager, $"{service.Name}-{family.ToLowerInvariant()}", family, null, []));
        }

        return slices;
    }

    private List<(Workload First, IReadOnlyList<SliceEndpoint> Endpoints)> PartsOf(Service service, string family, Selection selection)
    {
        var groups = new List<(Workload First, List<SliceEndpoint> Endpoints)>();
        var byPorts = new Dictionary<string, List<SliceEndpoint>>(StringComparer.Ordinal);
        var all = new List<SliceEndpoint>();
        var (last, key) = ((Workload?)null, "");
        foreach (var pod in selection.Pods)
        {
            if (EndpointOf(service, pod, family) is { } endpoint)
            {
                (last, key) = ReferenceEquals(last, pod.Workload) ? (last, key)
                    : (pod.Workload, string.Join("\n", PortsOf(service.Spec!, pod.Workload).Select(p => $"{p.Name?.Value} {p.Port?.Value} {p.Protocol?.Value} {p.AppProtocol?.Value}")));
                if (!byPorts.TryGetValue(key, out var endpoints))
                {
                    byPorts.Add(key, endpoints = []);
                    groups.Add((pod.Workload, endpoints));
                }

                endpoints.Add(endpoint);
                all.Add(endpoint);
                _podByEndpoint[endpoint] = pod;
            }
        }

        var hints = _hints.Of(service, all);
        var parts = new List<(Workload First, IReadOnlyList<SliceEndpoint> Endpoints)>();
        foreach (var (first, endpoints) in groups)
        {
            for (var at = 0; at < endpoints.Count; at += LargestSlice)
            {
                parts.Add((first, endpoints.GetRange(at, Math.Min(LargestSlice, endpoints.Count - at)).ConvertAll(e => WithHints(e, hints))));
            }
        }

        return parts;
    }

    private SliceEndpoint WithHints(SliceEndpoint endpoint, IReadOnlyDictionary<SliceEndpoint, EndpointHints>? hints)
    {
        if (hints is null || !hints.TryGetValue(endpoint, out var own))
        {
            return endpoint;
        }

        var hinted = endpoint with { Hints = own };
        _podByEndpoint[hinted] = _podByEndpoint[endpoint];
        return hinted;
    }

    // A named target port that no container declares leaves the port out for these pods.
    private static List<EndpointPort> PortsOf(ServiceSpec spec, Workload workload)
    {
        var ports = new List<EndpointPort>();
        foreach (var port in spec.Ports?.Items ?? [])
        {
            var protocol = PortResolution.Protocol(port);
            var target = PortResolution.Target(port);
            var number = target?.Int ?? (target?.String is { } name ? PortResolution.Named(workload, name, protocol)?.Number?.Value : null);
            if (number is { } resolved)
            {
                ports.Add(new EndpointPort
                {
                    Span = port.Span,
                    KeySpan = port.KeySpan,
                    Name = port.Name,
                    Protocol = new Located<string>(protocol, port.Span),
                    Port = new Located<int>(resolved, port.TargetPort?.Span ?? port.Span, IsDefault: true),
                    AppProtocol = port.AppProtocol,
                });
            }
        }

        return ports;
    }

    // Thousands of headless Services may be in front of the same pods: what they say of a pod alike is one endpoint.
    private SliceEndpoint? EndpointOf(Service service, DerivedPod pod, string family)
    {
        var isPublished = service.Spec?.PublishNotReadyAddresses?.Value == true;
        var hasHostname = pod.Hostname is not null && pod.Subdomain == service.Name;
        if (!_endpointsByPod.TryGetValue(pod, out var known))
        {
            _endpointsByPod.Add(pod, known = []);
        }

        foreach (var one in known)
        {
            if (one.Family == family && one.IsPublished == isPublished && one.HasHostname == hasHostname)
            {
                return one.Endpoint;
            }
        }

        var endpoint = NewEndpoint(pod, family, isPublished, hasHostname);
        known.Add((family, isPublished, hasHostname, endpoint));
        return endpoint;
    }

    private SliceEndpoint? NewEndpoint(DerivedPod pod, string family, bool isPublished, bool hasHostname)
    {
        var workload = pod.Workload;
        // What is published although its node is gone names the node all the same.
        var missing = IsOnMissingNode(pod) ? workload.PodSpec!.NodeName : null;
        var place = workload.Template.KeySpan;
        var addresses = pod.Addresses.Where(a => a.Family.ToString() == family).Select(a => new Located<string>(a.ToString(), place, IsDefault: true)).ToArray();
        if (addresses.Length == 0)
        {
            return null;
        }

        return new SliceEndpoint
        {
            Span = workload.Span,
            KeySpan = workload.KeySpan,
            Addresses = new LocatedList<Located<string>>(addresses, place, place, IsDefault: true),
            Conditions = new EndpointConditions
            {
                Span = workload.Span,
                KeySpan = workload.KeySpan,
                Ready = Derived(isPublished || (pod.IsReady && !pod.IsTerminating), place),
                Serving = Derived(pod.IsReady, place),
                Terminating = Derived(pod.IsTerminating, place),
            },
            Hostname = hasHostname ? Derived(pod.Hostname!, place) : null,
            NodeName = missing ?? Derived(pod.Node.Name, place),
            Zone = missing is null && pod.Node.Zone is { Length: > 0 } zone ? Derived(zone, place) : null,
            TargetRef = new TargetReference
            {
                Span = workload.Span,
                KeySpan = workload.KeySpan,
                Kind = Derived("Pod", place),
                Namespace = Derived(workload.Namespace ?? "default", place),
                Name = Derived(pod.Name, place),
            },
        };
    }

    private static Located<T> Derived<T>(T value, SourceSpan place) => new(value, place, IsDefault: true);

    /// <summary>The pods of a selector, and their endpoints in the parts that slices hold: Services that ask for the same have them in common.</summary>
    private sealed class Selection(IReadOnlyList<DerivedPod> pods, IReadOnlyList<string> missing)
    {
        public IReadOnlyList<DerivedPod> Pods => pods;

        /// <summary>Why some are not there.</summary>
        public IReadOnlyList<string> Missing => missing;

        /// <summary>The Services that give host names to some of the pods.</summary>
        public HashSet<string> Names { get; } = new(pods.Where(p => p.Hostname is not null).Select(p => p.Subdomain).OfType<string>(), StringComparer.Ordinal);

        public Dictionary<(string Family, string Ports, string? Name, string? Hints), IReadOnlyList<(Workload First, IReadOnlyList<SliceEndpoint> Endpoints)>> Parts { get; } = [];
    }
}
