using SvcLint.Cluster.Applications;
using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Rules;

/// <summary>Nothing is known of a placeholder, so no finding rests on one.</summary>
internal static class PlaceholderGuard
{
    // What these say of a placeholder is said of what stands in its place.
    private static readonly HashSet<string> Evaluated = new(StringComparer.Ordinal) { ApplicationProblem.PathMissing, ApplicationProblem.ValuesMissing, ApplicationProblem.ReferenceUnknown };

    public static IReadOnlyList<Finding> Apply(IReadOnlyList<Finding> findings) =>
        findings.Where(f => f.Rule.Category == Category.Input || Evaluated.Contains(f.Rule.Id) || !(IsPlaceholder(f.Span) || f.Related.Any(r => IsPlaceholder(r.Span)))).ToArray();

    public static bool IsPlaceholder(string value) => Placeholder.Is(value);

    // Long spans are whole mappings: their text says nothing of one value.
    private static bool IsPlaceholder(SourceSpan span) => span.Range.Length is > 0 and < 200 && IsPlaceholder(span.Text);
}
