namespace SvcLint.Cli.Tests.Commands;

public sealed class ResolveTests
{
    private static readonly string Web = Manifests.Both("web", "http", "http");

    [Theory]
    [InlineData(0, "NOERROR", "web.default.svc.cluster.local", "--type", "A")]
    [InlineData(1, "NODATA", "web.default.svc.cluster.local", "--type", "AAAA")]
    [InlineData(1, "NXDOMAIN", "wbe.default.svc.cluster.local", "--type", "A")]
    [InlineData(4, "NXDOMAIN", "example.com", "--type", "A")]
    [InlineData(0, "NOERROR", "web.default.svc.corp.example", "--cluster-domain", "corp.example")]
    public void A_name_has_a_code_and_a_status(int status, string code, params string[] words)
    {
        using var scratch = new Scratch().Write("web.yaml", Web);
        var run = scratch.Lint(["resolve", words[0], "web.yaml", .. words[1..], "--format", "json"]);
        Assert.Equal((status, code), (run.Status, run.Json.GetProperty("rcode").GetString()));
    }

    [Fact]
    public void A_walk_lists_what_is_tried()
    {
        using var scratch = new Scratch().Write("web.yaml", Web);
        var run = scratch.Lint("resolve", "web.default", "web.yaml", "--from", "shop", "--format", "json");
        Assert.Equal(0, run.Status);
        Assert.Equal(["web.default.shop.svc.cluster.local", "web.default.svc.cluster.local"], run.Json.GetProperty("tried").EnumerateArray().Select(t => t.GetString()!));
        Assert.Equal("web.default.svc.cluster.local", run.Json.GetProperty("answered").GetString());
        Assert.Equal("A service default/web", run.Json.GetProperty("answers")[0].GetString());
    }

    [Theory]
    [InlineData("--from", "pod/shop/nobody")]
    [InlineData("--from", "a/b")]
    [InlineData("--from", "shop", "--ndots", "many")]
    [InlineData("--from", "shop", "--type", "A")]
    public void What_makes_no_sense_is_a_usage_error(params string[] words)
    {
        using var scratch = new Scratch().Write("web.yaml", Web);
        Assert.Equal(2, scratch.Lint(["resolve", "web", "web.yaml", .. words]).Status);
    }
}
