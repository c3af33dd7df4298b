using SvcLint.Cluster.Addresses;
using SvcLint.Cluster.Applications;
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

    /// <summary>A chart rendered with one set of values.</summary>
    Chart,

    /// <summary>What an application of a GitOps tool deploys.</summary>
    Application,

    /// <summary>The objects that one C# file makes; what else is applied with them is not known.</summary>
    Code,
}

/// <summary>Something that belongs to a unit but could not be understood: rules which need it stay silent.</summary>
public sealed record UnitGap(SourceSpan Span, string Reason)
{
    /// <summary>The file or folder of the repository that a kustomization names and that is not there; null for any other gap.</summary>
    public string? MissingPath { get; init; }

    /// <summary>It would be more than is built, read or followed: a summary says so.</summary>
    public bool IsLimit { get; init; }

    /// <summary>One document of a file: what the rest of the unit says is known.</summary>
    public bool IsDocument { get; init; }

    /// <summary>True where kustomize would refuse it and knows all that svclint knows: the build fails for everybody.</summary>
    public bool IsRefused { get; init; }

    /// <summary>A template, which only another program reads.</summary>
    public bool IsTemplate { get; init; }

    public static UnitGap OfTemplate(SourceSpan span) => new(span, "a template that is not rendered") { IsTemplate = true };

    public static UnitGap OfDocument(SourceSpan span) => new(span, "a document that cannot be read") { IsDocument = true };
}

/// <summary>Manifests that are applied together to one cluster, with effective values.</summary>
public sealed class DeploymentUnit
{
    private const int MostOfOneName = 10;

