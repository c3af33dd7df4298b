using SvcLint.Core.Tests.Schemas;

namespace SvcLint.Cli.Tests.Outputs;

/// <summary>What reach and diff say to programs follows the published schemas.</summary>
public sealed class ReachJsonTests
{
    private static readonly SchemaFile Reach = new(Path.Combine(RepositoryRoot.Path, "schemas/reach.schema.json"));
    private static readonly SchemaFile Diff = new(Path.Combine(RepositoryRoot.Path, "schemas/diff.schema.json"));

    private const string More = """
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: away }
        spec: { type: ExternalName, externalName: example.com }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: pods }
        spec: { clusterIP: None, selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: web }
        spec:
          podSelector: { matchLabels: { app: web } }
          ingress: [{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: 8080 }] }]

        """;

    [Theory]
    [InlineData("connections")]
    [InlineData("online-shop")]
    [InlineData("gitops")]
    [InlineData("default-deny")]
    public void Reach_of_a_sample_follows_the_schema(string sample)
    {
        using var scratch = new Scratch();

        Assert.Empty(Reach.Validate(scratch.Lint("reach", Path.Combine(RepositoryRoot.Path, "samples", sample), "--format", "json").Output));
    }

    [Fact]
    public void Whatever_is_found_follows_the_schemas()
    {
        using var scratch = new Scratch();
        var client = "---\n" + Manifests.Deployment("front", "http").Replace("image: ", "env: [{ name: WEB_URL, value: 'http://web:80' }]\n          image: ", StringComparison.Ordinal);
        scratch.Write("before/web.yaml", Manifests.Both("web", "http", "http") + client + More)
            .Write("after/web.yaml", Manifests.Both("web", "http", "http").Replace("port: 80\n", "port: 81\n", StringComparison.Ordinal) + client + More.Replace("port: 8080", "port: 8081", StringComparison.Ordinal))
            .Write("after/broken.yaml", "apiVersion: v1\nkind: [\n");

        var reach = scratch.Lint("reach", "before", "--format", "json");
        var diff = scratch.Lint("diff", "before", "after", "--format", "json");

        Assert.Empty(Reach.Validate(reach.Output));
        Assert.Empty(Diff.Validate(diff.Output));
        Assert.All(new[] { "connections", "unknown", "services", "externalNames" }, list => Assert.NotEmpty(reach.Json.GetProperty(list).EnumerateArray()));
        Assert.All(new[] { "unknown", "unread", "services", "names" }, list => Assert.NotEmpty(diff.Json.GetProperty(list).EnumerateArray()));
    }
}
