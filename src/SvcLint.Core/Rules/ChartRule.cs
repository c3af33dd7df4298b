using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules;

/// <summary>A rule about a chart itself: what it says is found while the chart is rendered.</summary>
public abstract class ChartRule : LinterRule
{
    internal Finding At(ChartProblem problem) =>
        Report(problem.Span, problem.Message, problem.Related, problem.Severity, problem.Confidence, problem.Effect, problem.Help) with { Object = problem.Object, Fixes = problem.Fixes };
}
