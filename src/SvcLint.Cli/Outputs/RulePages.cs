using System.Collections.Concurrent;

namespace SvcLint.Cli.Outputs;

/// <summary>The pages of <c>rules/</c>, which the tool carries with it.</summary>
internal static class RulePages
{
    private static readonly ConcurrentDictionary<string, string?> Read = new(StringComparer.Ordinal);

    /// <summary>The page of a rule, or null.</summary>
    public static string? Find(string ruleId) => Read.GetOrAdd(ruleId, static id =>
    {
        using var stream = typeof(RulePages).Assembly.GetManifestResourceStream($"rules/{id}.md");
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    });

    /// <summary>The page from its first section on: title and table of facts are shown otherwise.</summary>
    public static string Body(string page)
    {
        var at = page.IndexOf("\n## ", StringComparison.Ordinal);
        return at < 0 ? page : page[(at + 1)..];
    }

    /// <summary>The first paragraph of a section on one line; empty when there is none.</summary>
    public static string FirstParagraph(string page, string heading)
    {
        var at = page.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        if (at < 0)
        {
            return "";
        }

        var text = page[(at + heading.Length + 5)..].TrimStart('\n');
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).Replace('\n', ' ').Trim();
    }
}
