using SvcLint.Cluster.Addresses;
using SvcLint.Config;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>What makes manifests a unit.</summary>
public enum UnitKind
{
    /// <summary>The plain manifests of one folder, without its subfolders.</summary>
    Folder,

    /// <summary>One file by itself, because a sibling declares the same object.</summary>
    File,

    /// <summary>A kustomization root and what it includes.</summary>
    Kustomization,

    /// <summary>A rendered stream from standard input.</summary>
    Stream,

    /// <summary>Named on the command line or in the configuration.</summary>
    Named,

    /// <summary>The objects that one C# file makes; what else is applied with them is not known.</summary>
    Code,
}

/// <summary>Something that belongs to a unit but could not be understood: rules which need it stay silent.</summary>
public sealed record UnitGap(SourceSpan Span, string Reason);

/// <summary>Manifests that are applied together to one cluster, with effective values.</summary>
public sealed class DeploymentUnit
{
    private readonly Dictionary<string, List<Service>> _servicesByName = new(StringComparer.Ordinal);
    private WorkloadIndex? _workloadsByLabel;
    private Dictionary<Workload, Service>? _serviceByWorkload;
    private Dictionary<Workload, List<NetworkPolicy>>? _policiesByWorkload;
    private IReadOnlyList<ConfiguredAddress>? _addresses;

    public DeploymentUnit(
        string name, UnitKind kind, ClusterFacts facts, IReadOnlyList<KubernetesObject> objects, IReadOnlyList<UnitGap> gaps, IReadOnlyCollection<string> files)
    {
        Name = name;
        Kind = kind;
        Facts = facts;
        Objects = objects;
        Gaps = gaps;
        Files = files;
        Services = OfType<Service>();
        Workloads = OfType<Workload>();
        NetworkPolicies = OfType<NetworkPolicy>();
        EndpointSlices = OfType<EndpointSlice>();
        Endpoints = OfType<Endpoints>();
        ConfigMaps = OfType<ConfigMap>();
        Namespaces = OfType<Namespace>();
        Nodes = OfType<Node>();
        KubeProxyConfigurations = OfType<KubeProxyConfiguration>();
        foreach (var service in Services)
        {
            if (service.Name is { } serviceName)
            {
                if (!_servicesByName.TryGetValue(serviceName, out var same))
                {
                    _servicesByName.Add(serviceName, same = []);
                }

                same.Add(service);
            }
        }
    }

    /// <summary>The folder, kustomization or name as findings show it.</summary>
    public string Name { get; }

    public UnitKind Kind { get; }

    public ClusterFacts Facts { get; }

    public IReadOnlyList<KubernetesObject> Objects { get; }

    public IReadOnlyList<UnitGap> Gaps { get; }

    /// <summary>Paths of every file that contributed: manifests, patches, kustomizations, generators.</summary>
    public IReadOnlyCollection<string> Files { get; }

    /// <summary>False when a chart, a remote base or an unhandled kustomize feature may hold more.</summary>
    public bool IsFullyKnown => Gaps.Count == 0;

    /// <summary>True when two objects of this unit surely meet in one cluster, wherever their files lie.</summary>
    public bool IsAppliedTogether => Kind is UnitKind.Named or UnitKind.Stream or UnitKind.File || (Kind == UnitKind.Kustomization && IsFullyKnown);

    public IReadOnlyList<Service> Services { get; }

    public IReadOnlyList<Workload> Workloads { get; }

    public IReadOnlyList<NetworkPolicy> NetworkPolicies { get; }

    public IReadOnlyList<EndpointSlice> EndpointSlices { get; }

    public IReadOnlyList<Endpoints> Endpoints { get; }

    public IReadOnlyList<ConfigMap> ConfigMaps { get; }

    public IReadOnlyList<Namespace> Namespaces { get; }

    public IReadOnlyList<Node> Nodes { get; }

    public IReadOnlyList<KubeProxyConfiguration> KubeProxyConfigurations { get; }

