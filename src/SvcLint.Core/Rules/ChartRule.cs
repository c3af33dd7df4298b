using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules;

/// <summary>A rule about a chart itself: what it says is found while the chart is rendered.</summary>
public abstract class ChartRule : LinterRule
{
    /// <summary>What rules say of a chart.</summary>
    internal static IEnumerable<Finding> Of(RenderedUnit chart, IReadOnlyList<Rule> rules)
    {
        foreach (var problem in chart.Problems)
        {
            if (rules.OfType<ChartRule>().FirstOrDefault(r => r.Info.Id == problem.RuleId) is { } rule)
            {
                yield return rule.At(problem);
            }
        }
    }

    private Finding At(ChartProblem problem) =>
        Report(problem.Span, problem.Message, problem.Related, problem.Severity, problem.Confidence, problem.Effect, problem.Help) with { Object = problem.Object, Fixes = problem.Fixes };
}
