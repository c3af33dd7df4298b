namespace SvcLint.Cli.Tests.Security;

/// <summary>What a stranger's configuration hides is visible.</summary>
public sealed class HiddenTests
{
    private static readonly string Wrong = Manifests.Both("web", "htpp", "http");

    [Theory]
    [InlineData("exclude: [web.yaml]\n", "excludedFiles", "1 file excluded by the configuration")]
    [InlineData("rules: {SVC2002: off}\n", "turnedOff", "1 turned off by the configuration")]
    [InlineData("rules: {SVC2002: info}\n", "lowered", "1 lowered by the configuration")]
    [InlineData("suppress: [{rule: SVC2002, reason: because}]\n", "suppressed", "1 suppressed")]
    public void The_summary_counts_it_and_an_audit_judges_without_it(string configuration, string member, string said)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong).Write("svclint.yaml", configuration);

        var run = scratch.Lint("--format", "json");

        Assert.Equal(0, run.Status);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Json.GetProperty("summary").GetProperty("hidden").GetProperty(member).GetInt32());
        Assert.Contains("web.yaml:10 SVC2002", scratch.Lint("--no-config", "--format", "json").Places);
        Assert.Contains($"<p>not shown: {said}</p>", scratch.Lint("--format", "html").Output, StringComparison.Ordinal);
        Assert.Contains($"<property name=\"not shown\" value=\"{said}\" />", scratch.Lint("--format", "junit").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_named_is_read_whatever_the_configuration_excludes()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong).Write("svclint.yaml", "exclude: [\"**\"]\n");

        Assert.Equal(["web.yaml:10 SVC2002"], scratch.Lint("web.yaml", "--format", "json").Places);
        Assert.Empty(scratch.Lint(".", "--format", "json").Places);
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("[1]")]
    [InlineData("[{\"rule\": \"SVC2002\"}]")]
    public void A_baseline_that_is_none_is_refused(string findings)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong).Write("b.json", $"{{\"version\": 1, \"findings\": {findings}}}");

        var run = scratch.Lint("--baseline", "b.json");

        Assert.Equal(2, run.Status);
        Assert.Contains("--baseline b.json(1,", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Suppressions_and_the_baseline_can_be_left_aside()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong.Replace("targetPort: htpp", "targetPort: htpp # svclint:ignore SVC2002 -- because"));
        Assert.Empty(scratch.Lint("--format", "json").Places);
        Assert.Equal(["web.yaml:10 SVC2002"], scratch.Lint("--no-suppressions", "--format", "json").Places);

        scratch.Write("web.yaml", Wrong);
        scratch.Lint("--write-baseline", "baseline.json");
        var run = scratch.Lint("--baseline", "baseline.json", "--format", "json");
        Assert.Empty(run.Places);
        Assert.Contains("1 accepted in the baseline", run.Error, StringComparison.Ordinal);
        Assert.Equal(["web.yaml:10 SVC2002"], scratch.Lint("--baseline", "baseline.json", "--no-baseline", "--format", "json").Places);
    }
}
