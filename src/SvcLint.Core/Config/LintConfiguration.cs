using SvcLint.Findings;

namespace SvcLint.Config;

/// <summary>Severities for some paths or units. Later entries win.</summary>
/// <param name="Paths">Globs relative to the configuration's folder; empty means every path.</param>
/// <param name="Units">Unit names; empty means every unit.</param>
/// <param name="Rules">Rule id to severity.</param>
public sealed record SeverityOverride(IReadOnlyList<string> Paths, IReadOnlyList<string> Units, IReadOnlyDictionary<string, Severity> Rules);

/// <summary>Manifests that are applied together, and the cluster that they go to.</summary>
/// <param name="Name">As findings show it.</param>
/// <param name="Paths">Globs of manifests, or one kustomization folder.</param>
/// <param name="Cluster">Name of a declared cluster, or null for the default one.</param>
public sealed record UnitDeclaration(string Name, IReadOnlyList<string> Paths, string? Cluster);

/// <summary>What <c>svclint.yaml</c> says. The empty configuration is complete: svclint needs none.</summary>
public sealed record LintConfiguration
{
    public static readonly LintConfiguration Default = new();

    /// <summary>Severity by rule id.</summary>
    public IReadOnlyDictionary<string, Severity> Rules { get; init; } = new Dictionary<string, Severity>();

    public IReadOnlyList<SeverityOverride> Overrides { get; init; } = [];

    /// <summary>The cluster that units go to which name none.</summary>
    public ClusterFacts DefaultCluster { get; init; } = new();

    /// <summary>Further clusters, by name.</summary>
    public IReadOnlyList<ClusterFacts> Clusters { get; init; } = [];

    public IReadOnlyList<UnitDeclaration> Units { get; init; } = [];

    /// <summary>Globs of files that are neither read nor reported.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    public ExternalObjects Externals { get; init; } = ExternalObjects.None;
}
