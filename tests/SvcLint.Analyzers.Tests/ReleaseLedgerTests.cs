using System.Text;
using SvcLint.Findings;
using SvcLint.Rules;

namespace SvcLint.Analyzers.Tests;

/// <summary>
/// <c>AnalyzerReleases.md</c> tells users of the package which version brought which rule. Roslyn's own release tracking sees
/// only descriptors written out one by one and is inert here; this test does its work.
/// </summary>
public sealed class ReleaseLedgerTests
{
    private static string LedgerPath => Path.Combine(RepositoryRoot.Path, "src", "SvcLint.Analyzers", "AnalyzerReleases.md");

    [Fact]
    public void The_ledger_is_the_catalogue()
    {
        var expected = Ledger();
        if (Environment.GetEnvironmentVariable("SVCLINT_UPDATE") == "1")
        {
            File.WriteAllText(LedgerPath, expected);
        }

        Assert.Equal(expected, File.ReadAllText(LedgerPath));
    }

    private static string Ledger()
    {
        var text = new StringBuilder("# Rules by release\n");
        foreach (var release in RuleCatalog.All.Select(r => r.Info).GroupBy(r => r.Since).OrderByDescending(g => Version.Parse(g.Key)))
        {
            text.Append($"\n## Release {release.Key}\n\n### New Rules\n\nRule ID | Category | Severity | Notes\n--------|----------|----------|-------\n");
            foreach (var rule in release.OrderBy(r => r.Id, StringComparer.Ordinal))
            {
                text.Append($"{rule.Id} | {rule.Category} | {(rule.Severity == Severity.Off ? "Disabled" : rule.Severity)} | {rule.Name}\n");
            }
        }

        return text.ToString();
    }
}
