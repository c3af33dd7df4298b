using System.Text.RegularExpressions;

namespace SvcLint.Core.Tests;

/// <summary>What the pages for contributors name is there: files and folders of the repository, and sections of other pages.</summary>
public sealed partial class ContributorPagesTests
{
    private static readonly string[] Pages = ["CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md", "docs/kubernetes-versions.md"];

    [Fact]
    public void Files_that_pages_name_exist()
    {
        var named = Pages.SelectMany(page => RepositoryFile().Matches(Text(page)).Select(m => (page, Path: m.Groups[1].Value))).ToArray();
        Assert.NotEmpty(named);
        Assert.Empty(named.Where(n => !Exists(n.Path) && !IsExample(n.Path)).Select(n => $"{n.page}: {n.Path}"));
    }

    [Fact]
    public void Links_between_pages_lead_somewhere()
    {
        var broken =
            from page in Pages.Append("README.md")
            from link in Link().Matches(Text(page))
            let target = link.Groups[1].Value
            where !target.Contains("://", StringComparison.Ordinal)
            let file = target.StartsWith('#') ? page : Path.Combine(Path.GetDirectoryName(page)!, target.Split('#')[0])
            where !Exists(file) || (target.Contains('#', StringComparison.Ordinal) && !Anchors(file).Contains(target.Split('#')[1]))
            select $"{page}: {target}";
        Assert.Empty(broken);
    }

    private static string Text(string page) => File.ReadAllText(Path.Combine(RepositoryRoot.Path, page));

    private static bool Exists(string path) => Path.Combine(RepositoryRoot.Path, path) is var full && (File.Exists(full) || Directory.Exists(full));

    // A file that a step makes, named with the example's rule.
    private static bool IsExample(string path) => path.Contains("SVC2041", StringComparison.Ordinal);

    private static IEnumerable<string> Anchors(string page) => File.ReadLines(Path.Combine(RepositoryRoot.Path, page))
        .Where(l => l.StartsWith('#'))
        .Select(l => NotInAnchors().Replace(l.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"`((?:src|tests|tools|rules|docs|samples|schemas|\.ci|\.github)/[\w./-]*[\w/])`")]
    private static partial Regex RepositoryFile();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w -]")]
    private static partial Regex NotInAnchors();
}
