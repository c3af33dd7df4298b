using SvcLint.Cluster.Applications;
using SvcLint.Config;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>Everything that was read: where a reference is looked for that its own unit does not answer.</summary>
public sealed class Repository
{
    private readonly Dictionary<string, List<Service>> _servicesByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ConfigMap>> _configMapsByName = new(StringComparer.Ordinal);
    private readonly List<Workload> _workloads = [];
    private readonly HashSet<(string? Name, string? Namespace)> _workloadNames = [];
    private readonly WorkloadIndex _workloadsByLabel;
    private readonly HashSet<string> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<string> _kinds = new(StringComparer.Ordinal);
    private readonly Lazy<IReadOnlyList<Workload>> _distinctlyLabelled;
    private readonly ClusterFolders _folders = new();
    private readonly Lazy<Dictionary<string, ParsedFile>> _filesByPath;
    private readonly Lazy<HashSet<int>> _nodePorts;
    private readonly Lazy<(int First, int Last)?> _nodePortRange;
    private readonly Lazy<HashSet<string>> _withEndpoints;
    private readonly Lazy<LabelledServices> _labelledServices;
    private readonly Lazy<DeclaredNamespaces> _namespaces;
    private readonly Lazy<ILookup<string, KubernetesObject>> _byGroup;
    private readonly Lazy<IReadOnlyList<(DeploymentUnit Unit, StringMapEntry Entry)>> _corefiles;
    private readonly Lazy<CustomResourceDefinitions> _customResources;
    private readonly Lazy<HashSet<string>> _builtFiles;
    private readonly Lazy<ILookup<SourceSpan, string?>> _deployedNames;

    /// <param name="units">The units: their objects come with effective values.</param>
    /// <param name="written">Every object of every file as written; those of a kustomization's base have other names in its units.</param>
    /// <param name="configuration">What exists elsewhere.</param>
    /// <param name="files">Every file, for what stands beside manifests: settings, code and projects of .NET applications.</param>
    public Repository(IReadOnlyList<DeploymentUnit> units, IEnumerable<KubernetesObject> written, LintConfiguration configuration, IReadOnlyList<ParsedFile> files)
    {
        Files = files;
        Externals = configuration.Externals;
        Assertions = configuration.Connections;
        _filesByPath = new Lazy<Dictionary<string, ParsedFile>>(() => files.GroupBy(f => f.Path, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal));
        _customResources = new Lazy<CustomResourceDefinitions>(() => new CustomResourceDefinitions(files));
        _builtFiles = new Lazy<HashSet<string>>(() => new HashSet<string>(
            units.Where(u => u.Kind is not (UnitKind.Folder or UnitKind.File or UnitKind.Code)).SelectMany(u => u.Files), StringComparer.Ordinal));
        _deployedNames = new Lazy<ILookup<SourceSpan, string?>>(() => units.Where(u => u.Deployment is not null).SelectMany(u => u.Services).ToLookup(s => s.Kind.Span, s => s.Name));
        Settings = files.Select(f => f.Settings).OfType<AppSettings>().ToArray();
        Units = units;
        var seen = new HashSet<(SourceSpan, string?, string?)>();
        foreach (var item in units.SelectMany(u => u.Objects).Concat(written))
        {
            if (seen.Add((item.Kind.Span, item.Namespace, item.Name)))
            {
                _folders.Add(item);
                Add(item);
            }
        }

        _workloadsByLabel = new WorkloadIndex(_workloads);
        _labelledServices = new Lazy<LabelledServices>(() => new LabelledServices([.. Services]));
        _namespaces = new Lazy<DeclaredNamespaces>(() => new DeclaredNamespaces(units.SelectMany(u => u.Namespaces)));
        _byGroup = new Lazy<ILookup<string, KubernetesObject>>(() => units.SelectMany(u => u.Objects).ToLookup(o => o.Group, StringComparer.Ordinal));
        _corefiles = new Lazy<IReadOnlyList<(DeploymentUnit, StringMapEntry)>>(() =>
            [.. units.SelectMany(u => u.ConfigMaps.SelectMany(m => (m.Data?.Entries ?? []).Where(e => e.Key.Value == "Corefile").Select(e => (u, e))))]);
        _nodePortRange = new Lazy<(int First, int Last)?>(() => Cluster.NodePortRange.Of(this));
        _nodePorts = new Lazy<HashSet<int>>(() => [.. Services.SelectMany(s => s.Spec?.Ports?.Items ?? []).Select(p => p.NodePort?.Value ?? 0)]);
        _withEndpoints = new Lazy<HashSet<string>>(() => new HashSet<string>(
            units.SelectMany(u => u.Endpoints.Select(e => e.Name).Concat(u.EndpointSlices.Select(s => s.Metadata.Labels?[EndpointSlice.ServiceNameLabel]))).OfType<string>(), StringComparer.Ordinal));
        _distinctlyLabelled = new Lazy<IReadOnlyList<Workload>>(() => [.. _workloads.GroupBy(w => (Text(w.PodLabels), Text(w.Metadata.Labels))).Select(g => g.First())]);
    }

