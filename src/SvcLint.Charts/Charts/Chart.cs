using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>A chart as Helm loads it. Conditions and aliases change which charts it holds and what they are called.</summary>
public sealed class Chart
{
    private List<Chart> _dependencies = [];

    public Chart(ChartMetadata metadata)
    {
        Metadata = metadata;
    }

    public ChartMetadata Metadata { get; private set; }

    public Chart? Parent { get; private set; }

    public bool IsRoot => Parent is null;

    public string Name => Metadata.Name;

    /// <summary>Values of its own; changed when it imports values of its dependencies.</summary>
    public GoMap Values { get; set; } = GoMap.New();

    /// <summary>values.schema.json.</summary>
    public ChartFile? Schema { get; init; }

    public IReadOnlyList<ChartFile> Templates { get; init; } = [];

    /// <summary>Everything else: what templates see in <c>.Files</c>.</summary>
    public IReadOnlyList<ChartFile> Files { get; init; } = [];

    public IReadOnlyList<Chart> Dependencies => _dependencies;

    /// <summary>The names of dependencies that a condition or a tag leaves out.</summary>
    public IReadOnlyCollection<string> SwitchedOff { get; set; } = [];

    public bool IsLibrary => string.Equals(Metadata.Type, "library", StringComparison.OrdinalIgnoreCase);

    /// <summary>Its path below the root: <c>parent/charts/child</c>.</summary>
    public string FullPath => Parent is null ? Name : Parent.FullPath + "/charts/" + Name;

    /// <summary>Files below <c>crds/</c>, its own and its dependencies'.</summary>
    public IEnumerable<(string Name, ChartFile File)> CustomResources
    {
        get
        {
            var own = Files.Where(file => file.Name.StartsWith("crds/", StringComparison.Ordinal) && IsManifest(file.Name)).Select(file => (FullPath + "/" + file.Name, file));
            return own.Concat(_dependencies.SelectMany(dependency => dependency.CustomResources));
        }
    }

    public void SetDependencies(IEnumerable<Chart> charts)
    {
        _dependencies = [.. charts];
        foreach (var chart in _dependencies)
        {
            chart.Parent = this;
        }
    }

    /// <summary>The same chart under the name that a dependency gives it. Its dependencies are shared, as in Helm 3.</summary>
    public Chart Alias(string? name, bool copiesMetadata)
    {
        var metadata = Metadata.Copy(name, copiesMetadata);
        var copy = new Chart(metadata) { Values = Values, Schema = Schema, Templates = Templates, Files = Files, Parent = Parent };
        copy._dependencies = _dependencies;
        return copy;
    }

    private static bool IsManifest(string name) => Path.GetExtension(name).ToLowerInvariant() is ".yaml" or ".yml" or ".json";
}
