using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>The units of the same input as it was earlier: what an object is changed from, and what is gone.</summary>
public sealed class EarlierState
{
    private readonly Dictionary<(string Place, string Group, string Kind, string? Namespace, string Name), KubernetesObject?> _objects = [];
    private readonly Dictionary<string, DeploymentUnit> _units = new(StringComparer.Ordinal);
    private readonly ILookup<string, Service> _services;
    private readonly ILookup<string, ConfigMap> _configMaps;
    private readonly WorkloadIndex _workloads;
    private readonly ILookup<string, Secret> _secrets;
    private readonly ILookup<string, KubernetesObject> _named;
    private readonly LabelledServices _labelled;

    /// <param name="units">With effective values.</param>
    public EarlierState(IReadOnlyList<DeploymentUnit> units)
    {
        foreach (var unit in units)
        {
            _units[NameOf(unit)] = unit;
            foreach (var item in unit.Objects)
            {
                if (item.Name is { } name)
                {
                    // Which of two is meant nobody can tell.
                    var key = Key(Place(unit, item), item, name);
                    _objects[key] = _objects.ContainsKey(key) ? null : item;
                }
            }
        }

        _services = units.SelectMany(u => u.Services).Where(s => s.Name is not null).ToLookup(s => s.Name!, StringComparer.Ordinal);
        _configMaps = units.SelectMany(u => u.ConfigMaps).Where(m => m.Name is not null).ToLookup(m => m.Name!, StringComparer.Ordinal);
        _secrets = units.SelectMany(u => u.OfType<Secret>()).Where(s => s.Name is not null).ToLookup(s => s.Name!, StringComparer.Ordinal);
        _named = units.SelectMany(u => u.Objects).Where(o => o.Name is not null).ToLookup(o => o.Name!, StringComparer.Ordinal);
        _labelled = new LabelledServices([.. units.SelectMany(u => u.Services)]);
        _workloads = new WorkloadIndex([.. units.SelectMany(u => u.Workloads)]);
    }

    /// <summary>An object as the same unit had it; null when it is new there.</summary>
    public KubernetesObject? Find(DeploymentUnit unit, KubernetesObject item) =>
        item.Name is { } name && _objects.TryGetValue(Key(Place(unit, item), item, name), out var found) ? found : null;

    /// <summary>The unit as it was; null for one that is new.</summary>
    public DeploymentUnit? Find(DeploymentUnit unit) => _units.TryGetValue(NameOf(unit), out var found) ? found : null;

    /// <summary>The Service of a name that an object could reach; null when there was none.</summary>
    public Service? ServiceFor(string name, string? @namespace, string path) => For(_services[name], @namespace, path);

    /// <summary>The same for an object of a unit: what was applied with it comes first, wherever its file lies.</summary>
    public Service? ServiceFor(DeploymentUnit unit, string name, string? @namespace, string path) =>
        Find(unit)?.ServicesNamed(name) is { Count: > 0 } own && Nearest(own, @namespace) is { } found ? found : ServiceFor(name, @namespace, path);

    /// <summary>True when a Service had this name in exactly this namespace.</summary>
    public bool HasService(string name, string? @namespace) => _services[name].Any(s => s.Namespace == @namespace);

    /// <summary>The ConfigMap of a name that pods could use; null when there was none.</summary>
    public ConfigMap? ConfigMapFor(string name, string? @namespace, string path) => For(_configMaps[name], @namespace, path);

    /// <summary>The same of a Secret.</summary>
    public Secret? SecretFor(string name, string? @namespace, string path) => For(_secrets[name], @namespace, path);

    /// <summary>An object of a kind by its name, as another of the namespace could mean it.</summary>
    public KubernetesObject? ObjectFor(Func<KubernetesObject, bool> matches, string name, string? @namespace, string path) => For(_named[name].Where(matches), @namespace, path);

    /// <summary>Services whose labels a selector matched.</summary>
    public IEnumerable<Service> ServicesLabelled(LabelSelector selector) => _labelled.Labelled(selector);

    /// <summary>Workloads whose pods may have had all these labels; a few too many.</summary>
    public IReadOnlyList<Workload> WorkloadCandidates(StringMap? labels) => _workloads.Candidates(labels);

    /// <summary>Workloads whose pods the Service selected, in manifests that may meet its own.</summary>
    public IEnumerable<Workload> WorkloadsBehind(Service service) =>
        _workloads.Behind(service).Where(w => ClusterFolders.MayMeetByName(w.Span.Source.Path, service.Span.Source.Path));

    private static T? For<T>(IEnumerable<T> named, string? @namespace, string path)
        where T : KubernetesObject =>
        Nearest([.. named.Where(o => ClusterFolders.MayMeetByName(o.Span.Source.Path, path))], @namespace);

    // One of the very namespace before one that names none.
    private static T? Nearest<T>(IReadOnlyList<T> named, string? @namespace)
        where T : KubernetesObject =>
        named.FirstOrDefault(o => o.Namespace == @namespace) ?? named.FirstOrDefault(o => NamespaceComparer.MayBeSame(o.Namespace, @namespace));

    private static (string, string, string, string?, string) Key(string place, KubernetesObject item, string name) =>
        (place, item.Group, item.Kind.Value, item.Namespace, name);

    // What a folder makes a unit of depends on the files beside it; the file itself stays the same.
    private static string Place(DeploymentUnit unit, KubernetesObject item) =>
        unit.Kind is UnitKind.File or UnitKind.Folder ? item.Span.Source.Path : NameOf(unit);

    private static string NameOf(DeploymentUnit unit) => unit.Kind + " " + unit.Name;
}