    /// <summary>The addresses that the unit's processes are configured with; hosts with a slip in their domain are <see cref="MisspeltAddresses"/>.</summary>
    public IEnumerable<ConfiguredAddress> Addresses => AllAddresses.Where(a => a.Slip is null);

    public IEnumerable<ConfiguredAddress> MisspeltAddresses => AllAddresses.Where(a => a.Slip is not null);

    private IReadOnlyList<ConfiguredAddress> AllAddresses => _addresses ??= AddressReader.Read(this);

    /// <summary>The files of the unit's ConfigMaps.</summary>
    public ConfigurationFiles ConfigurationFiles { get; } = new();

    /// <summary>Objects of a type that has no list of its own.</summary>
    public IReadOnlyList<T> OfType<T>()
        where T : KubernetesObject
    {
        List<T>? found = null;
        for (var i = 0; i < Objects.Count; i++)
        {
            if (Objects[i] is T item)
            {
                (found ??= []).Add(item);
            }
        }

        return found ?? (IReadOnlyList<T>)[];
    }

    /// <summary>Services of a name whose namespace may be the given one; null stands for an undeclared namespace.</summary>
    public IEnumerable<Service> FindServices(string name, string? @namespace) =>
        _servicesByName.TryGetValue(name, out var found) ? found.Where(s => NamespaceComparer.MayBeSame(s.Namespace, @namespace)) : [];

    /// <summary>Workloads whose pods a Service selects, in a namespace that may be its own.</summary>
    public IEnumerable<Workload> WorkloadsBehind(Service service) =>
        WorkloadCandidates(service.Spec?.Selector).Where(w => NamespaceComparer.MayBeSame(w.Namespace, service.Namespace) && LabelMatching.Selects(service.Spec?.Selector, w));

    /// <summary>Workloads that may carry all these labels; a few too many.</summary>
    public IReadOnlyList<Workload> WorkloadCandidates(StringMap? labels) => (_workloadsByLabel ??= new WorkloadIndex(Workloads)).Candidates(labels);

    /// <summary>The first Service of the unit that selects a workload's pods, or null.</summary>
    public Service? ServiceOf(Workload workload)
    {
        if (_serviceByWorkload is null)
        {
            var services = new Dictionary<Workload, Service>(ByIdentity.Instance);
            foreach (var service in Services.Reverse())
            {
                foreach (var behind in WorkloadsBehind(service))
                {
                    services[behind] = service;
                }
            }

            _serviceByWorkload = services;
        }

        return _serviceByWorkload.TryGetValue(workload, out var found) ? found : null;
    }

    /// <summary>The NetworkPolicies that select a workload's pods, in the order of the input.</summary>
    public IReadOnlyList<NetworkPolicy> PoliciesOn(Workload workload)
    {
        if (_policiesByWorkload is null)
        {
            // By identity: two workloads of alternatives may be equal in everything, and comparing records member by member is slow.
            var policies = new Dictionary<Workload, List<NetworkPolicy>>(ByIdentity.Instance);
            foreach (var policy in NetworkPolicies)
            {
                foreach (var selected in PolicyReach.Selected(this, policy))
                {
                    if (!policies.TryGetValue(selected, out var known))
                    {
                        policies.Add(selected, known = []);
                    }

                    known.Add(policy);
                }
            }

            _policiesByWorkload = policies;
        }

        // A workload of another unit is held against each policy.
        return _policiesByWorkload.TryGetValue(workload, out var found) ? found
            : NetworkPolicies.Count > 0 && !Workloads.Any(w => ReferenceEquals(w, workload)) ? NetworkPolicies.Where(p => PolicyReach.Selects(p, workload)).ToArray()
            : [];
    }

    public override string ToString() => Name;

    private sealed class ByIdentity : IEqualityComparer<Workload>
    {
        public static readonly ByIdentity Instance = new();

        public bool Equals(Workload? a, Workload? b) => ReferenceEquals(a, b);

        public int GetHashCode(Workload workload) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(workload);
    }
}
