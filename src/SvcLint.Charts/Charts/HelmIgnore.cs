using SvcLint.Charts.Functions;

namespace SvcLint.Charts;

/// <summary>The rules of a chart's .helmignore.</summary>
public sealed class HelmIgnore
{
    private readonly List<(string Pattern, bool Negated, bool FoldersOnly, bool Anchored)> _rules = [];

    /// <param name="text">The file's text; empty when there is none.</param>
    public HelmIgnore(string text)
    {
        foreach (var line in text.TrimStart('\uFEFF').Split('\n'))
        {
            Add(line);
        }

        Add("templates/.?*");
    }

    /// <summary>Whether a file or folder is left out. A rule with an exclamation mark leaves out what it does not match.</summary>
    public bool Ignores(string path, bool isFolder)
    {
        foreach (var (pattern, negated, foldersOnly, anchored) in _rules)
        {
            if (negated)
            {
                if ((foldersOnly && !isFolder) || !Matches(pattern, anchored, path))
                {
                    return true;
                }
            }
            else if ((!foldersOnly || isFolder) && Matches(pattern, anchored, path))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(string pattern, bool anchored, string path) => PathPattern.Matches(pattern, anchored ? path : PathFunctions.Base(path));

    private void Add(string line)
    {
        var rule = line.Trim();
        if (rule.Length == 0 || rule[0] == '#')
        {
            return;
        }

        if (rule.IndexOf("**", StringComparison.Ordinal) >= 0)
        {
            throw new ChartException("double-star (**) syntax is not supported");
        }

        if (!PathPattern.IsValid(rule))
        {
            throw new ChartException("syntax error in pattern");
        }

        var negated = rule[0] == '!';
        rule = negated ? rule.Substring(1) : rule;
        var foldersOnly = rule.EndsWith("/", StringComparison.Ordinal);
        rule = foldersOnly ? rule.Substring(0, rule.Length - 1) : rule;
        var anchored = rule.IndexOf('/') >= 0;
        _rules.Add((rule.TrimStart('/'), negated, foldersOnly, anchored));
    }
}