    public IReadOnlyList<DeploymentUnit> Units { get; }

    /// <summary>True for a Service as it is written, where applications deploy it under another name alone.</summary>
    internal bool IsDeployedAsOther(Service service) => _deployedNames.Value[service.Kind.Span] is var names && names.Any() && !names.Contains(service.Name);

    /// <summary>What GitOps applications deploy.</summary>
    public DeploymentSet Deployments { get; init; } = DeploymentSet.None;

    public ExternalObjects Externals { get; }

    /// <summary>Tests of the connectivity that the configuration asks for.</summary>
    public IReadOnlyList<ConnectionAssertion> Assertions { get; }

    /// <summary>Every file that was read.</summary>
    public IReadOnlyList<ParsedFile> Files { get; }

    /// <summary>Settings of the repository's .NET applications, base files included.</summary>
    public IReadOnlyList<AppSettings> Settings { get; }

    /// <summary>The .NET projects, and which container runs which of them.</summary>
    public ProjectJoin Projects { get; init; } = ProjectJoin.None;

    /// <summary>The CustomResourceDefinitions of the input.</summary>
    public CustomResourceDefinitions CustomResources => _customResources.Value;

    public IReadOnlyList<Workload> Workloads => _workloads;

    /// <summary>The first workload of each set of labels, its own and its pods': enough for who asks what labels there are.</summary>
    public IReadOnlyList<Workload> DistinctlyLabelled => _distinctlyLabelled.Value;

    /// <summary>True when a workload of this name is in this namespace.</summary>
    public bool HasWorkload(string name, string? @namespace) => _workloadNames.Contains((name, @namespace));

    public IReadOnlyCollection<string> ServiceNames => _servicesByName.Keys;

    public IEnumerable<Service> Services => _servicesByName.Values.SelectMany(s => s);

    /// <summary>True when a Service of the input has a node port.</summary>
    public (int First, int Last)? NodePortRange => _nodePortRange.Value;

    public bool HasNodePort(int number) => _nodePorts.Value.Contains(number);

    /// <summary>Services of a name, anywhere in the input.</summary>
    public IReadOnlyList<Service> ServicesNamed(string name) => _servicesByName.TryGetValue(name, out var found) ? found : [];

    /// <summary>Objects of an API group in all units.</summary>
    public IEnumerable<KubernetesObject> OfGroup(string group) => _byGroup.Value[group];

    /// <summary>The configurations of CoreDNS that units hold.</summary>
    public IReadOnlyList<(DeploymentUnit Unit, StringMapEntry Entry)> Corefiles => _corefiles.Value;

    /// <summary>ConfigMaps of a name, anywhere in the input.</summary>
    public IReadOnlyList<ConfigMap> ConfigMapsNamed(string name) => _configMapsByName.TryGetValue(name, out var found) ? found : [];

