using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Names;

/// <summary>An address, or the target of an ExternalName, that a name has.</summary>
/// <param name="Host">The address or the target.</param>
/// <param name="Family">Null for a target.</param>
/// <param name="Shown">How it is shown: the address, or the object whose address the cluster has yet to choose.</param>
/// <param name="Name">The name that stands for it in SRV records.</param>
/// <param name="Port">Null where there is no port.</param>
/// <param name="Span">The YAML behind it.</param>
internal sealed record DnsHost(string Host, IPFamily? Family, string Shown, string Name, int? Port, SourceSpan? Span);

/// <summary>An endpoint as CoreDNS keeps it: ready ones alone.</summary>
/// <param name="Hostname">Its label below the Service.</param>
/// <param name="Address">One address.</param>
/// <param name="Family">Null for a host name.</param>
/// <param name="Shown">How the address is shown.</param>
/// <param name="Span">The YAML behind it.</param>
internal sealed record DnsEndpoint(string Hostname, string Address, IPFamily? Family, string Shown, SourceSpan Span);

/// <summary>The ports of a slice with its ready endpoints.</summary>
internal sealed record DnsSubset(IReadOnlyList<(string Name, string Protocol, int? Port)> Ports, IReadOnlyList<DnsEndpoint> Endpoints);

/// <summary>A Service with what CoreDNS keeps of it.</summary>
internal sealed record DnsService(Service Service, IReadOnlyList<DnsSubset> Subsets)
{
    public string Namespace => Service.Namespace ?? "default";

    public string Name => Service.Name ?? "";

    public bool IsExternalName => Service.Spec?.Type?.Value == "ExternalName";

    public bool IsHeadless => !IsExternalName && (Service.Spec?.ClusterIPs is { Count: > 0 } list ? list[0].Value : Service.Spec?.ClusterIP?.Value) == "None";

    public IEnumerable<DnsEndpoint> Endpoints => Subsets.SelectMany(s => s.Endpoints);
}

/// <summary>The Services, endpoints and namespaces of a cluster as its DNS server sees them.</summary>
internal sealed class DnsObjects
{
    // Its slices have the labels of their Service.
    private const string ServiceSliceManager = "endpointslice-controller.k8s.io";

