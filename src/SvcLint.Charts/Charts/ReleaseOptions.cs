namespace SvcLint.Charts;

/// <summary>The release that a chart is rendered for.</summary>
public sealed record ReleaseOptions
{
    public string Name { get; init; } = "release-name";

    public string Namespace { get; init; } = "default";

    public int Revision { get; init; } = 1;

    public bool IsUpgrade { get; init; }

    /// <summary>The cluster's version; null is Helm's own default.</summary>
    public string? KubeVersion { get; init; }

    /// <summary>API versions beside those that Helm always knows.</summary>
    public IReadOnlyList<string> ApiVersions { get; init; } = [];

    /// <summary>Whether values are not held against the chart's schema.</summary>
    public bool SkipSchema { get; init; }
}
