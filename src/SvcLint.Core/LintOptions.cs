using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Text;

namespace SvcLint;

/// <summary>What a host tells the linter beside the files.</summary>
public sealed record LintOptions
{
    public LintConfiguration Configuration { get; init; } = LintConfiguration.Default;

    /// <summary>What the configuration says that cannot be followed, for hosts that show it as findings.</summary>
    public IReadOnlyList<ConfigurationProblem> ConfigurationProblems { get; init; } = [];

    /// <summary>Overrides the version of every cluster.</summary>
    public KubernetesVersion? KubernetesVersion { get; init; }

    /// <summary>The mode of kube-proxy to which the clusters are to move: rules about that run; null when they stay as they are.</summary>
    public ProxyMode? MigrateTo { get; init; }

    /// <summary>The version of Kubernetes to which the clusters are to move: rules about that run; null when they stay as they are.</summary>
    public KubernetesVersion? UpgradeTo { get; init; }

    /// <summary>Severity by rule id from the command line; stronger than the configuration.</summary>
    public IReadOnlyDictionary<string, Severity> RuleSeverities { get; init; } = new Dictionary<string, Severity>();

    /// <summary>Reports only these rules (ids); null reports all.</summary>
    public IReadOnlyCollection<string>? OnlyRules { get; init; }

    /// <summary>
    /// True when the input is all that the configuration speaks of: only then can one of its suppressions be called unused, or one of a
    /// rule that holds code and manifests against each other.
    /// </summary>
    public bool IsComplete { get; init; }

    /// <summary>Units named by the host: the name and the paths of the files that belong to it.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Paths)> NamedUnits { get; init; } = [];

    /// <summary>Paths of rendered streams: each is a unit.</summary>
    public IReadOnlyCollection<string> Streams { get; init; } = [];

    /// <summary>Charts that the host rendered; their templates are no manifests of a folder.</summary>
    public IReadOnlyList<RenderedUnit> Rendered { get; init; } = [];

    /// <summary>
    /// Reads a file that is not among the input by its path, in the terms of the input's paths; null when there is none.
    /// Kustomizations reach beyond the folder that is linted, and generators read files of any kind.
    /// </summary>
    public Func<string, SourceText?>? ReadFile { get; init; }

    /// <summary>The units of an earlier state of the same input, for rules about changes; null when there is none to compare with.</summary>
    public IReadOnlyList<DeploymentUnit>? Earlier { get; init; }

    /// <summary>Manifests beside the input, read before: references to them resolve, and nothing is said of them.</summary>
    public ManifestIndex? Index { get; init; }

    /// <summary>True to report what comments, annotations, pragmas and the configuration suppress.</summary>
    public bool IgnoreSuppressions { get; init; }

    /// <summary>Today, for suppressions that expire; null when the host has no clock: none expires then.</summary>
    public DateTime? Today { get; init; }

    /// <summary>A monotonic clock in ticks of 100 ns, for the time per rule; null measures nothing.</summary>
    public Func<long>? Clock { get; init; }

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
