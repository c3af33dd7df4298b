namespace SvcLint.Charts.Templates;

/// <summary>Helm's order of templates: deepest first, then from z to a. The last parsed of two definitions counts.</summary>
public static class TemplateOrder
{
    public static IReadOnlyList<string> Sort(IEnumerable<string> names)
    {
        var sorted = names.ToArray();
        Array.Sort(sorted, Compare);
        return sorted;
    }

    private static int Compare(string a, string b)
    {
        var depth = b.Count(c => c == '/').CompareTo(a.Count(c => c == '/'));
        return depth != 0 ? depth : GoText.Compare(b, a);
    }
}
