using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Config;

/// <summary>Severities for some paths or units. Later entries win.</summary>
/// <param name="Paths">Relative to the configuration's folder; empty means every path.</param>
/// <param name="Units">Patterns of unit names; empty means every unit.</param>
/// <param name="Rules">Rule id to severity.</param>
public sealed record SeverityOverride(IReadOnlyList<Glob> Paths, IReadOnlyList<Glob> Units, IReadOnlyDictionary<string, Severity> Rules);

/// <summary>Manifests that are applied together, and the cluster that they go to.</summary>
/// <param name="Name">As findings show it.</param>
/// <param name="Paths">Manifests, folders or kustomization folders, relative to the configuration's folder.</param>
/// <param name="Cluster">Name of a declared cluster, or null for the default one.</param>
public sealed record UnitDeclaration(string Name, IReadOnlyList<Glob> Paths, Located<string>? Cluster);

/// <summary>A repository that GitOps applications name.</summary>
/// <param name="Url">As they write it; scheme, user and <c>.git</c> do not count.</param>
/// <param name="Folder">Where its files lie, relative to the configuration's folder; null for a repository that is elsewhere.</param>
/// <param name="Span">Where the configuration says so.</param>
public sealed record RepositoryDeclaration(string Url, string? Folder, SourceSpan Span);

/// <summary>The images that are built from a .NET project.</summary>
/// <param name="Project">The project file, relative to the configuration's folder.</param>
/// <param name="Images">Their names; registry, tag and digest do not count.</param>
/// <param name="Dockerfile">Relative to the configuration's folder; null leaves it to the project.</param>
/// <param name="Span">Where the configuration says so.</param>
public sealed record ProjectDeclaration(Glob Project, IReadOnlyList<string> Images, Glob? Dockerfile, SourceSpan Span);

/// <summary>How a Helm chart is rendered: one entry for each release of it.</summary>
/// <param name="Path">The chart's folder, relative to the configuration's.</param>
/// <param name="Release">The release's name; null is the chart's.</param>
/// <param name="Namespace">The release's namespace.</param>
/// <param name="Values">Values files, relative to the configuration's folder; later ones win.</param>
/// <param name="Set">Assignments as <c>--set</c> takes them.</param>
/// <param name="KubernetesVersion">The cluster's version as the chart sees it.</param>
/// <param name="ApiVersions">API versions besides those that Helm knows.</param>
/// <param name="Span">Where the configuration says so.</param>
public sealed record ChartDeclaration(
    string Path,
    string? Release,
    string? Namespace,
    IReadOnlyList<string> Values,
    IReadOnlyList<string> Set,
    string? KubernetesVersion,
    IReadOnlyList<string> ApiVersions,
    SourceSpan Span);

/// <summary>A suppression for what cannot carry a comment: JSON and generated files.</summary>
/// <param name="Rules">Rule ids.</param>
/// <param name="Paths">Relative to the configuration's folder; empty means every path.</param>
/// <param name="Object">Null means every object, and findings about none.</param>
/// <param name="Reason">Why the finding is accepted.</param>
/// <param name="Until">The last day on which it holds.</param>
/// <param name="Span">Where the configuration says so.</param>
public sealed record ConfiguredSuppression(
    IReadOnlyList<string> Rules, IReadOnlyList<Glob> Paths, ObjectPattern? Object, string Reason, DateTime? Until, SourceSpan Span);

/// <summary>What <c>svclint.yaml</c> says. The empty configuration is complete: svclint needs none.</summary>
public sealed record LintConfiguration
{
    public static readonly LintConfiguration Default = new();

    /// <summary>The configuration's folder in the terms of the paths of files; "" when those are relative to it.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Severity by rule id.</summary>
    public IReadOnlyDictionary<string, Severity> Rules { get; init; } = new Dictionary<string, Severity>();

    public IReadOnlyList<SeverityOverride> Overrides { get; init; } = [];

    /// <summary>The cluster that units go to which name none.</summary>
    public ClusterFacts DefaultCluster { get; init; } = new();

    /// <summary>Further clusters, by name.</summary>
    public IReadOnlyList<ClusterFacts> Clusters { get; init; } = [];

    /// <summary>Which repositories are this one, and which are not.</summary>
    public IReadOnlyList<RepositoryDeclaration> Repositories { get; init; } = [];

    public IReadOnlyList<UnitDeclaration> Units { get; init; } = [];

    /// <summary>Charts that are rendered otherwise than with the values files beside them.</summary>
    public IReadOnlyList<ChartDeclaration> Charts { get; init; } = [];

    public IReadOnlyList<ProjectDeclaration> Projects { get; init; } = [];

    /// <summary>Files that are neither read nor reported.</summary>
    public IReadOnlyList<Glob> Exclude { get; init; } = [];

    public ExternalObjects Externals { get; init; } = ExternalObjects.None;

    /// <summary>Tests of the connectivity.</summary>
    public IReadOnlyList<ConnectionAssertion> Connections { get; init; } = [];

    public IReadOnlyList<ConfiguredSuppression> Suppressions { get; init; } = [];

    public bool IsExcluded(string path) => Exclude.Count > 0 && IsMatch(Exclude, path);

    /// <summary>True when a glob matches the path of a file, seen from the configuration's folder. Outside that folder none does.</summary>
    public bool IsMatch(IReadOnlyList<Glob> globs, string path)
    {
        if (Folder.Length > 0 && !(path.StartsWith(Folder, StringComparison.Ordinal) && path.Length > Folder.Length && path[Folder.Length] == '/'))
        {
            return false;
        }

        var relative = Folder.Length > 0 ? path.Substring(Folder.Length + 1) : path;
        return globs.Any(g => g.IsMatch(relative));
    }

    /// <summary>What is known of the cluster that a unit goes to: as its declaration says, else the default cluster.</summary>
    public ClusterFacts FactsFor(string unit)
    {
        var name = Units.FirstOrDefault(u => u.Name == unit)?.Cluster?.Value;
        return (name is null ? null : Clusters.FirstOrDefault(c => c.Name == name)) ?? DefaultCluster;
    }
}