    private readonly Dictionary<string, List<Service>> _servicesByName = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, PolicyDirection), IReadOnlyList<NetworkPolicy>> _isolating = [];
    private readonly Dictionary<string, IReadOnlyList<Workload>> _selected = new(StringComparer.Ordinal);
    private readonly Dictionary<IReadOnlyList<Workload>, IReadOnlyList<Service>> _inFront = [];
    private SelectedWorkloads<Service>? _services;
    private SelectedWorkloads<NetworkPolicy>? _policies;
    private WorkloadIndex? _workloadsByLabel;
    private IReadOnlyList<Workload>? _onHost;
    private NameNeighbours? _serviceNames;
    private Dictionary<KubernetesObject, int>? _workloadsBefore;
    private HashSet<string>? _namespaces;
    private Dictionary<string, Namespace>? _namespaceByName;
    private IReadOnlyCollection<KubernetesObject>? _oneOfEachKind;
    private IReadOnlyList<HandMadeEndpoints>? _handMade;
    private ILookup<string, HandMadeEndpoints>? _handMadeByService;
    private ILookup<string, EndpointSlice>? _slicesByService;
    private HashSet<Workload>? _ownWorkloads;
    private Dictionary<Workload, Service>? _serviceByWorkload;
    private UnitLookup? _lookup;
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

    /// <summary>The application that deploys the unit; null for one of no GitOps tool.</summary>
    public Deployment? Deployment { get; init; }

    /// <summary>The .NET projects of the input, and which container runs which of them.</summary>
    public ProjectJoin Projects { get; init; } = ProjectJoin.None;

    /// <summary>The units that it was put together from; none where it is one.</summary>
    public IReadOnlyList<DeploymentUnit> Parts { get; init; } = [];

    public IReadOnlyList<KubernetesObject> Objects { get; }

    public IReadOnlyList<UnitGap> Gaps { get; }

    /// <summary>Paths of every file that contributed: manifests, patches, kustomizations, generators.</summary>
    public IReadOnlyCollection<string> Files { get; }

    /// <summary>The same unit with other objects and gaps.</summary>
    public DeploymentUnit With(IReadOnlyList<KubernetesObject> objects, IReadOnlyList<UnitGap> gaps) => new(Name, Kind, Facts, objects, gaps, Files) { Deployment = Deployment, Projects = Projects, Parts = Parts };

    /// <summary>False when a chart, a remote base or an unhandled kustomize feature may hold more.</summary>
    public bool IsFullyKnown => Gaps.Count == 0;

    /// <summary>True when two objects of this unit surely meet in one cluster, wherever their files lie.</summary>
    public bool IsAppliedTogether => Kind is UnitKind.Named or UnitKind.Stream or UnitKind.File || (Kind is UnitKind.Kustomization or UnitKind.Chart or UnitKind.Application && IsFullyKnown);

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
    public IEnumerable<ConfiguredAddress> Addresses => AllAddresses.Where(a => a.Slip is null && !a.IsLocal);

    public IEnumerable<ConfiguredAddress> MisspeltAddresses => AllAddresses.Where(a => a.Slip is not null);

    /// <summary>Addresses whose host is the pod itself: localhost and 127.0.0.1.</summary>
    public IEnumerable<ConfiguredAddress> LocalAddresses => AllAddresses.Where(a => a.IsLocal);

    private IReadOnlyList<ConfiguredAddress> AllAddresses => _addresses ??= AddressReader.Read(this);

    /// <summary>Objects by what rules ask for.</summary>
    internal UnitLookup Lookup => _lookup ??= new UnitLookup(this);

    /// <summary>The files of the unit's ConfigMaps.</summary>
    public ConfigurationFiles ConfigurationFiles { get; } = new();

    /// <summary>One object of each API version and kind: what is the same for all of a kind need not be asked of each.</summary>
    public IReadOnlyCollection<KubernetesObject> OneOfEachKind => _oneOfEachKind ??= Distinct(Objects);

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
    public IReadOnlyList<Workload> WorkloadsBehind(Service service) => Index.Behind(service);

    /// <summary>Workloads that may carry all these labels; a few too many.</summary>
    public IReadOnlyList<Workload> WorkloadCandidates(StringMap? labels) => Index.Candidates(labels);

    /// <summary>The same, of those whose namespace may be the given one.</summary>
    public IEnumerable<Workload> WorkloadCandidates(StringMap? labels, string? @namespace) => Index.CandidatesIn(@namespace, labels);

    /// <summary>Workloads whose pods carry a label with this value.</summary>
    public IReadOnlyList<Workload> WorkloadsLabelled(string key, string value) => Index.Labelled(key, value);

    /// <summary>Workloads whose pods use the host's network.</summary>
    internal IReadOnlyList<Workload> HostNetworkWorkloads => _onHost ??= [.. Workloads.Where(w => w.PodSpec?.HostNetwork?.Value == true)];

    /// <summary>Services whose name may be meant by a slip of the hand: of few all, in the order of the input.</summary>
    internal IReadOnlyList<Service> ServicesNamedLike(string name)
    {
        if (Services.Count <= NameNeighbours.Many)
        {
            return Services;
        }

        _serviceNames ??= new NameNeighbours(_servicesByName.Keys);
        return [.. _serviceNames.Of(name).SelectMany(n => _servicesByName[n].Take(MostOfOneName))];
    }

    /// <summary>The workloads among which one is looked for that a Service or another object may mean: of few all, of many those that stand nearest to it.</summary>
    internal IReadOnlyList<Workload> WorkloadsNear(KubernetesObject referrer)
    {
        if (Workloads.Count <= NameNeighbours.Many)
        {
            return Workloads;
        }

        if (_workloadsBefore is null)
        {
            var before = new Dictionary<KubernetesObject, int>(ByIdentity<KubernetesObject>.Instance);
            var count = 0;
            foreach (var item in Objects)
            {
                count += item is Workload ? 1 : 0;
                before[item] = count;
            }

            _workloadsBefore = before;
        }

        var first = Math.Max(0, (_workloadsBefore.TryGetValue(referrer, out var place) ? place : 0) - (NameNeighbours.Many / 2));
        return [.. Workloads.Skip(first).Take(NameNeighbours.Many)];
    }

    public bool HasWorkloadNamed(string name) => Index.HasName(name);

    /// <summary>Services of a name, in whatever namespace.</summary>
    public IReadOnlyList<Service> ServicesNamed(string name) => _servicesByName.TryGetValue(name, out var found) ? found : [];

    private static Dictionary<(string, string), KubernetesObject>.ValueCollection Distinct(IReadOnlyList<KubernetesObject> objects)
    {
        var kinds = new Dictionary<(string, string), KubernetesObject>();
        for (var i = 0; i < objects.Count; i++)
        {
            kinds[(objects[i].ApiVersion.Value, objects[i].Kind.Value)] = objects[i];
        }

        return kinds.Values;
    }

    /// <summary>True when an object of the unit is in this namespace, or is it.</summary>
    public bool HasNamespace(string @namespace) => (_namespaces ??= [.. Objects.Select(o => o.Namespace).Concat(Namespaces.Select(n => n.Name)).OfType<string>()]).Contains(@namespace);

    /// <summary>The declared Namespace of a name, or null.</summary>
    public Namespace? NamespaceNamed(string name)
    {
        if (_namespaceByName is null)
        {
            var byName = new Dictionary<string, Namespace>(StringComparer.Ordinal);
            foreach (var item in Namespaces.Reverse())
            {
                byName[item.Name ?? ""] = item;
            }

            _namespaceByName = byName;
        }

        return _namespaceByName.TryGetValue(name, out var found) ? found : null;
    }

    /// <summary>Endpoints that somebody wrote, slices first.</summary>
    internal IReadOnlyList<HandMadeEndpoints> HandMade => _handMade ??= HandMadeEndpoints.Find(this);

    /// <summary>Those of a Service.</summary>
    internal IReadOnlyList<HandMadeEndpoints> HandMadeFor(Service service)
    {
        _handMadeByService ??= HandMade.Where(e => e.ServiceName is { Value.Length: > 0 }).ToLookup(e => e.ServiceName!.Value, StringComparer.Ordinal);
        return service.Name is { } name && service.Spec?.Type?.Value != "ExternalName" ? [.. _handMadeByService[name].Where(e => NamespaceComparer.MayBeSame(e.Object.Namespace, service.Namespace))] : [];
    }

    /// <summary>Every slice of a Service, whoever made it.</summary>
    internal IReadOnlyList<EndpointSlice> SlicesFor(Service service)
    {
        _slicesByService ??= EndpointSlices.ToLookup(s => s.Metadata.Labels?[EndpointSlice.ServiceNameLabel] ?? "", StringComparer.Ordinal);
        return service.Name is { Length: > 0 } name && service.Spec?.Type?.Value != "ExternalName" ? [.. _slicesByService[name].Where(s => NamespaceComparer.MayBeSame(s.Namespace, service.Namespace))] : [];
    }

    private WorkloadIndex Index => _workloadsByLabel ??= new WorkloadIndex(Workloads);

    /// <summary>The first Service of the unit that selects a workload's pods, or null.</summary>
    public Service? ServiceOf(Workload workload)
    {
        if (_serviceByWorkload is null)
        {
            var services = new Dictionary<Workload, Service>(ByIdentity<Workload>.Instance);
            // What many Services select belongs to the first of them.
            var seen = new HashSet<IReadOnlyList<Workload>>();
            foreach (var service in Services)
            {
                var selected = WorkloadsBehind(service);
                if (!seen.Add(selected))
                {
                    continue;
                }

                for (var i = 0; i < selected.Count; i++)
                {
                    if (!services.TryGetValue(selected[i], out _))
                    {
                        services[selected[i]] = service;
                    }
                }
            }

            _serviceByWorkload = services;
        }

        return _serviceByWorkload.TryGetValue(workload, out var found) ? found : null;
    }

    /// <summary>True for a workload of this unit, not one that only says the same.</summary>
    internal bool Owns(Workload workload) => (_ownWorkloads ??= new HashSet<Workload>(Workloads, ByIdentity<Workload>.Instance)).Contains(workload);

    /// <summary>The NetworkPolicies that select a workload's pods and isolate them in a direction, in the order of the input.</summary>
    internal IReadOnlyList<NetworkPolicy> PoliciesOn(Workload workload, PolicyDirection direction)
    {
        // A workload of another unit is held against each policy.
        if (NetworkPolicies.Count > 0 && !Owns(workload))
        {
            return NetworkPolicies.Where(p => PolicyReach.Isolates(p, direction) && PolicyReach.Selects(p, workload)).ToArray();
        }

        _policies ??= new SelectedWorkloads<NetworkPolicy>(NetworkPolicies, SelectedBy);
        return _policies.On(workload) is var (key, policies) && key.Length > 0 ? _isolating.TryGetValue((key, direction), out var known) ? known
            : _isolating[(key, direction)] = policies.Where(p => PolicyReach.Isolates(p, direction)).ToArray()
            : [];
    }

    /// <summary>The workloads that a policy selects; policies that select the same share one answer.</summary>
    internal IReadOnlyList<Workload> SelectedBy(NetworkPolicy policy)
    {
        var selection = PolicyReach.SelectionOf(policy);
        return _selected.TryGetValue(selection, out var known) ? known
            : _selected[selection] = Candidates(policy).Where(w => PolicyReach.Selects(policy, w)).ToArray();
    }

    // Without labels an expression that lists values tells who can be meant.
    private IEnumerable<Workload> Candidates(NetworkPolicy policy) => policy.Spec?.PodSelector is { MatchLabels: not { Count: > 0 } } selector
        && selector.MatchExpressions?.Items.FirstOrDefault(e => e is { Operator.Value: "In", Key: not null, Values: not null } && !LabelMatching.IsSetAtRunTime(e.Key.Value)) is { } listed
            ? Index.LabelledAny(listed.Key!.Value, listed.Values!.Items.Select(v => v.Value))
            : WorkloadCandidates(policy.Spec?.PodSelector?.MatchLabels, policy.Namespace);

    /// <summary>The Services that select a workload, in the order of the input; the same list for workloads behind the same Services.</summary>
    internal IReadOnlyList<Service> ServicesInFrontOf(Workload workload) => !Owns(workload)
        ? [.. Services.Where(s => NamespaceComparer.MayBeSame(s.Namespace, workload.Namespace) && LabelMatching.Selects(s.Spec?.Selector, workload))]
        : (_services ??= new SelectedWorkloads<Service>(Services, WorkloadsBehind)).On(workload).Selecting;

    /// <summary>The Services that select one of these workloads, in the order of the input.</summary>
    internal IReadOnlyList<Service> ServicesInFront(IReadOnlyList<Workload> pods)
    {
        if (_inFront.TryGetValue(pods, out var known))
        {
            return known;
        }

        _services ??= new SelectedWorkloads<Service>(Services, WorkloadsBehind);
        var services = _services.OnAny(pods);
        // Of one pod the list is made for the question alone.
        return pods.Count > 1 ? _inFront[pods] = services : services;
    }

    public override string ToString() => Name;
}