    private readonly Dictionary<(string Namespace, string Name), DnsService> _services = [];
    private readonly HashSet<string> _namespaces = new(StringComparer.Ordinal) { "default", "kube-system", "kube-public", "kube-node-lease" };
    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);
    private readonly Dictionary<IPAddressValue, List<DnsService>> _byClusterIP = [];
    private readonly Dictionary<IPAddressValue, List<(IReadOnlyList<DnsEndpoint> List, DnsEndpoint Endpoint)>> _byEndpoint = [];
    private readonly Dictionary<IReadOnlyList<DnsEndpoint>, List<(int Place, DnsService Service)>> _byList = new(ByIdentity<IReadOnlyList<DnsEndpoint>>.Instance);
    private readonly Dictionary<IPAddressValue, List<Workload>> _podsByAddress = [];
    private readonly Dictionary<ListedEndpoint, IReadOnlyList<DnsEndpoint>> _known = new(ByIdentity<ListedEndpoint>.Instance);
    private readonly Dictionary<IReadOnlyList<ListedEndpoint>, IReadOnlyList<DnsEndpoint>> _lists = new(ByIdentity<IReadOnlyList<ListedEndpoint>>.Instance);
    private readonly KubernetesPlugin _plugin;
    private int _places;

    /// <param name="objects">Of one cluster.</param>
    /// <param name="services">Its Services with their slices.</param>
    /// <param name="plugin">Which of them the server knows.</param>
    public DnsObjects(IReadOnlyList<KubernetesObject> objects, IReadOnlyList<ListedService> services, KubernetesPlugin plugin)
    {
        _plugin = plugin;
        foreach (var item in objects)
        {
            HoldsAllNamespaces |= item is Namespace { Name: "kube-system" or "default" };
            _namespaces.Add((item is Namespace ? item.Name : item is Node ? null : item.Namespace) ?? "default");
            if (item is Namespace own && plugin.NamespaceLabels is { } wanted && !wanted.Matches(key => own.Metadata.Labels?[key] ?? (key == "kubernetes.io/metadata.name" ? own.Name : null)))
            {
                _hidden.Add(own.Name ?? "");
            }

            foreach (var ip in item is Workload { WorkloadKind: WorkloadKind.Pod, Metadata.DeletionTimestamp: null, Status.IsTerminal: not true } pod && IsKnown(pod) ? pod.PodIPs : [])
            {
                Add(_podsByAddress, ip.Value, (Workload)item);
            }
        }

        foreach (var listed in services.Where(s => IsKnown(s.Service)))
        {
            var slices = plugin.NoEndpoints ? [] : listed.Slices.Where(s => IsKnown(s.Slice.Node is null && s.ManagedBy == ServiceSliceManager ? listed.Service : s.Slice));
            Add(new DnsService(listed.Service, slices.Select(s => SubsetOf(s, listed.Namespace)).ToArray()));
        }
    }

    public IEnumerable<DnsService> Services => _services.Values;

    /// <summary>The input holds every namespace: it is the dump of a cluster, which Kubernetes' own namespaces tell.</summary>
    public bool HoldsAllNamespaces { get; }

    public bool HasNamespace(string name) => _namespaces.Contains(name);

    /// <summary>The Corefile does not keep the namespace from being answered.</summary>
    public bool IsExposed(string name) => IsListed(name) && !_hidden.Contains(name);

    /// <summary>It is among those that the Corefile names, or all are.</summary>
    public bool IsListed(string name) => _plugin.Namespaces is not { } listed || listed.Contains(name);

    /// <summary>The API server makes its own Service in every cluster, so hardly any input declares it.</summary>
    public bool IsUndeclaredApiServer(string @namespace, string name) => (@namespace, name) is ("default", "kubernetes") && _plugin.Labels is null && !_services.ContainsKey(("default", "kubernetes"));

    public DnsService? Find(string @namespace, string name) => _services.TryGetValue((@namespace, name), out var found) ? found : null;

    public IReadOnlyList<DnsService> WithClusterIP(IPAddressValue address) => _byClusterIP.TryGetValue(address, out var found) ? found : [];

    /// <summary>By Service, in their order.</summary>
    public IReadOnlyList<(DnsService Service, DnsEndpoint Endpoint)> WithEndpoint(IPAddressValue address) => _byEndpoint.TryGetValue(address, out var found)
        ? [.. found.SelectMany(f => _byList[f.List].Select(own => (own.Place, own.Service, f.Endpoint))).OrderBy(own => own.Place).Select(own => (own.Service, own.Endpoint))] : [];

    public IReadOnlyList<Workload> PodsAt(IPAddressValue address) => _podsByAddress.TryGetValue(address, out var found) ? found : [];

    private bool IsKnown(KubernetesObject item) => _plugin.Labels is not { } wanted || wanted.Matches(key => item.Metadata.Labels?[key]);

    private void Add(DnsService service)
    {
        _services[(service.Namespace, service.Name)] = service;
        foreach (var ip in service.IsExternalName ? [] : service.Service.Spec?.ClusterIPs?.Items ?? [])
        {
            Add(_byClusterIP, ip.Value, service);
        }

        // Lists of endpoints are shared, so that Services in front of the same pods are not as many pairs.
        foreach (var endpoints in service.Subsets.Select(s => s.Endpoints))
        {
            if (!_byList.TryGetValue(endpoints, out var services))
            {
                _byList.Add(endpoints, services = []);
                foreach (var endpoint in endpoints)
                {
                    Add(_byEndpoint, endpoint.Address, (endpoints, endpoint));
                }
            }

            services.Add((_places++, service));
        }
    }

    private static void Add<T>(Dictionary<IPAddressValue, List<T>> index, string text, T item)
    {
        if (IPAddressValue.TryParseSloppy(text, out var address))
        {
            if (!index.TryGetValue(address, out var same))
            {
                index.Add(address, same = []);
            }

            same.Add(item);
        }
    }

    private DnsSubset SubsetOf(ListedSlice slice, string @namespace)
    {
        var ports = (slice.Slice.Ports?.Items ?? []).Select(p => (p.Name?.Value ?? "", p.Protocol?.Value ?? "TCP", p.Port?.Value)).ToArray();
        if (!_lists.TryGetValue(slice.Endpoints, out var endpoints))
        {
            _lists.Add(slice.Endpoints, endpoints = [.. slice.Endpoints.Where(e => e.Ready != false).SelectMany(e => EndpointsOf(e, @namespace))]);
        }

        return new DnsSubset(ports.Length > 0 ? ports : [("", "", null)], endpoints);
    }

    private IReadOnlyList<DnsEndpoint> EndpointsOf(ListedEndpoint endpoint, string @namespace)
    {
        if (!_known.TryGetValue(endpoint, out var own))
        {
            _known.Add(endpoint, own = [.. (endpoint.Source.Addresses?.Items ?? []).Select(a => EndpointOf(endpoint, a.Value, @namespace))]);
        }

        return own;
    }

    private DnsEndpoint EndpointOf(ListedEndpoint endpoint, string written, string @namespace)
    {
        IPFamily? family = IPAddressValue.TryParseSloppy(written, out var address) ? address.Family : null;
        var shown = endpoint.Addresses is not null ? written : $"pod {@namespace}/{endpoint.Pod ?? "deploy:" + (endpoint.Workload?.Name ?? "")}";
        return new DnsEndpoint(HostnameOf(endpoint, written), written, family, shown, endpoint.Source.Span);
    }

    private string HostnameOf(ListedEndpoint endpoint, string address) =>
        endpoint.Hostname is { Length: > 0 } hostname ? hostname
        : _plugin.EndpointPodNames && endpoint.TargetRef?.Name is { Length: > 0 and < 64 } pod ? pod
        : address.IndexOf('.') >= 0 ? address.Replace('.', '-')
        // A label does not end in a dash.
        : address.Replace(':', '-') is var dashed && dashed.EndsWith("-", StringComparison.Ordinal) ? dashed + "0" : dashed;
}
