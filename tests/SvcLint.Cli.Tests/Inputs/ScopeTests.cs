namespace SvcLint.Cli.Tests.Inputs;

public sealed class ScopeTests
{
    private static Scratch TwoApps()
    {
        var scratch = new Scratch();
        return scratch
            .Write("a/svc.yaml", Manifests.Service("a", "htpp")).Write("a/deploy.yaml", Manifests.Deployment("a", "http"))
            .Write("b/svc.yaml", Manifests.Service("b", "htpp")).Write("b/deploy.yaml", Manifests.Deployment("b", "http"))
            .Commit();
    }

    [Theory]
    [InlineData("a/svc.yaml")]
    [InlineData("a/deploy.yaml")]
    [InlineData("./a/../a/deploy.yaml")]
    public void A_finding_shows_when_one_of_its_ends_is_in_scope(string file)
    {
        using var scratch = TwoApps();

        Assert.Equal(["a/svc.yaml:10 SVC2002"], scratch.Lint("--scope", file, "--format", "json").Places);
    }

    [Fact]
    public void The_list_can_come_from_standard_input()
    {
        using var scratch = TwoApps();

        Assert.Equal(["b/svc.yaml:10 SVC2002"], scratch.LintInput("b/svc.yaml\nREADME.md\n", "--scope", "-", "--format", "json").Places);
        Assert.Equal(2, scratch.LintInput("", "-", "--scope", "-").Status);
    }

    [Theory]
    [InlineData("../nope.yaml", "../nope.yaml")]
    [InlineData("nope.yaml", "nope.yaml")]
    [InlineData("c/", "c/")]
    public void A_scope_that_names_nothing_says_so(string file, string named)
    {
        using var scratch = TwoApps();
        var run = scratch.Lint("--scope", file, "--format", "json");

        Assert.Empty(run.Places);
        Assert.Equal(0, run.Status);
        Assert.Contains($"--scope names no file that was read or that git had: {named}", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--scope names", scratch.Lint("--scope", file, "--scope", "a/svc.yaml").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_deleted_file_is_in_scope_with_what_its_deletion_broke(bool committed)
    {
        using var scratch = new Scratch();
        scratch
            .Write("web/svc.yaml", Manifests.Service("web", "http"))
            .Write("web/good.yaml", Manifests.Deployment("web", "http"))
            .Write("web/other.yaml", Manifests.Deployment("web2", "metrics", label: "web"))
            .Commit();
        Assert.Empty(scratch.Lint("--format", "json").Places);
        File.Delete(scratch["web/good.yaml"]);
        if (committed)
        {
            scratch.Commit();
        }

        Assert.Equal(["web/svc.yaml:10 SVC2002"], scratch.Lint("--scope", "web/good.yaml", "--format", "json").Places);
    }
}
