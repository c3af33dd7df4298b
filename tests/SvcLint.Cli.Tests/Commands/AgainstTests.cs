namespace SvcLint.Cli.Tests.Commands;

/// <summary><c>emulate --against</c> with dumps that the tools themselves printed of a node with one Service.</summary>
public sealed class AgainstTests
{
    private static readonly string Dumps = Path.Combine(RepositoryRoot.Path, "tests", "SvcLint.Cli.Tests", "Dumps");
    private static readonly string Cluster = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests", "SvcLint.Core.Tests", "Goldens", "clusterip-basic.yaml"));

    [Theory]
    [InlineData("iptables-save", "iptables")]
    [InlineData("nft-list", "nftables")]
    [InlineData("ipvsadm", "ipvs")]
    public void A_node_that_has_what_kube_proxy_would_write_gives_0(string tool, string mode)
    {
        using var scratch = Given(tool);

        var run = Against(scratch, "--mode", mode);

        Assert.Equal((0, ""), (run.Status, run.Error));
        Assert.Contains($"{mode} mode, IPv4, Kubernetes 1.34: the node has what kube-proxy would write for 1 Service", run.Output);
    }

    [Theory]
    [InlineData("iptables-save", "iptables", "-d 10.96.0.10/32", "-d 10.96.0.11/32", "different  nat KUBE-SERVICES")]
    [InlineData("iptables-save", "iptables", "-A KUBE-SERVICES -d", "-A MINE -d", "missing    nat KUBE-SERVICES")]
    [InlineData("iptables-save", "iptables", "-A KUBE-POSTROUTING -m mark", "-A KUBE-POSTROUTING -s 10.0.0.0/8 -m limit --limit 5/min -j LOG\n-A KUBE-POSTROUTING -m mark", "foreign    nat KUBE-POSTROUTING")]
    [InlineData("nft-list", "nftables", "10.96.0.10 . tcp . 80 : goto", "10.96.0.12 . tcp . 80 : goto", "missing    elements of service-ips")]
    [InlineData("ipvsadm", "ipvs", "-s rr", "-s wrr", "different  virtual server -t 10.96.0.10:80")]
    public void What_differs_is_told_by_Service_with_the_line_behind_it(string tool, string mode, string text, string changed, string expected)
    {
        using var scratch = Given(tool, text, changed);

        var run = Against(scratch, "--mode", mode);

        Assert.Equal((1, ""), (run.Status, run.Error));
        Assert.Contains(expected, run.Output);
        var json = Against(scratch, "--mode", mode, "--format", "json").Json;
        Assert.Equal(expected.Split(' ')[0], json.GetProperty("differences")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public void A_difference_names_both_ends()
    {
        using var scratch = Given("iptables-save", "-d 10.96.0.10/32", "-d 10.96.0.11/32");

        var difference = Against(scratch, "--format", "json", "--mode", "iptables").Json.GetProperty("differences").EnumerateArray().First(d => d.GetProperty("place").GetString() == "nat KUBE-SERVICES");

        Assert.Equal("shop/web", difference.GetProperty("service").GetString());
        Assert.Contains("-d 10.96.0.10 ", difference.GetProperty("expected").GetString());
        Assert.Contains("-d 10.96.0.11/32", difference.GetProperty("found").GetString());
        Assert.Equal("cluster.yaml", difference.GetProperty("file").GetString());
    }

    [Fact]
    public void Without_a_configuration_the_dump_chooses_the_mode_and_the_rest_is_as_by_default()
    {
        using var scratch = Given("nft-list");
        scratch.Write("cluster.yaml", Cluster[..Cluster.IndexOf("---\napiVersion: kubeproxy", StringComparison.Ordinal)]);

        var run = Against(scratch);

        Assert.Equal(1, run.Status);
        Assert.Contains("nftables mode", run.Output);
        Assert.Contains("ip saddr != 10.244.0.0/16", run.Output);
        Assert.Contains("the input has no KubeProxyConfiguration", run.Error);
    }

    [Fact]
    public void Input_with_placeholders_is_refused()
    {
        using var scratch = Given("iptables-save");
        scratch.Write("cluster.yaml", Manifests.Both("web", "http", "http"));

        var run = scratch.Lint("emulate", "cluster.yaml", "--against", "dump.txt");

        Assert.Equal((2, ""), (run.Status, run.Output));
        Assert.Contains("lacks a Node, the cluster IP of default/web, the address of pod default/web-0", run.Error);
    }

    [Theory]
    [InlineData("--against gone.txt", "no such file")]
    [InlineData("--against cluster.yaml", "neither iptables-save, nor nft list ruleset, nor ipvsadm -Sn printed this")]
    [InlineData("--against dump.txt --mode nftables", "the dump is of iptables mode, and the input of nftables mode")]
    public void What_is_no_dump_of_the_mode_is_refused(string line, string said)
    {
        using var scratch = Given("iptables-save");

        var run = scratch.Lint(["emulate", "cluster.yaml", "--node", "node-a", .. line.Split(' ')]);

        Assert.Equal(2, run.Status);
        Assert.Contains(said, run.Error);
    }

    private static Scratch Given(string tool, string text = "", string changed = "")
    {
        var dump = File.ReadAllText(Path.Combine(Dumps, $"clusterip-basic.{tool}.txt"));
        Assert.Contains(text, dump, StringComparison.Ordinal);
        return new Scratch().Write("cluster.yaml", Cluster).Write("dump.txt", text.Length == 0 ? dump : dump.Replace(text, changed, StringComparison.Ordinal));
    }

    private static Run Against(Scratch scratch, params string[] words) =>
        scratch.Lint(["emulate", "cluster.yaml", "--node", "node-a", "--kubernetes-version", "1.34", "--against", "dump.txt", .. words]);
}
