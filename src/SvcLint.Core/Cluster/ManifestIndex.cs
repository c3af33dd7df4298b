using SvcLint.Model;
using SvcLint.Yaml;

namespace SvcLint.Cluster;

/// <summary>
/// Manifests as whoever only refers to them needs them: the objects of every unit after kustomize, node by node, with the text that
/// their spans cover. Reading one back costs a fraction of reading the manifests, and rules cannot tell the difference.
/// </summary>
public sealed class ManifestIndex
{
    private readonly IReadOnlyList<YamlMapping> _roots;
    private readonly IReadOnlyList<IndexedUnit> _units;
    private readonly IReadOnlyList<int> _written;
    private readonly IReadOnlyList<KubernetesObject>?[] _objects;

    internal ManifestIndex(IReadOnlyList<YamlMapping> roots, IReadOnlyList<IndexedUnit> units, IReadOnlyList<int> written)
    {
        _roots = roots;
        _units = units;
        _written = written;
        _objects = new IReadOnlyList<KubernetesObject>?[roots.Count];
    }

    /// <summary>Null when the text is no index, or one of another version.</summary>
    public static ManifestIndex? Read(string text) => ManifestIndexReader.Read(text);

    /// <summary>Names of Services, as declared and as applied.</summary>
    public IEnumerable<string> ServiceNames =>
        _written.Concat(_units.SelectMany(u => u.Roots)).Distinct().SelectMany(Objects).OfType<Service>().Select(s => s.Name).OfType<string>().Distinct();

    /// <summary>Objects as their files declare them.</summary>
    internal IEnumerable<KubernetesObject> Written => _written.SelectMany(Objects);

    internal IReadOnlyList<DeploymentUnit> Units(UnitOptions options)
    {
        var units = new List<DeploymentUnit>();
        foreach (var unit in _units)
        {
            var facts = options.FactsFor(unit.Name);
            units.Add(new DeploymentUnit(unit.Name, unit.Kind, facts, [.. unit.Roots.SelectMany(Objects).Select(o => ApiDefaults.Apply(o, facts.Version))], unit.Gaps, unit.Files));
        }

        return units;
    }

    private IReadOnlyList<KubernetesObject> Objects(int root) => _objects[root] ??= ManifestReader.Read(_roots[root]);
}

/// <param name="Name">See <see cref="DeploymentUnit.Name"/>.</param>
/// <param name="Kind">See <see cref="DeploymentUnit.Kind"/>.</param>
/// <param name="Files">See <see cref="DeploymentUnit.Files"/>.</param>
/// <param name="Gaps">See <see cref="DeploymentUnit.Gaps"/>.</param>
/// <param name="Roots">Positions of the unit's objects among the index's.</param>
internal sealed record IndexedUnit(string Name, UnitKind Kind, IReadOnlyList<string> Files, IReadOnlyList<UnitGap> Gaps, IReadOnlyList<int> Roots);
