using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;

namespace SvcLint.Rules;

/// <summary>What a host tells the linter beside the files.</summary>
public sealed record LintOptions : UnitOptions
{
    /// <summary>What the configuration says that cannot be followed, for hosts that show it as findings.</summary>
    public IReadOnlyList<ConfigurationProblem> ConfigurationProblems { get; init; } = [];

    /// <summary>The mode of kube-proxy to which the clusters are to move: rules about that run; null when they stay as they are.</summary>
    public ProxyMode? MigrateTo { get; init; }

    /// <summary>The version of Kubernetes to which the clusters are to move: rules about that run; null when they stay as they are.</summary>
    public KubernetesVersion? UpgradeTo { get; init; }

    /// <summary>The same options for clusters of a later version: charts are rendered for it. Null where the host renders none.</summary>
    public Func<KubernetesVersion, LintOptions>? InVersion { get; init; }

    /// <summary>Severity by rule id from the command line; stronger than the configuration.</summary>
    public IReadOnlyDictionary<string, Severity> RuleSeverities { get; init; } = new Dictionary<string, Severity>();

    /// <summary>Reports only these rules (ids); null reports all.</summary>
    public IReadOnlyCollection<string>? OnlyRules { get; init; }

    /// <summary>
    /// True when the input is all that the configuration speaks of: only then can one of its suppressions be called unused, or one of a
    /// rule that holds code and manifests against each other.
    /// </summary>
    public bool IsComplete { get; init; }

    /// <summary>The units of an earlier state of the same input, for rules about changes; null when there is none to compare with.</summary>
    public IReadOnlyList<DeploymentUnit>? Earlier { get; init; }

    /// <summary>What the charts of that earlier state rendered.</summary>
    public IReadOnlyList<RenderedUnit> EarlierRendered { get; init; } = [];

    /// <summary>True to report what comments, annotations, pragmas and the configuration suppress.</summary>
    public bool IgnoreSuppressions { get; init; }

    /// <summary>Today, for suppressions that expire; null when the host has no clock: none expires then.</summary>
    public DateTime? Today { get; init; }

    /// <summary>A monotonic clock in ticks of 100 ns, for the time per rule; null measures nothing.</summary>
    public Func<long>? Clock { get; init; }
}
