namespace SvcLint.Cli.Tests;

/// <summary>Each sample says what its <c>expected.txt</c> says; SVCLINT_UPDATE=1 writes it.</summary>
public sealed class SamplesTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "samples");

    public static TheoryData<string> Samples => [.. Directory.EnumerateDirectories(Folder).Where(d => !IsOfDumps(d)).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_sample_shows_exactly_what_it_says(string sample)
    {
        using var copy = Copy(sample);
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

    public static TheoryData<string> Traced => [.. Directory.EnumerateFiles(Folder, "trace.txt", SearchOption.AllDirectories).Select(f => Path.GetFileName(Path.GetDirectoryName(f))!)];

    /// <summary>The first line of <c>trace.txt</c> is the command, the rest its output.</summary>
    [Theory]
    [MemberData(nameof(Traced))]
    public void The_connection_goes_where_the_sample_says(string sample)
    {
        using var copy = Copy(sample);
        var expected = Path.Combine(Folder, sample, "trace.txt");
        var command = File.ReadLines(expected).First();
        Assert.StartsWith("$ svclint trace ", command, StringComparison.Ordinal);
        var actual = $"{command}\n{copy.Lint(command.Split(' ')[2..]).Output}";
        if (Environment.GetEnvironmentVariable("SVCLINT_UPDATE") == "1")
        {
            File.WriteAllText(expected, actual);
        }

        Assert.Equal(File.ReadAllText(expected), actual);
    }

    [Fact]
    public void The_README_opens_with_what_svclint_says_of_the_sample_of_ports()
    {
        using var copy = new Scratch();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, "dotnet-ports"), "*", SearchOption.AllDirectories))
        {
            copy.Write(Path.GetRelativePath(RepositoryRoot.Path, file), File.ReadAllText(file));
        }

        var output = copy.Lint("lint", "samples", "--color", "never", "--fail-on", "never").Output.TrimEnd('\n');
        var path = Path.Combine(RepositoryRoot.Path, "README.md");
        var readme = File.ReadAllText(path);
        var start = readme.IndexOf("```\n", readme.IndexOf("## Code and manifests", StringComparison.Ordinal), StringComparison.Ordinal) + 4;
        var shown = readme[start..readme.IndexOf("\n```", start, StringComparison.Ordinal)];
        if (Environment.GetEnvironmentVariable("SVCLINT_UPDATE") == "1")
        {
            File.WriteAllText(path, readme.Replace(shown, output, StringComparison.Ordinal));
        }

        Assert.Equal(output, shown);
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

    // Dumps of clusters are diagnosed, not linted.
    private static bool IsOfDumps(string folder) => Directory.EnumerateFiles(folder, "dump.yaml", SearchOption.AllDirectories).Any();

    // A copy outside git: paths are relative to the sample, as its reader sees it.
    private static Scratch Copy(string sample)
    {
        var copy = new Scratch();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, sample), "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(Path.Combine(Folder, sample), file);
            if (!path.Split(Path.DirectorySeparatorChar).Any(p => p is "bin" or "obj"))
            {
                copy.Write(path, File.ReadAllText(file));
            }
        }

        return copy;
    }
}
