namespace SvcLint.Cli.Tests;

/// <summary>Each sample says what its <c>expected.txt</c> says; SVCLINT_UPDATE=1 writes it.</summary>
public sealed class SamplesTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "samples");

    public static TheoryData<string> Samples => [.. Directory.EnumerateDirectories(Folder).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_sample_shows_exactly_what_it_says(string sample)
    {
        // A copy outside git: paths are relative to the sample, as its reader sees it.
        using var copy = new Scratch();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, sample), "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(Path.Combine(Folder, sample), file);
            if (!path.Split(Path.DirectorySeparatorChar).Any(p => p is "bin" or "obj"))
            {
                copy.Write(path, File.ReadAllText(file));
            }
        }

        var run = copy.Lint("lint", ".", "--format", "msbuild", "--fail-on", "never");
        Assert.Equal(0, run.Status);
        var expected = Path.Combine(Folder, sample, "expected.txt");
        if (Environment.GetEnvironmentVariable("SVCLINT_UPDATE") == "1")
        {
            File.WriteAllText(expected, run.Output);
        }

        Assert.Equal(File.ReadAllText(expected), run.Output);
        Assert.True(File.Exists(Path.Combine(Folder, sample, "README.md")), $"{sample} has no README.md");
    }

    [Fact]
    public void The_index_lists_every_sample()
    {
        var index = File.ReadAllText(Path.Combine(Folder, "README.md"));
        Assert.All(Directory.EnumerateDirectories(Folder).Select(d => Path.GetFileName(d)!), s => Assert.Contains($"({s}/README.md)", index, StringComparison.Ordinal));
    }

    /// <summary>A story is about few mistakes: a reader finds them again, and most of the sample is right.</summary>
    [Theory]
    [MemberData(nameof(Samples))]
    public void Its_mistakes_are_few(string sample)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, sample, "expected.txt"));
        Assert.InRange(lines.Length, 1, 4);
    }
}
