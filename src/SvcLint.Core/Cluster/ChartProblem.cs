using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>What is wrong with a chart itself, found while it was rendered.</summary>
/// <param name="RuleId">The rule that says it.</param>
/// <param name="Span">The place to change.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Help">The repair.</param>
/// <param name="Related">Other places.</param>
public sealed record ChartProblem(string RuleId, SourceSpan Span, string Message, string? Help = null, IReadOnlyList<RelatedSpan>? Related = null);
