using System.Globalization;
using SvcLint.Kubernetes;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Corpus;

/// <summary>
/// The samples of an operations manual whose wrong statements are listed one by one in <c>manual.tsv</c>: each that shows in a sample
/// is found at its place (true), or the list says why not: it cannot be seen in a sample (invisible), or the sample is right for all that
/// is said of it (right). Nothing else may be found.
/// </summary>
public sealed class ManualTests
{
    [SkippableTheory]
    [InlineData(null)]
    [InlineData("1.36")]
    public void What_is_wrong_in_the_samples_is_found_and_nothing_else(string? version)
    {
        var root = SharedFolder.Require("manual/yaml");
        var options = new LintOptions { KubernetesVersion = version is not null && KubernetesVersion.TryParse(version, out var parsed) ? parsed : null };
        var found = Directory.EnumerateFiles(root, "*.yaml")
            .Order(StringComparer.Ordinal)
            .SelectMany(f => Linter.Lint([Linter.Parse(SourceText.FromBytes(Path.GetRelativePath(root, f), File.ReadAllBytes(f)))], options).Findings)
            .Select(f => $"{f.Span.Source.Path} {f.Span.StartPosition.Line.ToString(CultureInfo.InvariantCulture)} {f.Rule.Id}")
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(Statements().Where(s => s.Verdict == "true").Select(s => $"{s.File} {s.Line} {s.Rule}").Distinct().Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public void Each_statement_has_a_verdict_and_a_reason()
    {
        Assert.All(Statements(), s =>
        {
            Assert.Contains(s.Verdict, new[] { "true", "right", "invisible" });
            Assert.Equal(s.Verdict == "true", s.Rule != "-");
            Assert.NotEmpty(s.Why);
        });
    }

    private static IEnumerable<(string File, string Line, string Rule, string Verdict, string Why)> Statements() =>
        File.ReadLines(Path.Combine(RepositoryRoot.Path, "tests/SvcLint.Core.Tests/Corpus/manual.tsv"))
            .Where(l => !l.StartsWith('#'))
            .Select(l => l.Split('\t'))
            .Select(f => (f[1], f[2], f[3], f[4], f[5]));
}
