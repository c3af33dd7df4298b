using SvcLint.Cluster.Applications;
using SvcLint.Findings;
using SvcLint.Rules.Api;
using SvcLint.Text;

namespace SvcLint.Rules;

/// <summary>Nothing is known of a placeholder, so no finding rests on one. What is wrong with a chart or an application itself is said of what stands in its place.</summary>
internal static class PlaceholderGuard
{
    public static IReadOnlyList<Finding> Apply(IReadOnlyList<Finding> findings, ResolvedTexts resolved)
    {
        // A field in capitals is none of Kubernetes: a program puts others in its place.
        var templates = new HashSet<ObjectReference>(findings.Where(f => f.Rule.Id == UnknownField.Id && f.Span.Text.IndexOf('_') > 0 && ApiSpans.IsToken(f.Span.Text)).Select(f => f.Object).OfType<ObjectReference>());
        return findings.Where(f => f.Rule.Category == Category.Input || RuleCatalog.Find(f.Rule.Id) is ChartRule or ApplicationRule
            || !(IsPlaceholder(f.Span, resolved) || f.Related.Any(r => IsPlaceholder(r.Span, resolved)) || (f.Object is { } item && templates.Contains(item)))).ToArray();
    }

    public static bool IsPlaceholder(string value) => Placeholder.Is(value);

    // Long spans are whole mappings: their text says nothing of one value.
    private static bool IsPlaceholder(SourceSpan span, ResolvedTexts resolved) => span.Range.Length is > 0 and < 200 && IsPlaceholder(span.Text) && !resolved.Holds(span);
}
