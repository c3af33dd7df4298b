using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Rules;

namespace SvcLint;

/// <summary>What a run found and what it understood. Findings are sorted by place and still hold every confidence.</summary>
public sealed record LintResult
{
    public required IReadOnlyList<Finding> Findings { get; init; }

    public required IReadOnlyList<DeploymentUnit> Units { get; init; }

    /// <summary>Findings that a comment, an annotation or the configuration suppressed.</summary>
    public IReadOnlyList<Finding> Suppressed { get; init; } = [];

    /// <summary>How much the configuration and the suppressions hide.</summary>
    public HiddenFindings Hidden { get; init; } = new();

    /// <summary>What was too large to be read or built as a whole.</summary>
    public IReadOnlyList<LimitHit> Limits { get; init; } = [];

    /// <summary>Files that say what a test expects of a cluster: nobody applies them, and they are in no unit.</summary>
    public IReadOnlyList<string> Expectations { get; init; } = [];

    public IReadOnlyList<Silence> Silences { get; init; } = [];

    /// <summary>Ticks of 100 ns by rule id.</summary>
    public IReadOnlyDictionary<string, long> RuleTime { get; init; } = new Dictionary<string, long>();

    /// <summary>Documents that hold anything, and Kubernetes objects in them.</summary>
    public int Documents { get; init; }

    public int Objects { get; init; }
}
