using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Change;

/// <summary>An object that is not as it was.</summary>
/// <param name="Before">Null where it is new.</param>
/// <param name="After">Null where it is gone.</param>
/// <param name="Places">The lines that say something else; of an object that is gone its name in the earlier file.</param>
internal sealed record ObjectChange(KubernetesObject? Before, KubernetesObject? After, IReadOnlyList<ChangedPlace> Places)
{
    public KubernetesObject Object => After ?? Before!;

    /// <summary>The lines that concern one of the fields; all where none is asked for.</summary>
    public IEnumerable<PolicyCause> Lines(params string[] fields) =>
        Places.Where(p => fields.Length == 0 || Array.Exists(fields, p.Concerns)).Select(p => new PolicyCause(ToString(), p.Span));

    public override string ToString() => Object is Namespace or Node or ClusterPolicy ? $"{Object.Kind.Value} {Object.Name}" : $"{Object.Kind.Value} {Object.Namespace ?? "default"}/{Object.Name}";
}

/// <summary>The objects of two states of a cluster, by their identity.</summary>
internal sealed class ObjectChanges
{
    // Another image is another program, not another way to it.
    private const string NoTraffic = "image";

    private readonly Dictionary<(string Group, string Kind, string Namespace, string Name), ObjectChange> _changes = [];

    public ObjectChanges(DeploymentUnit before, DeploymentUnit after)
    {
        var earlier = ByIdentity(before);
        var later = ByIdentity(after);
        foreach (var pair in later)
        {
            if (!earlier.TryGetValue(pair.Key, out var old))
            {
                _changes.Add(pair.Key, new ObjectChange(null, pair.Value, [new ChangedPlace("", pair.Value.NameSpan)]));
            }
            else if (old.Node is { } was && pair.Value.Node is { } now && NodeDifference.Of(was, now, NoTraffic) is { Count: > 0 } places)
            {
                _changes.Add(pair.Key, new ObjectChange(old, pair.Value, places));
            }
        }

        var gone = earlier.Where(p => !later.ContainsKey(p.Key)).ToArray();
        foreach (var pair in gone)
        {
            _changes.Add(pair.Key, new ObjectChange(pair.Value, null, [new ChangedPlace("", pair.Value.NameSpan)]));
        }

        // What is in another namespace now says so at the namespace.
        var names = new HashSet<(string, string, string)>(gone.Select(p => (p.Key.Group, p.Key.Kind, p.Key.Name)));
        foreach (var key in _changes.Keys.Where(k => !earlier.ContainsKey(k) && names.Contains((k.Group, k.Kind, k.Name))).ToArray())
        {
            if (_changes[key] is { After.Metadata.Namespace: { } ns } change)
            {
                _changes[key] = change with { Places = [new ChangedPlace("", ns.Span)] };
            }
        }
    }

    public IEnumerable<ObjectChange> All => _changes.Values;

    /// <summary>What happened to an object of either state; null where nothing did.</summary>
    public ObjectChange? Of(KubernetesObject? item) => item is not null && _changes.TryGetValue(Identity(item), out var change) ? change : null;

    /// <summary>What happened to the Namespace of a name.</summary>
    public ObjectChange? OfNamespace(string? name) => name is not null && _changes.TryGetValue(("", "Namespace", "default", name), out var change) ? change : null;

    /// <summary>What tells an object again; it keeps it when its API moves on: extensions/v1beta1 to networking.k8s.io/v1.</summary>
    public static (string Group, string Kind, string Namespace, string Name) Identity(KubernetesObject item) =>
        (item is Workload or NetworkPolicy or Ingress ? "" : item.Group, item.Kind.Value, item.Namespace ?? "default", item.Name ?? "");

    private static Dictionary<(string Group, string Kind, string Namespace, string Name), KubernetesObject> ByIdentity(DeploymentUnit unit)
    {
        var objects = new Dictionary<(string Group, string Kind, string Namespace, string Name), KubernetesObject>();
        foreach (var item in unit.Objects)
        {
            objects[Identity(item)] = item;
        }

        return objects;
    }
}
