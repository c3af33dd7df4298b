namespace SvcLint.Cli.Tests.Commands;

public sealed class UpgradeTests
{
    private const string Service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  externalIPs: [010.1.2.3]\n  selector: {app: web}\n  ports:\n  - port: 80\n";

    [Fact]
    public void What_is_refused_deprecated_and_planned_on_the_way_is_told_with_its_version()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Service);

        var run = scratch.Lint("--kubernetes-version", "1.31", "--upgrade-to", "1.43", "--format", "msbuild");

        Assert.Equal(1, run.Status);
        Assert.Contains("error SVC8120: since 1.36: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("warning SVC8121: spec.externalIPs is deprecated since 1.36", run.Output, StringComparison.Ordinal);
        Assert.Contains("info SVC8124: planned for spec.externalIPs: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_it_is_told_otherwise()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Service);

        Assert.DoesNotContain("SVC812", scratch.Lint("--kubernetes-version", "1.31", "--format", "msbuild").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.37", "1.37")]
    [InlineData("1.37", "1.31")]
    [InlineData("1.31", "1.44")]
    [InlineData("1.31", "next")]
    [InlineData(null, "1.37")]
    public void A_move_that_goes_nowhere_is_wrong_usage(string? from, string to)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Service);

        Assert.Equal(2, (from is null ? scratch.Lint("--upgrade-to", to) : scratch.Lint("--kubernetes-version", from, "--upgrade-to", to)).Status);
    }

    [Fact]
    public void The_configuration_may_name_the_version_of_today()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Service);
        scratch.Write("svclint.yaml", "cluster:\n  kubernetesVersion: 1.31\n");

        Assert.Contains("SVC8120", scratch.Lint("--upgrade-to", "1.36", "--format", "msbuild").Output, StringComparison.Ordinal);
    }
}
