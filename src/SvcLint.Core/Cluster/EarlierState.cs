using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>The units of the same input as it was earlier: what an object is changed from.</summary>
public sealed class EarlierState
{
    private readonly Dictionary<(string Place, string Group, string Kind, string? Namespace, string Name), KubernetesObject?> _objects = [];

    /// <param name="units">With effective values.</param>
    public EarlierState(IReadOnlyList<DeploymentUnit> units)
    {
        foreach (var unit in units)
        {
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
    }

    /// <summary>An object as the same unit had it; null when it is new there.</summary>
    public KubernetesObject? Find(DeploymentUnit unit, KubernetesObject item) =>
        item.Name is { } name && _objects.TryGetValue(Key(Place(unit, item), item, name), out var found) ? found : null;

    private static (string, string, string, string?, string) Key(string place, KubernetesObject item, string name) =>
        (place, item.Group, item.Kind.Value, item.Namespace, name);

    // What a folder makes a unit of depends on the files beside it; the file itself stays the same.
    private static string Place(DeploymentUnit unit, KubernetesObject item) =>
        unit.Kind is UnitKind.File or UnitKind.Folder ? item.Span.Source.Path : unit.Kind + " " + unit.Name;
}
