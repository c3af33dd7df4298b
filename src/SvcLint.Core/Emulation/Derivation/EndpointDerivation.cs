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

        var selected = new List<(DerivedPod Pod, IReadOnlyList<EndpointPort> Ports)>();
        List<string>? missing = null;
        foreach (var workload in Selected(service, selector))
        {
            IReadOnlyList<EndpointPort>? ports = null;
            foreach (var pod in _pods.Of(workload))
            {
                if (pod.IsSelectedBy(selector) && (spec.PublishNotReadyAddresses?.Value == true || !IsOnMissingNode(pod)))
                {
                    selected.Add((pod, ports ??= PortsOf(spec, workload)));
                }
            }

            if (_pods.WhyFewer(workload) is { } why)
            {
                (missing ??= []).Add(why);
            }
        }

        if (missing is not null)
        {
            _missingPods[service] = missing;
        }

        var slices = new List<EndpointSlice>();
        foreach (var family in spec.IPFamilies?.Items ?? [])
        {
            slices.AddRange(SlicesOf(service, family.Value, selected));
        }

        return slices;
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

    private List<EndpointSlice> SlicesOf(Service service, string family, List<(DerivedPod Pod, IReadOnlyList<EndpointPort> Ports)> selected)
    {
        var groups = new List<(IReadOnlyList<EndpointPort> Ports, List<SliceEndpoint> Endpoints)>();
        var byPorts = new Dictionary<string, List<SliceEndpoint>>(StringComparer.Ordinal);
        var all = new List<SliceEndpoint>();
        foreach (var (pod, ports) in selected)
        {
            if (EndpointOf(service, pod, family) is { } endpoint)
            {
                var key = string.Join("\n", ports.Select(p => $"{p.Name?.Value} {p.Port?.Value} {p.Protocol?.Value} {p.AppProtocol?.Value}"));
                if (!byPorts.TryGetValue(key, out var endpoints))
                {
                    byPorts.Add(key, endpoints = []);
                    groups.Add((ports, endpoints));
                }

                endpoints.Add(endpoint);
                all.Add(endpoint);
                _podByEndpoint[endpoint] = pod;
            }
        }

        var hints = _hints.Of(service, all, e => _podByEndpoint[e]);
        var slices = new List<EndpointSlice>();
        foreach (var (ports, endpoints) in groups)
        {
            for (var at = 0; at < endpoints.Count; at += LargestSlice)
            {
                var part = endpoints.GetRange(at, Math.Min(LargestSlice, endpoints.Count - at)).ConvertAll(e => WithHints(e, hints));
                slices.Add(DerivedSlice.New(service, Manager, $"{service.Name}-{family.ToLowerInvariant()}-{slices.Count}", family, part, ports));
            }
        }

        if (slices.Count == 0)
        {
            slices.Add(DerivedSlice.New(service, Manager, $"{service.Name}-{family.ToLowerInvariant()}", family, null, []));
        }

        return slices;
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

    private static SliceEndpoint? NewEndpoint(DerivedPod pod, string family, bool isPublished, bool hasHostname)
    {
        var workload = pod.Workload;
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
            NodeName = Derived(pod.Node.Name, place),
            Zone = pod.Node.Zone is { Length: > 0 } zone ? Derived(zone, place) : null,
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
}
