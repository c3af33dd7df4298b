using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>A Service's target and the container port that it meets are equal by two values of the chart, which somebody may change one of.</summary>
public sealed class PortsFromDifferentValues : ChartRule
{
    public const string Id = "SVC2051";

    public override RuleInfo Info { get; } = new()
    {
        Id = Id,
        Name = "ports-from-different-values",
        Title = "A Service and its pods take one port from two values",
        Category = Category.Wiring,
        Severity = Severity.Info,
    };
}
