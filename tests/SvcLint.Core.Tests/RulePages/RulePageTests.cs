using SvcLint.Findings;
using SvcLint.Rules;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.RulePages;

/// <summary>Pages are the rules' tests: what they show must be exactly what svclint says.</summary>
[Collection(nameof(RulePage))] // One after the other: an update writes the pages that the other reads.
public sealed class RulePageTests
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("SVCLINT_UPDATE") == "1";

    public static TheoryData<string> Ids => [.. RuleCatalog.All.Select(r => r.Info.Id)];

    public static TheoryData<string> EmulatedIds => [.. RulePage.All.Where(p => p.Emulated.Any()).Select(p => p.Id)];

    public static TheoryData<string> CaseFiles => [.. RulePage.Cases.Select(c => Path.GetFileName(c.Path))];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_page_shows_exactly_what_the_rule_finds(string id)
    {
        var page = Page(id);
        PageUpdate.Apply(page, Update);
        CheckExamples(Page(id));
    }

    [Theory]
    [MemberData(nameof(CaseFiles))]
    public void Boundary_cases_hold(string file)
    {
        var path = Path.Combine(RepositoryRoot.Path, "tests/SvcLint.Core.Tests/RulePages", file);
        PageUpdate.Carets(new RulePage(path), Update);
        CheckExamples(new RulePage(path));
    }

    [Theory]
    [MemberData(nameof(EmulatedIds))]
    public void The_page_shows_the_lines_that_kube_proxy_would_write(string id)
    {
        PageUpdate.Emulated(Page(id), Update);
        foreach (var (fence, example) in Page(id).Emulated)
        {
            var lines = EmulatedLines.Of(Page(id), fence, example);
            Assert.NotEmpty(lines);
            Assert.Equal(lines, fence.Lines);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_page_has_the_fixed_order_and_the_derived_table(string id)
    {
        var page = Page(id);
        var rule = RuleCatalog.Find(id)!.Info;
        Assert.Equal($"# {rule.Id}: {rule.Name}", page.Title);
        Assert.Equal(RulePage.Sections.Where(s => s != "More examples" || page.Headings.Contains(s)), page.Headings);
        Assert.Equal(PageUpdate.FactsTable(rule), page.Lines.Skip(2).TakeWhile(l => !l.StartsWith('#')));
        Assert.True(page.Examples.Count(e => e.Mark is "bad" or "good") <= 4, $"{id}: at most four examples a page; boundary cases live in RulePages/{id}.cases.md");
    }

    /// <summary>A page that a silent rule or a rule that always speaks would pass proves nothing.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void The_page_shows_what_is_found_and_what_is_not(string id)
    {
        var page = Page(id);
        if (RuleCatalog.Find(id) is LinterRule)
        {
            return;
        }

        Assert.Contains(page.Examples, e => e.Mark == "bad" && ExampleRun.Lint(page, e).Expected.Count > 0);
        Assert.Contains(page.Examples, e => e.Mark == "good" && ExampleRun.Lint(page, e).Expected.Count == 0);
    }

    /// <summary>Who repairs shows what the repair leaves.</summary>
    [Fact]
    public void A_rule_with_a_fix_shows_what_the_fix_gives()
    {
        var pages = RulePage.All.Concat(RulePage.Cases).ToArray();
        var shown = pages.Where(p => p.Examples.Any(e => e.Mark == "fixed")).Select(p => p.Id).ToHashSet();
        var repaired = pages.Where(p => p.Examples.Any(e => e.Mark == "bad" && ExampleRun.Lint(p, e).Findings.Any(f => f.Fixes.Count > 0))).Select(p => p.Id).ToHashSet();
        Assert.Equal(repaired.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    /// <summary>Carets show the place; the words, the severity, the other end and the fix are in expected.txt.</summary>
    [Fact]
    public void What_the_examples_say_is_on_record()
    {
        var path = Path.Combine(RepositoryRoot.Path, "tests/SvcLint.Core.Tests/RulePages/expected.txt");
        if (Update)
        {
            File.WriteAllText(path, PreparedExample.RecordOfAll());
        }

        Assert.Equal(File.ReadAllText(path), PreparedExample.RecordOfAll());
    }

    [Fact]
    public void Catalogue_and_pages_are_complete_in_both_directions()
    {
        Assert.Equal(RuleCatalog.All.Select(r => r.Info.Id), RulePage.All.Select(p => p.Id));
    }

    [Fact]
    public void Ids_and_names_are_unique_and_in_order()
    {
        var ids = RuleCatalog.All.Select(r => r.Info.Id).ToArray();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(ids.Length, RuleCatalog.All.Select(r => r.Info.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Ids_lie_in_the_range_of_their_category(string id)
    {
        var rule = RuleCatalog.Find(id)!.Info;
        var expected = id[3] switch
        {
            '0' => Category.Input,
            '1' => Category.Api,
            '2' => Category.Wiring,
            '3' => Category.Traffic,
            '4' => Category.LoadBalancers,
            '5' => Category.NetworkPolicies,
            '6' => Category.Endpoints,
            '7' => Category.KubeProxy,
            '8' => Category.Conflicts,
            _ => Category.DotNet,
        };
        Assert.Equal(expected, rule.Category);
        Assert.EndsWith($".{expected}", RuleCatalog.Find(id)!.GetType().Namespace, StringComparison.Ordinal);
    }

    [Fact]
    public void The_index_lists_every_rule()
    {
        PageUpdate.Index(Update);
        Assert.Equal(PageUpdate.IndexText(), File.ReadAllText(PageUpdate.IndexPath));
    }

    private static RulePage Page(string id) => new(Path.Combine(RepositoryRoot.Path, "rules", id + ".md"));

    private static void CheckExamples(RulePage page)
    {
        for (var i = 0; i < page.Examples.Count; i++)
        {
            var example = page.Examples[i];
            if (example.Mark == "fixed")
            {
                CheckFix(page, page.Examples[i - 1], example);
                continue;
            }

            var (findings, expected, _) = ExampleRun.Lint(page, example);
            var actual = findings.Select(Carets.Of).ToArray();
            var line = example.Files[0].Line + 1;
            Assert.True(
                expected.OrderBy(c => c.ToString(), StringComparer.Ordinal).SequenceEqual(actual.OrderBy(c => c.ToString(), StringComparer.Ordinal)),
                $"{page.Path}({line}): the example expects\n  {string.Join("\n  ", expected)}\nbut svclint finds\n  {string.Join("\n  ", findings.Select(f => $"{Carets.Of(f)} {f.Message}"))}");
            Assert.True(example.Mark != "good" || expected.Count == 0, $"{page.Path}({line}): a good example has no carets");
            Assert.True(example.Mark != "bad" || expected.Count > 0, $"{page.Path}({line}): a bad example needs carets");
        }
    }

    private static void CheckFix(RulePage page, Example bad, Example wanted)
    {
        var (findings, _, sources) = ExampleRun.Lint(page, bad);
        var edits = findings.SelectMany(f => f.Fixes.Take(1)).SelectMany(f => f.Edits).ToArray();
        foreach (var fence in wanted.Files)
        {
            var source = Assert.Single(sources, s => s.Path == fence.File);
            var text = Carets.TakeOut(fence, fence.File).Text;
            Assert.NotEqual(source.Content, text);
            Assert.Equal(text, YamlEdit.Apply(source.Content, edits.Where(e => e.Span.Source == source)));
        }
    }
}
