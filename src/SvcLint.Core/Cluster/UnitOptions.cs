using SvcLint.Cluster.Applications;
using SvcLint.Config;
using SvcLint.Kubernetes;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>What a host tells about what is applied together, beside the files.</summary>
public record UnitOptions
{
    public LintConfiguration Configuration { get; init; } = LintConfiguration.Default;

    /// <summary>Overrides the version of every cluster.</summary>
    public KubernetesVersion? KubernetesVersion { get; init; }

    /// <summary>Units named by the host: the name and the paths of the files that belong to it.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Paths)> NamedUnits { get; init; } = [];

    /// <summary>Paths of files that the user named: what the configuration excludes of folders leaves them in.</summary>
    public IReadOnlyCollection<string> NamedFiles { get; init; } = [];

    /// <summary>Paths of rendered streams: each is a unit.</summary>
    public IReadOnlyCollection<string> Streams { get; init; } = [];

    /// <summary>Charts that the host rendered; their templates are no manifests of a folder.</summary>
    public IReadOnlyList<RenderedUnit> Rendered { get; init; } = [];

    /// <summary>
    /// Reads a file that is not among the input by its path, in the terms of the input's paths; null when there is none.
    /// Kustomizations reach beyond the folder that is linted, and generators read files of any kind.
    /// </summary>
    public Func<string, SourceText?>? ReadFile { get; init; }

    /// <summary>Lists a folder by its path, in the terms of the input's paths; null when there is none. Applications name folders.</summary>
    public Func<string, FolderListing?>? ListFolder { get; init; }

    /// <summary>URLs of the repository's remotes, as git knows them.</summary>
    public IReadOnlyList<string> Remotes { get; init; } = [];

    /// <summary>Folders that may be what applications take for the root of the repository, beside the root of the paths.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];

    /// <summary>Renders charts and templates that applications name; null where the host cannot.</summary>
    public IReleaseEngine? Engine { get; init; }

    /// <summary>Manifests beside the input, read before: references to them resolve, and nothing is said of them.</summary>
    public ManifestIndex? Index { get; init; }

    /// <summary>Runs an action for each number below a count, in any order and perhaps several at once; by default one after the other.</summary>
    public Action<int, Action<int>> ForEach { get; init; } = static (count, action) =>
    {
        for (var i = 0; i < count; i++)
        {
            action(i);
        }
    };

    /// <summary>What is known of the cluster that a unit goes to.</summary>
    internal ClusterFacts FactsFor(string unit)
    {
        var facts = Configuration.FactsFor(unit);
        return KubernetesVersion is { } version ? facts with { Version = version } : facts;
    }
}
