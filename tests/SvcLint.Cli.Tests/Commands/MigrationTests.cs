namespace SvcLint.Cli.Tests.Commands;

public sealed class MigrationTests
{
    private const string Configuration = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: iptables\niptables:\n  masqueradeAll: true\n";

    [Theory]
    [InlineData("nftables", 1, "SVC8105")]
    [InlineData("ipvs", 1, "SVC8106")]
    [InlineData("iptables", 0, null)]
    public void What_changes_is_told_when_asked_for(string mode, int status, string? rule)
    {
        using var scratch = new Scratch();
        scratch.Write("kube-proxy.yaml", Configuration);

        var run = scratch.Lint("--migrate-to", mode, "--format", "msbuild");

        Assert.Equal(status, run.Status);
        Assert.Equal(rule is not null, run.Output.Contains($"warning {rule}:", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_of_it_is_told_otherwise()
    {
        using var scratch = new Scratch();
        scratch.Write("kube-proxy.yaml", Configuration);

        var run = scratch.Lint("--fail-on", "info");

        Assert.Equal(0, run.Status);
        Assert.DoesNotContain("SVC81", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suppression_of_such_a_finding_is_not_unused_for_want_of_the_question()
    {
        using var scratch = new Scratch();
        scratch.Write("kube-proxy.yaml", Configuration.Replace("true\n", "true # svclint:ignore SVC8105 -- nftables.masqueradeAll follows with the move\n", StringComparison.Ordinal));

        Assert.Equal(0, scratch.Lint("--fail-on", "info").Status);
        Assert.DoesNotContain("SVC8105", scratch.Lint("--migrate-to", "nftables", "--format", "msbuild").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_mode_is_wrong_usage()
    {
        using var scratch = new Scratch();

        Assert.Equal(2, scratch.Lint("--migrate-to", "userspace").Status);
    }
}
