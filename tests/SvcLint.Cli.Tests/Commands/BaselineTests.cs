namespace SvcLint.Cli.Tests.Commands;

public sealed class BaselineTests
{
    [Fact]
    public void What_a_baseline_accepts_is_not_reported_and_what_is_new_is()
    {
        using var scratch = new Scratch();
        scratch.Write("old.yaml", Manifests.Both("old", "htpp", "http"));

        var written = scratch.Lint("--write-baseline", "baseline.json", "--format", "json");
        Assert.Equal(0, written.Status);
        Assert.Empty(written.Places);
        Assert.Contains("accepted 1 finding in baseline.json", written.Error);

        scratch.Write("old.yaml", "# moved\n" + scratch.Read("old.yaml")).Write("new.yaml", Manifests.Both("new", "htpp", "http"));
        Assert.Equal(["new.yaml:10 SVC2002"], scratch.Lint("--baseline", "baseline.json", "--format", "json").Places);
    }

    [Theory]
    [InlineData("--baseline", "nowhere.json", "--write-baseline nowhere.json makes one")]
    [InlineData("--baseline", "package.json", "this is no baseline")]
    [InlineData("--write-baseline", "no/such/folder.json", "cannot be written")]
    public void A_baseline_that_cannot_be_used_is_a_usage_error(string option, string file, string said)
    {
        using var scratch = new Scratch();
        scratch.Write("package.json", "{}").Write("web.yaml", Manifests.Both("web", "htpp", "http"));

        var run = scratch.Lint(option, file);

        Assert.Equal(2, run.Status);
        Assert.Contains(said, run.Error);
    }
}
