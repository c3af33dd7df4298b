using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Emulation.Derivation;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules;

/// <summary>
/// kube-proxy of a unit's cluster, as far as manifests and configuration tell. Emulated when a rule asks, and without workloads: pods
/// that svclint would make up prove nothing.
/// </summary>
public sealed class ClusterProxy
{
    // Each vantage costs an emulation of the whole cluster: a large one gets fewer of them.
    private const int FewestVantages = 8;
    private const int MostEmulated = 4096;

    private readonly KubernetesObject[] _objects;
    private readonly Dictionary<Service, int> _order = new(ByIdentity<Service>.Instance);
    private readonly int _others;
    private readonly Dictionary<(ProxyMode, IPFamily, ProxyNode), ProxyState> _states = [];
    private readonly Dictionary<(string, string), Service> _serviceByName = [];
    private readonly Dictionary<ProxyMode, ClusterDerivation> _completed = [];
    private IReadOnlyList<ProxyNode>? _nodes;
    private IReadOnlyList<ProxyNode>? _vantages;

    /// <param name="unit">The unit that is linted.</param>
    /// <param name="repository">Holds the other units that the configuration sends to the same cluster.</param>
    /// <param name="version">The cluster's version; null when it is not declared.</param>
    public ClusterProxy(DeploymentUnit unit, Repository repository, KubernetesVersion? version)
    {
        // Overlays of one base declare the same Service for several clusters or namespaces; only declared clusters tell.
        IReadOnlyList<DeploymentUnit> units = unit.Facts.Name.Length == 0 ? [unit] : [.. repository.Units.Where(u => u.Facts.Name == unit.Facts.Name)];
        var configurations = units.SelectMany(u => u.KubeProxyConfigurations).ToArray();
        Configuration = configurations.Length == 1 ? configurations[0] : null;
        Mode = ProxyModes.Of(unit.Facts.DataPlane) ?? ModeOf(Configuration);
        Version = version;
        Nodes = [.. units.SelectMany(u => u.Nodes)];
        var others = units.TakeWhile(u => u != unit).SelectMany(u => u.Services).ToArray();
        _others = others.Length;
        foreach (var service in others.Concat(unit.Services))
        {
            _order[service] = _order.Count;
            _serviceByName[KeyOf(service)] = service;
        }

        _objects = [.. _serviceByName.Values.Select(WithEitherFamily), .. unit.EndpointSlices, .. unit.Endpoints];
    }

    /// <summary>Null when neither the configuration nor a KubeProxyConfiguration tells.</summary>
    public ProxyMode? Mode { get; }

    /// <summary>Null when undeclared.</summary>
    public KubernetesVersion? Version { get; }

    /// <summary>The cluster's KubeProxyConfiguration; null when the input has none, or several.</summary>
    public KubeProxyConfiguration? Configuration { get; }

    /// <summary>The cluster's Node objects.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Service ports of both families, those of the unit and of units before it that go to the same cluster.</summary>
    public IEnumerable<ProxyServicePort> Ports => StateOf(IPFamily.IPv4).ServicePorts.Concat(StateOf(IPFamily.IPv6).ServicePorts);

    /// <summary>What kube-proxy knows on the first node.</summary>
    public ProxyState StateOf(IPFamily family) => StateOf(family, Mode ?? ProxyMode.Iptables);

    /// <summary>What kube-proxy would know on the first node in a mode.</summary>
    public ProxyState StateOf(IPFamily family, ProxyMode mode) => StateOf(family, mode, ProxyNodes[0]);

    /// <summary>
    /// Nodes that may choose endpoints otherwise than their neighbours: the first of each zone, and those that hints name; the first node of
    /// all is the first of them. Of very many only some are taken.
    /// </summary>
    public IReadOnlyList<ProxyNode> Vantages => _vantages ??= FindVantages();

    private IReadOnlyList<ProxyNode> ProxyNodes => _nodes ??= Nodes.Count > 0 ? NodeSelection.NodesOf(Nodes) : NodeSelection.Synthetic();

    /// <summary>What kube-proxy would know on a node in a mode.</summary>
    public ProxyState StateOf(IPFamily family, ProxyMode mode, ProxyNode node)
    {
        if (!_states.TryGetValue((mode, family, node), out var state))
        {
            var configuration = ProxyConfiguration.Of(Configuration, mode);
            var version = Version ?? KubernetesVersion.Newest;
            if (!_completed.TryGetValue(mode, out var completed))
            {
                _completed.Add(mode, completed = ClusterDerivation.Complete(_objects, ProxyNodes, Nodes.Count == 0, configuration, version, isForProxy: true));
            }

            state = ProxyState.Create(completed.Objects, node, configuration, family, KubeProxyRelease.Of(version, Configuration?.FeatureGates));
            _states.Add((mode, family, node), state);
        }

        return state;
    }

    /// <summary>The Service of a port, as written.</summary>
    public Service ServiceOf(ProxyServicePort port) => _serviceByName[(port.Name.Namespace, port.Name.Name)];

    /// <summary>The Service that a port of another version's kube-proxy is of; null where the input has none.</summary>
    public Service? FindService(ServicePortName port) => _serviceByName.TryGetValue((port.Namespace, port.Name), out var service) ? service : null;

    /// <summary>The place of a Service in the input: of two the later one is reported.</summary>
    public int OrderOf(Service service) => _order[service];

    /// <summary>The Service belongs to the unit that is linted, and not to another one of the cluster.</summary>
    public bool IsOfUnit(Service service) => _order[service] >= _others;

    private ProxyNode[] FindVantages()
    {
        var zones = new HashSet<string>(StringComparer.Ordinal);
        var named = new HashSet<string>(_objects.OfType<EndpointSlice>().SelectMany(s => s.Endpoints?.Items ?? []).SelectMany(e => e.Hints?.ForNodes?.Items ?? []).Select(h => h.Name?.Value ?? ""), StringComparer.Ordinal);
        return [.. ProxyNodes.Where(n => zones.Add(n.Zone ?? "") || named.Contains(n.Name)).Take(Math.Max(FewestVantages, MostEmulated / Math.Max(1, _objects.Length)))];
    }

    private static ProxyMode? ModeOf(KubeProxyConfiguration? configuration) =>
        configuration is null ? null : configuration.Mode is { Value.Length: > 0 } mode ? ProxyModes.Read(mode.Value) : ProxyMode.Iptables;

    private static (string, string) KeyOf(Service service) => (service.Namespace ?? "default", service.Name ?? "");

    // Where the manifest leaves the families to the cluster, the Service may have either: whatever address it names counts.
    private static Service WithEitherFamily(Service service) =>
        service.Spec is { } spec && ServiceFamilies.Of(service).Has.Count == 0
            ? service with { Spec = spec with { IPFamilies = new LocatedList<Located<string>>([Family(spec, IPFamily.IPv4), Family(spec, IPFamily.IPv6)], spec.Span, spec.KeySpan, IsDefault: true) } }
            : service;

    private static Located<string> Family(ServiceSpec spec, IPFamily family) => new(family.ToString(), spec.KeySpan, IsDefault: true);
}
