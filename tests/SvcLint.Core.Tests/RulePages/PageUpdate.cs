using SvcLint.Findings;
using SvcLint.Rules;

namespace SvcLint.Core.Tests.RulePages;

/// <summary>Everything on a page that derives from the catalogue and from what svclint finds; SVCLINT_UPDATE=1 writes it.</summary>
public static class PageUpdate
{
    public static string IndexPath => Path.Combine(RepositoryRoot.Path, "rules", "README.md");

    public static IReadOnlyList<string> FactsTable(RuleInfo rule) =>
    [
        "| | |",
        "|---|---|",
        $"| Finds | {rule.Title} |",
        $"| Category | {rule.Category} |",
        $"| Severity | {rule.Severity} |",
        $"| Confidence | {rule.Confidence} |",
        .. rule.SecuritySeverity is { } score ? new[] { $"| Security severity | {score} |" } : [],
        $"| Since | {rule.Since} |",
        "",
    ];

    public static void Apply(RulePage page, bool update)
    {
        if (!update || RuleCatalog.Find(page.Id) is not { } rule)
        {
            return;
        }

        Carets(page, update);
        var lines = new RulePage(page.Path).Lines.ToList();
        lines[0] = $"# {rule.Info.Id}: {rule.Info.Name}";
        var table = lines.Skip(2).TakeWhile(l => !l.StartsWith('#')).Count();
        lines.RemoveRange(2, table);
        lines.InsertRange(2, FactsTable(rule.Info));
        Write(page.Path, lines);
    }

    public static void Carets(RulePage page, bool update)
    {
        if (!update)
        {
            return;
        }

        var lines = page.Lines.ToList();
        foreach (var example in page.Examples.Where(e => e.Mark is "bad" or "good").Reverse())
        {
            var actual = ExampleRun.Lint(page, example).Findings.Select(RulePages.Carets.Of).ToArray();
            foreach (var fence in example.Files.Reverse())
            {
                var file = fence.File;
                var (text, _) = RulePages.Carets.TakeOut(fence, file);
                lines.RemoveRange(fence.Line + 1, fence.Lines.Count);
                lines.InsertRange(fence.Line + 1, RulePages.Carets.PutIn(text[..^1].Split('\n'), actual.Where(c => c.File == file)));
            }
        }

        Write(page.Path, lines);
    }

    public static void Emulated(RulePage page, bool update)
    {
        if (!update)
        {
            return;
        }

        var lines = page.Lines.ToList();
        foreach (var (fence, example) in page.Emulated.Reverse())
        {
            lines.RemoveRange(fence.Line + 1, fence.Lines.Count);
            lines.InsertRange(fence.Line + 1, EmulatedLines.Of(page, fence, example));
        }

        Write(page.Path, lines);
    }

    public static void Index(bool update)
    {
        if (update)
        {
            File.WriteAllText(IndexPath, IndexText());
        }
    }

    public static string IndexText()
    {
        var lines = new List<string>
        {
            "# Rules",
            "",
            "One page a rule: documentation, help in GitHub, `svclint explain` and the rule's tests. This index is derived from the catalogue.",
        };
        foreach (var category in RuleCatalog.All.Select(r => r.Info).GroupBy(r => r.Category))
        {
            lines.AddRange(["", $"## {category.Key}", "", "| Rule | Name | Severity | Finds |", "|---|---|---|---|"]);
            lines.AddRange(category.Select(r => $"| [{r.Id}]({r.Id}.md) | {r.Name} | {r.Severity}{(r.Confidence == Confidence.Low ? " (hidden)" : "")} | {r.Title} |"));
        }

        return string.Join("\n", lines) + "\n";
    }

    private static void Write(string path, IEnumerable<string> lines) => File.WriteAllText(path, string.Join("\n", lines).TrimEnd('\n') + "\n");
}
