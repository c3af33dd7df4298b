namespace SvcLint.Cli.Tests.Commands;

public sealed class EndpointsTests
{
    private static readonly string Web = Manifests.Both("web", "http", "http");

    [Fact]
    public void Endpoints_are_listed_by_Service_with_what_is_behind_them()
    {
        using var scratch = new Scratch().Write("web.yaml", Web);
        var run = scratch.Lint("endpoints", ".", "--color", "never");
        Assert.Equal((0, ""), (run.Status, run.Error));
        Assert.Contains("default/web  ClusterIP", run.Output, StringComparison.Ordinal);
        Assert.Contains("address not known  Deployment/web  ready", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_manifests_cannot_know_is_null()
    {
        using var scratch = new Scratch().Write("web.yaml", Web);
        var service = Assert.Single(scratch.Lint("endpoints", ".", "--format", "json").Json.GetProperty("services").EnumerateArray());
        var slice = Assert.Single(service.GetProperty("slices").EnumerateArray());
        Assert.Equal("endpointslice-controller.k8s.io", slice.GetProperty("managedBy").GetString());
        var endpoint = slice.GetProperty("endpoints")[0];
        Assert.Equal("Deployment/web", endpoint.GetProperty("owner").GetString());
        foreach (var unknown in new[] { "pod", "addresses", "nodeName", "zone", "hostname" })
        {
            Assert.Equal(System.Text.Json.JsonValueKind.Null, endpoint.GetProperty(unknown).ValueKind);
        }
    }

    [Fact]
    public void The_slices_of_yaml_are_taken_by_emulate()
    {
        using var scratch = new Scratch().Write("web.yaml", Web);
        scratch.Write("slices.yaml", scratch.Lint("endpoints", "web.yaml", "--format", "yaml").Output);
        var run = scratch.Lint("emulate", "web.yaml", "slices.yaml");
        Assert.Equal((0, ""), (run.Status, run.Error));
        Assert.Contains("KUBE-SEP-", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_Service_is_said()
    {
        using var scratch = new Scratch().Write("web.yaml", Web);
        var run = scratch.Lint("endpoints", ".", "--service", "default/wbe");
        Assert.Equal(2, run.Status);
        Assert.Contains("did you mean default/web?", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("endpoints", ".")]
    [InlineData("resolve", "web.default.svc.cluster.local", ".")]
    public void A_document_that_cannot_be_read_is_named_and_a_trouble(params string[] words)
    {
        using var scratch = new Scratch().Write("web.yaml", Web).Write("broken.yaml", "apiVersion: v1\nkind: Service\n  bad: [\n");
        var run = scratch.Lint(words);
        Assert.Equal(3, run.Status);
        Assert.Contains("broken.yaml:3: a document that cannot be read", run.Error);
        Assert.NotEqual("", run.Output);
    }
}
