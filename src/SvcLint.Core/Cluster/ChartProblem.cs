using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>What is wrong with a chart itself, found while it was rendered.</summary>
/// <param name="RuleId">The rule that says it.</param>
/// <param name="Span">The place to change, in a file of the chart or in what a template rendered.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Help">The repair.</param>
/// <param name="Related">Other places.</param>
public sealed record ChartProblem(string RuleId, SourceSpan Span, string Message, string? Help = null, IReadOnlyList<RelatedSpan>? Related = null)
{
    /// <summary>What happens in a running cluster; null for the rule's own words.</summary>
    public string? Effect { get; init; }

    /// <summary>Null for the rule's own.</summary>
    public Severity? Severity { get; init; }

    /// <summary>Null for the rule's own.</summary>
    public Confidence? Confidence { get; init; }

    /// <summary>The object that it is about.</summary>
    public ObjectReference? Object { get; init; }

    /// <summary>Whether the chart may render with other values.</summary>
    public bool DependsOnValues { get; init; }

    public IReadOnlyList<Fix> Fixes { get; init; } = [];
}
