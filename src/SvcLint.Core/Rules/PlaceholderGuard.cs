using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Rules;

/// <summary>
/// Values that look concrete and are not: <c>$VAR</c>, <c>${VAR:-x}</c>, <c>&lt;name&gt;</c>, <c>{{ x }}</c>, <c>__NAME__</c>,
/// <c>@@name@@</c>. Nothing is known of them, so no finding rests on one.
/// </summary>
internal static class PlaceholderGuard
{
    public static IReadOnlyList<Finding> Apply(IReadOnlyList<Finding> findings) =>
        findings.Where(f => f.Rule.Category == Category.Input || !(IsPlaceholder(f.Span) || f.Related.Any(r => IsPlaceholder(r.Span)))).ToArray();

    public static bool IsPlaceholder(string value)
    {
        for (var i = 0; i + 1 < value.Length; i++)
        {
            var next = value[i + 1];
            switch (value[i])
            {
                // "$(VAR)" is Kubernetes' own and known to the kubelet alone.
                case '$' when next is '{' or '(' || char.IsLetter(next) || next == '_':
                case '{' when next is '{' or '%':
                case '@' when next == '@':
                    return true;
                case '<' when char.IsLetter(next) && value.IndexOf('>', i) > i:
                    return true;
                case '_' when next == '_' && value.Length > 4 && i == 0 && value.EndsWith("__", StringComparison.Ordinal):
                    return true;
            }
        }

        return false;
    }

    // Long spans are whole mappings: their text says nothing of one value.
    private static bool IsPlaceholder(SourceSpan span) => span.Range.Length is > 0 and < 200 && IsPlaceholder(span.Text);
}