    /// <summary>True unless the folders say that an object never is in the cluster of a unit.</summary>
    public bool MayMeet(DeploymentUnit unit, KubernetesObject item) => unit.Files.Any(f => _folders.MayMeet(f, item.Span.Source.Path));

    /// <summary>The same for two files.</summary>
    public bool MayMeet(string file, string other) => _folders.MayMeet(file, other);

    /// <summary>True for a file of a kustomization, a chart or an application: they say what it is applied with.</summary>
    public bool IsOfBuiltUnit(string path) => _builtFiles.Value.Contains(path);

    /// <summary>A file by its path; null when none was read.</summary>
    public ParsedFile? FileAt(string path) => _filesByPath.Value.TryGetValue(path, out var found) ? found : null;

    /// <summary>True when Endpoints or an EndpointSlice of the input belong to a Service of this name.</summary>
    public bool HasEndpointsOf(string service) => _withEndpoints.Value.Contains(service);

    /// <summary>Services anywhere in the input whose labels a selector matches.</summary>
    public IEnumerable<Service> ServicesLabelled(LabelSelector? selector) => _labelledServices.Value.Labelled(selector);

    /// <summary>The Namespaces that the input declares.</summary>
    internal DeclaredNamespaces Namespaces => _namespaces.Value;

    /// <summary>What is wrong with a host that is nearly a DNS name of the cluster; null where units have clusters with different domains.</summary>
    public DomainSlip? SlipOf(string host) => Units.Select(u => u.Facts.ClusterDomain).Distinct().Take(2).ToArray() is [var domain] && DomainSlip.Of(host, domain, null) is { Right.Length: > 0 } slip ? slip : null;

    /// <summary>Workloads anywhere in the input that may carry all these labels; a few too many.</summary>
    public IReadOnlyList<Workload> WorkloadCandidates(StringMap? labels) => _workloadsByLabel.Candidates(labels);

    /// <summary>Workloads anywhere in the input whose pods a Service's selector matches, in a namespace that may be its own.</summary>
    public IReadOnlyList<Workload> WorkloadsBehind(Service service) =>
        _workloadsByLabel.Behind(service);

    /// <summary>Those of <see cref="WorkloadsBehind"/> whose manifests lie in the folder of the Service's.</summary>
    public IEnumerable<Workload> WorkloadsBeside(Service service) => WorkloadsBehind(service).Where(w => Folder(w) == Folder(service));

    /// <summary>True when the input holds an object of this API group.</summary>
    public bool HasGroup(string group) => _groups.Contains(group);

    /// <summary>True when the input holds an object of this kind, of whatever group.</summary>
    public bool HasKind(string kind) => _kinds.Contains(kind);

    private static string Text(StringMap? labels) =>
        string.Join("\n", (labels?.Entries ?? []).Select(l => l.Key.Value + "=" + l.Value.Value).OrderBy(l => l, StringComparer.Ordinal));

    private static string Folder(KubernetesObject item)
    {
        var path = item.Span.Source.Path;
        return path.Substring(0, path.LastIndexOf('/') + 1);
    }

    private void Add(KubernetesObject item)
    {
        _groups.Add(item.Group);
        _kinds.Add(item.Kind.Value);
        switch (item)
        {
            case Service { Name: { } name } service:
                if (!_servicesByName.TryGetValue(name, out var same))
                {
                    _servicesByName.Add(name, same = []);
                }

                same.Add(service);
                break;
            case ConfigMap { Name: { } name } map:
                if (!_configMapsByName.TryGetValue(name, out var alike))
                {
                    _configMapsByName.Add(name, alike = []);
                }

                alike.Add(map);
                break;
            case Workload workload:
                _workloads.Add(workload);
                _workloadNames.Add((workload.Name, workload.Namespace));
                break;
        }
    }
}
