using SvcLint.Cluster;
using SvcLint.Config;
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
    private readonly KubernetesObject[] _objects;
    private readonly Dictionary<Service, int> _order = new(ReferenceComparer<Service>.Instance);
    private readonly int _others;
    private readonly Dictionary<(ProxyMode, IPFamily, ProxyNode), ProxyState> _states = [];
    private readonly Dictionary<(string, string), Service> _serviceByName = [];

    /// <param name="unit">The unit that is linted.</param>
    /// <param name="repository">Holds the other units that the configuration sends to the same cluster.</param>
    /// <param name="version">The cluster's version; null when it is not declared.</param>
    public ClusterProxy(DeploymentUnit unit, Repository repository, KubernetesVersion? version)
    {
        // Overlays of one base declare the same Service for several clusters or namespaces; only declared clusters tell.
        IReadOnlyList<DeploymentUnit> units = unit.Facts.Name.Length == 0 ? [unit] : [.. repository.Units.Where(u => u.Facts.Name == unit.Facts.Name)];
        var configurations = units.SelectMany(u => u.KubeProxyConfigurations).ToArray();
        Configuration = configurations.Length == 1 ? configurations[0] : null;
        Mode = unit.Facts.DataPlane switch
        {
            DataPlane.KubeProxyIptables => ProxyMode.Iptables,
            DataPlane.KubeProxyIpvs => ProxyMode.Ipvs,
            DataPlane.KubeProxyNftables => ProxyMode.Nftables,
            _ => ModeOf(Configuration),
        };
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
    public ProxyState StateOf(IPFamily family, ProxyMode mode)
    {
        var nodes = Nodes.Count > 0 ? NodeSelection.NodesOf(Nodes) : NodeSelection.Synthetic();
        if (!_states.TryGetValue((mode, family, nodes[0]), out var state))
        {
            var configuration = ProxyConfiguration.Of(Configuration, mode);
            var version = Version ?? KubernetesVersion.Newest;
            var completed = ClusterDerivation.Complete(_objects, nodes, Nodes.Count == 0, configuration, version, isForProxy: true);
            state = ProxyState.Create(completed.Objects, nodes[0], configuration, family, KubeProxyRelease.Of(version, Configuration?.FeatureGates));
            _states.Add((mode, family, nodes[0]), state);
        }

        return state;
    }

    /// <summary>The Service of a port, as written.</summary>
    public Service ServiceOf(ProxyServicePort port) => _serviceByName[(port.Name.Namespace, port.Name.Name)];

    /// <summary>The place of a Service in the input: of two the later one is reported.</summary>
    public int OrderOf(Service service) => _order[service];

    /// <summary>The Service belongs to the unit that is linted, and not to another one of the cluster.</summary>
    public bool IsOfUnit(Service service) => _order[service] >= _others;

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
