using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>Who looks after a chart; null where Chart.yaml has an empty entry.</summary>
public sealed record ChartMaintainer(string Name, string Email, string Url);

/// <summary>An entry of a chart's dependencies.</summary>
public sealed class ChartDependency
{
    /// <summary>The dependency's name, or its alias once dependencies are processed.</summary>
    public string Name { get; set; } = "";

    public string Version { get; init; } = "";

    public string Repository { get; init; } = "";

    public string Condition { get; init; } = "";

    public IReadOnlyList<string> Tags { get; init; } = [];

    public bool Enabled { get; set; }

    public IReadOnlyList<GoValue> ImportValues { get; set; } = [];

    public string Alias { get; init; } = "";

    public ChartDependency Copy() => (ChartDependency)MemberwiseClone();
}

/// <summary>What Chart.yaml says.</summary>
public sealed class ChartMetadata
{
    public string Name { get; set; } = "";

    public string Home { get; set; } = "";

    public IReadOnlyList<string>? Sources { get; set; }

    public string Version { get; set; } = "";

    public string Description { get; set; } = "";

    public IReadOnlyList<string>? Keywords { get; set; }

    public IReadOnlyList<ChartMaintainer?>? Maintainers { get; set; }

    public string Icon { get; set; } = "";

    public string ApiVersion { get; set; } = "";

    public string Condition { get; set; } = "";

    public string Tags { get; set; } = "";

    public string AppVersion { get; set; } = "";

    public bool Deprecated { get; set; }

    public IReadOnlyDictionary<string, string>? Annotations { get; set; }

    public string KubeVersion { get; set; } = "";

    public List<ChartDependency?>? Dependencies { get; set; }

    public string Type { get; set; } = "";

    /// <summary>Where each field stands in Chart.yaml.</summary>
    public Dictionary<string, Origin?> Origins { get; private set; } = new(StringComparer.Ordinal);

    internal ChartMetadata Copy(string? name, bool deep)
    {
        var copy = (ChartMetadata)MemberwiseClone();
        copy.Name = name ?? Name;
        copy.Dependencies = deep ? Dependencies?.ConvertAll(dependency => dependency?.Copy()) : Dependencies;
        return copy;
    }
}
