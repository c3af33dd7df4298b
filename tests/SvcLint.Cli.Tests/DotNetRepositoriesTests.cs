namespace SvcLint.Cli.Tests;

/// <summary>
/// Public .NET repositories with manifests, or with code that makes Kubernetes objects, as folders OWNER+NAME below the folder that
/// SVCLINT_DOTNET_REPOS names: every finding about .NET, and every other one in a C# file, stands in judged-dotnet.tsv, and at most one in
/// all is a false alarm.
/// </summary>
public sealed class DotNetRepositoriesTests
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("SVCLINT_DOTNET_REPOS");

    private static readonly IReadOnlyList<Judged> List =
    [
        .. File.ReadLines(Path.Combine(RepositoryRoot.Path, "tests/SvcLint.Cli.Tests/judged-dotnet.tsv"))
            .Where(l => !l.StartsWith('#'))
            .Select(l => l.Split('\t'))
            .Select(f => new Judged(f[0], f[1], f[2] == "-" ? null : $"{f[2]} {f[3]}", f[4], f[5])),
    ];

    public static TheoryData<string> Repositories => [.. List.Select(j => j.Repository).Distinct()];

    [SkippableTheory]
    [MemberData(nameof(Repositories))]
    public void Every_finding_about_dotnet_is_judged(string repository)
    {
        var path = Path.Combine(Folder ?? "", repository.Replace('/', '+'));
        Skip.IfNot(Folder is { Length: > 0 } && Directory.Exists(path), $"SVCLINT_DOTNET_REPOS names no folder that holds {repository}");

        var run = Tool.Svclint(path, null, "lint", ".", "--format", "json", "--fail-on", "never");

        var expected = List.Where(j => j.Repository == repository).Select(j => j.Finding).OfType<string>();
        Assert.Equal(expected.Order(StringComparer.Ordinal), run.Places.Where(IsAboutDotNet).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void At_most_one_of_them_is_a_false_alarm()
    {
        Assert.All(List.Where(j => j.Finding is not null), j => Assert.True(j is { Verdict: "true" or "false", Why.Length: > 0, Commit.Length: 40 }, $"{j.Repository} {j.Finding}"));
        Assert.True(List.Count(j => j.Verdict == "false") <= 1);
    }

    private static bool IsAboutDotNet(string place) => place.Contains(" SVC9", StringComparison.Ordinal) || place.Contains(".cs:", StringComparison.Ordinal);

    private sealed record Judged(string Repository, string Commit, string? Finding, string Verdict, string Why);
}
