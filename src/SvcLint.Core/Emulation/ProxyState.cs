using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation;

/// <summary>
/// What a proxier of one family knows on one node: Service ports with the endpoints that the node uses. Immutable. The state is
/// that of a first sync on a clean node.
/// </summary>
public sealed class ProxyState
{
    private const int LargeClusterEndpoints = 1000;

    private ProxyState(ProxyConfiguration configuration, ProxyNode node, IPFamily family, KubeProxyRelease release)
    {
        Configuration = configuration;
        Node = node;
        Family = family;
        Release = release;
        LocalDetector = LocalDetector.Of(configuration, node, family);
        NodeIP = NodeIPOf(configuration, node, family, release);
        NodePortAddresses = NodePortAddresses.Of(configuration, f => NodeIPOf(configuration, node, f, release), family, release);
    }

    public ProxyConfiguration Configuration { get; }

    public ProxyNode Node { get; }

    public IPFamily Family { get; }

    public KubeProxyRelease Release { get; }

    public ProxyEnvironment Environment { get; private init; } = ProxyEnvironment.Default;

    public LocalDetector LocalDetector { get; }

    /// <summary>The node's address that source ranges are compared with; loopback when it is unknown.</summary>
    public IPAddressValue NodeIP { get; }

    /// <summary>Addresses of this family that serve node ports.</summary>
    public NodePortAddresses NodePortAddresses { get; }

    /// <summary>
    /// Node ports answer on the node's loopback address too: iptables mode alone can, for IPv4. Without a loopback address among the node
    /// port addresses kube-proxy turns the setting off itself.
    /// </summary>
    public bool ServesLocalhostNodePorts =>
        Configuration is { Mode: ProxyMode.Iptables, LocalhostNodePorts: true } && Family == IPFamily.IPv4 && NodePortAddresses.ContainsIPv4Loopback;

    /// <summary>kube-proxy itself listens on the loopback at TCP node ports: nftables mode by a gate, where nodePortAddresses names the loopback.</summary>
    public bool ProxiesLocalhostNodePorts => Configuration.Mode == ProxyMode.Nftables && Release.RejectsLocalhostNodePorts && NodePortAddresses.NamesLoopback;

    /// <summary>Masqueraded connections get random ports.</summary>
    internal bool IsFullyRandom => Release.AlwaysFullyRandom || Environment.RandomFully;

    /// <summary>Ordinally by name: kube-proxy's own order is random.</summary>
    public IReadOnlyList<ProxyServicePort> ServicePorts { get; private init; } = [];

    /// <summary>More than a thousand endpoints: the iptables proxier leaves comments of endpoint rules out.</summary>
    public bool IsLargeCluster { get; private init; }

    /// <summary>Ranges of ServiceCIDR objects as written, where the release and its gates read them, ordinally: kube-proxy's order is random.</summary>
    internal IReadOnlyList<string> ServiceCIDRs { get; private init; } = [];

    /// <summary>Addresses on the node's interfaces.</summary>
    internal IEnumerable<IPAddressValue> InterfaceAddresses
    {
        get
        {
            yield return IPAddressValue.Loopback(Family);
            foreach (var address in Node.InternalIPs)
            {
                if (address.Family == Family)
                {
                    yield return address;
                }
            }
        }
    }

    /// <param name="objects">Services and EndpointSlices; of objects with one kind and name the last one counts, of slices that of the family.</param>
    /// <param name="node">The node.</param>
    /// <param name="configuration">Mode and settings.</param>
    /// <param name="family">One of the two proxiers of a dual-stack node.</param>
    /// <param name="release">The release of kube-proxy, with its feature gates.</param>
    /// <param name="environment">What the node and the cluster have besides; by default a clean, current node.</param>
    public static ProxyState Create(
        IEnumerable<KubernetesObject> objects,
        ProxyNode node,
        ProxyConfiguration configuration,
        IPFamily family,
        KubeProxyRelease release,
        ProxyEnvironment? environment = null)
    {
        var services = new Dictionary<(string, string), Service>();
        var slices = new Dictionary<(string, string), EndpointSlice>();
        var ranges = new List<string>();
        foreach (var range in environment?.ServiceCIDRs ?? [])
        {
            if (range.Family == family)
            {
                ranges.Add(range.ToString());
            }
        }

        foreach (var obj in objects)
        {
            if (obj is Service service && !ServicePortMap.IsWithheld(service, release))
            {
                services[(service.Namespace ?? "default", service.Name ?? "")] = service;
            }
            else if (obj is EndpointSlice slice && slice.AddressType?.Value == family.ToString() && !ServicePortMap.IsWithheld(slice, release))
            {
                slices[(slice.Namespace ?? "default", slice.Name ?? "")] = slice;
            }
            else if (obj is ServiceCidr cidr && release.ReadsServiceCIDRs)
            {
                AddRanges(cidr, family, ranges);
            }
        }

        ranges.Sort(string.CompareOrdinal);
        var map = new ServicePortMap(family, release);
        foreach (var service in services.Values)
        {
            map.Add(service);
        }

        var endpoints = EndpointsMap.Of(InOrder(slices), family, node.Name, release);
        var ports = new List<ProxyServicePort>(map.Ports.Values);
        ports.Sort((a, b) => a.Name.CompareTo(b.Name));
        var total = 0;
        foreach (var port in ports)
        {
            port.Endpoints = endpoints[port.Name];
            total += port.Endpoints.Count;
            port.Choice = EndpointChoice.Of(port, port.Endpoints, node, release);
        }

        return new ProxyState(configuration, node, family, release)
        {
            ServicePorts = ports,
            ServiceCIDRs = ranges,
            IsLargeCluster = total > LargeClusterEndpoints,
            Environment = environment ?? ProxyEnvironment.Default,
        };
    }

    private static void AddRanges(ServiceCidr obj, IPFamily family, List<string> ranges)
    {
        foreach (var text in obj.Spec?.Cidrs?.Items ?? [])
        {
            if (CidrValue.TryParseSloppy(text.Value, out var range) && range.Family == family && !ranges.Contains(text.Value))
            {
                ranges.Add(text.Value);
            }
        }
    }

    private static IEnumerable<EndpointSlice> InOrder(Dictionary<(string Namespace, string Name), EndpointSlice> slices)
    {
        var keys = new List<(string Namespace, string Name)>(slices.Keys);
        keys.Sort((a, b) => string.CompareOrdinal(a.Namespace, b.Namespace) is var order and not 0 ? order : string.CompareOrdinal(a.Name, b.Name));
        foreach (var key in keys)
        {
            yield return slices[key];
        }
    }

    private static IPAddressValue NodeIPOf(ProxyConfiguration configuration, ProxyNode node, IPFamily family, KubeProxyRelease release)
    {
        if (configuration.BindAddress is { } bind && bind.Family == family)
        {
            return bind;
        }

        if (release.NodeIPFromNode)
        {
            foreach (var address in node.HostIPs)
            {
                if (address.Family == family)
                {
                    return address;
                }
            }
        }

        return IPAddressValue.Loopback(family);
    }
}
