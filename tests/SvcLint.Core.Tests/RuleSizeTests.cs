namespace SvcLint.Core.Tests;

/// <summary>A rule says what is wrong and how to repair it; what it has to find out first belongs to the model, the cluster or validation.</summary>
public sealed class RuleSizeTests
{
    private const int MostLines = 150;

    [Fact]
    public void No_rule_is_longer_than_a_reader_takes_in_at_once()
    {
        var rules = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src/SvcLint.Core/Rules"), "*.cs", SearchOption.AllDirectories)
            .Select(f => (Path: f, Lines: File.ReadAllLines(f)))
            .Where(f => f.Lines.Any(l => l.Contains(": Rule", StringComparison.Ordinal) || l.Contains(": RepositoryRule", StringComparison.Ordinal) || l.Contains("Rule(", StringComparison.Ordinal)))
            .ToArray();
        Assert.NotEmpty(rules);
        Assert.Empty(rules.Where(r => r.Lines.Length > MostLines && !r.Path.EndsWith("RuleCatalog.cs", StringComparison.Ordinal)).Select(r => $"{Path.GetFileName(r.Path)}: {r.Lines.Length} lines"));
    }
}
