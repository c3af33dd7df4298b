namespace SvcLint.Cli.Tests.Commands;

public sealed class EmulateTests
{
    private const string Nodes = "apiVersion: v1\nkind: Node\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Node\nmetadata: {name: b}\n---\n";

    [Theory]
    [InlineData("iptables", "*filter")]
    [InlineData("nftables", "add table ip kube-proxy")]
    [InlineData("ipvs", "# ipvsadm")]
    public void The_text_of_each_mode_goes_to_standard_output_alone(string mode, string line)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Manifests.Both("web", "http", "http"));

        var run = scratch.Lint("emulate", "--mode", mode, "web.yaml");

        Assert.Equal(0, run.Status);
        Assert.Contains(run.Output.Split('\n'), l => l.StartsWith(line, StringComparison.Ordinal));
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Each_rule_can_name_the_line_behind_it()
    {
        using var scratch = new Scratch();
        scratch.Write("k8s/web.yaml", Manifests.Both("web", "http", "http"));

        Assert.Contains(scratch.Lint("emulate", "--explain").Output.Split('\n'), l => l.StartsWith('#') && l.Contains("k8s/web.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public void A_choice_that_is_left_gives_2_with_the_names()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Nodes + Manifests.Both("web", "http", "http"));

        var several = scratch.Lint("emulate");
        Assert.Equal(2, several.Status);
        Assert.Contains("--node: a, b", several.Error);
        Assert.Equal(2, scratch.Lint("emulate", "--node", "c").Status);
        Assert.Equal(0, scratch.Lint("emulate", "--node", "b").Status);
    }

    [Fact]
    public void Units_that_declare_the_same_objects_must_be_chosen_from()
    {
        using var scratch = new Scratch();
        scratch.Write("blue/web.yaml", Manifests.Both("web", "http", "http")).Write("green/web.yaml", Manifests.Both("web", "http", "http"));

        var run = scratch.Lint("emulate");
        Assert.Equal(2, run.Status);
        Assert.Contains("blue/web.yaml, green/web.yaml", run.Error);
        Assert.Contains("default/web", scratch.Lint("emulate", "--unit", "green/web.yaml").Output);
        Assert.Contains("did you mean blue/web.yaml?", scratch.Lint("emulate", "--unit", "blu/web.yaml").Error);
    }
}
