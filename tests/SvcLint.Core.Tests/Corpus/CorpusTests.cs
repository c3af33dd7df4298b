using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Corpus;

/// <summary>Real manifests of public repositories: what is found there is judged one by one, and nothing else may appear.</summary>
public sealed class CorpusTests
{
    private static readonly string[] TestFolders = ["testdata", "test", "tests", "golden", "_archived"];

    [SkippableFact]
    public void Every_warning_and_error_in_real_repositories_is_judged_and_at_most_five_are_not_true()
    {
        var judged = JudgedFinding.ReadAll();
        var found = RealRepositories().SelectMany(Findings).ToDictionary(f => f.Key, f => f.Text);
        var unjudged = found.Where(f => !judged.ContainsKey(f.Key)).Select(f => f.Value).ToArray();
        Assert.True(unjudged.Length == 0, $"{unjudged.Length} findings nobody judged:\n{string.Join("\n", unjudged)}");
        var gone = judged.Values.Where(j => j.IsTrue && !found.ContainsKey(j.Key)).Select(j => j.Key).ToArray();
        Assert.True(gone.Length == 0, $"{gone.Length} true findings are no longer found:\n{string.Join("\n", gone)}");
        var untrue = judged.Values.Where(j => !j.IsTrue && found.ContainsKey(j.Key)).Select(j => j.Key).ToArray();
        Assert.True(untrue.Length <= 5, $"{untrue.Length} findings are not true:\n{string.Join("\n", untrue)}");
    }

    [SkippableFact]
    public void No_input_crashes_a_rule()
    {
        var root = SharedFolder.Require("corpus/manifests");
        foreach (var repository in Directory.EnumerateDirectories(root))
        {
            Assert.DoesNotContain(Linter.Lint(Read(repository, repository), new LintOptions()).Findings, f => f.Rule.Id == "SVC0009");
        }
    }

    [SkippableFact]
    public void Files_that_are_no_manifests_are_silent()
    {
        var root = SharedFolder.Require("corpus/other");
        Assert.Empty(Linter.Lint(Read(root, root), new LintOptions()).Findings.Select(f => $"{f.Rule.Id} {f.Span}"));
    }

    [SkippableFact]
    public void Templates_have_no_syntax_errors()
    {
        var root = SharedFolder.Require("corpus/templates");
        Assert.All(Read(root, root), f => Assert.Empty(f.Problems));
    }

    [SkippableFact]
    public void Every_broken_file_has_its_fault_located()
    {
        var root = SharedFolder.Require("corpus/broken");
        Assert.All(Read(root, root), f => Assert.True((f.Problems.Count >= 1 || f.Documents.Any(d => d.Ignored is not null)) && f.Problems.Count <= f.Documents.Count + 1, f.Path));
    }

    private static IEnumerable<string> RealRepositories()
    {
        var corpus = SharedFolder.Require("corpus/SOURCES.tsv");
        return File.ReadLines(corpus).Select(l => l.Split('\t')).Where(f => f is [_, _, _, "REAL"])
            .Select(f => Path.Combine(Path.GetDirectoryName(corpus)!, "manifests", f[0].Replace('/', '+')))
            .Where(Directory.Exists);
    }

    private static IEnumerable<(string Key, string Text)> Findings(string repository)
    {
        var files = Read(repository, Path.GetDirectoryName(repository)!);
        return Linter.Lint(files, new LintOptions()).Findings
            .Where(f => f.Severity >= Severity.Warning && f.Confidence >= Confidence.Medium && !f.Span.Source.Path.Split('/').Any(TestFolders.Contains))
            .Select(f => ($"{f.Rule.Id}\t{f.Span.Source.Path}\t{f.Span.StartPosition.Line}", $"{f.Rule.Id}\t{f.Span.Source.Path}\t{f.Span.StartPosition.Line}\t{f.Severity}: {f.Message}"))
            .DistinctBy(f => f.Item1);
    }

    private static IReadOnlyList<ParsedFile> Read(string folder, string root) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f).ToLowerInvariant() is ".yaml" or ".yml" or ".json")
            .Order(StringComparer.Ordinal)
            .AsParallel().AsOrdered()
            .Select(f => Linter.Parse(SourceText.FromBytes(Path.GetRelativePath(root, f), File.ReadAllBytes(f)))),
    ];
}
