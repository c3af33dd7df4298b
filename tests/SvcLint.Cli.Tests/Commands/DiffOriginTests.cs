namespace SvcLint.Cli.Tests.Commands;

/// <summary>The lines of a change are in the file that changed, be it a kustomization, a patch or values.</summary>
public sealed class DiffOriginTests
{
    private const string Kustomization = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";

    private const string Policy = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: web }
        spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress] }

        """;

    [Theory]
    [InlineData("namePrefix: blue-\nresources: [../base]\n", "after/prod/kustomization.yaml:3")]
    [InlineData("namespace: blue\nresources: [../base]\n", "after/prod/kustomization.yaml:3")]
    [InlineData("resources: [../base]\npatches:\n- patch: |-\n    $patch: delete\n    apiVersion: v1\n    kind: Service\n    metadata: { name: web }\n", "after/prod/kustomization.yaml:4")]
    public void An_overlay_that_takes_out_or_renames_is_named_and_not_the_base(string overlay, string place)
    {
        using var scratch = new Scratch();
        foreach (var side in new[] { "before", "after" })
        {
            scratch.Write($"{side}/base/app.yaml", Manifests.Both("web", "http", "http")).Write($"{side}/base/kustomization.yaml", Kustomization + "resources: [app.yaml]\n")
                .Write($"{side}/prod/kustomization.yaml", Kustomization + (side == "after" ? overlay : "resources: [../base]\n"));
        }

        var run = scratch.Lint("diff", "before", "after", "--format", "json");

        Assert.Equal(1, run.Status);
        var services = run.Json.GetProperty("services").EnumerateArray().Where(s => s.GetProperty("type").GetString() == "removed").ToArray();
        Assert.NotEmpty(services);
        Assert.All(services, s => Assert.Equal(place, Place(s.GetProperty("because")[0])));
    }

    [Fact]
    public void A_resource_that_a_kustomization_lists_no_more_is_named_at_the_list()
    {
        using var scratch = new Scratch();
        foreach (var side in new[] { "before", "after" })
        {
            scratch.Write($"{side}/app.yaml", Manifests.Both("web", "http", "http") + "---\n" + Manifests.Deployment("front", "http")).Write($"{side}/policy.yaml", Policy)
                .Write($"{side}/kustomization.yaml", Kustomization + "resources:\n- app.yaml\n" + (side == "after" ? "" : "- policy.yaml\n"));
        }

        var run = scratch.Lint("diff", "before", "after", "--format", "json");

        Assert.Equal("after/kustomization.yaml:3", Place(run.Json.GetProperty("connections")[0].GetProperty("because")[0]));
    }

    [Fact]
    public void Values_that_switch_a_template_off_are_named_and_not_the_template()
    {
        using var scratch = new Scratch();
        foreach (var side in new[] { "before", "after" })
        {
            scratch.Write($"{side}/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n").Write($"{side}/values.yaml", $"# who comes\npolicy:\n  enabled: {(side == "after" ? "false" : "true")}\n")
                .Write($"{side}/templates/app.yaml", Manifests.Both("web", "http", "http") + "---\n" + Manifests.Deployment("front", "http"))
                .Write($"{side}/templates/policy.yaml", "{{- if .Values.policy.enabled }}\n" + Policy + "{{- end }}\n");
        }

        var run = scratch.Lint("diff", "before", "after", "--format", "json");

        Assert.Equal("after/values.yaml:3", Place(run.Json.GetProperty("connections")[0].GetProperty("because")[0]));
    }

    [Fact]
    public void An_object_that_stands_twice_now_changes_nothing_else()
    {
        using var scratch = new Scratch();
        foreach (var side in new[] { "before", "after" })
        {
            scratch.Write($"{side}/k8s/a.yaml", Manifests.Both("web", "http", "http")).Write($"{side}/k8s/b.yaml", Manifests.Deployment("front", "http") + (side == "after" ? "---\n" + Manifests.Service("web", "8081") : ""));
        }

        var run = scratch.Lint("diff", "before", "after", "--format", "json");

        Assert.Equal("default/web", Assert.Single(run.Json.GetProperty("services").EnumerateArray().Select(s => s.GetProperty("service").GetString()).Distinct()));
        Assert.Empty(run.Json.GetProperty("connections").EnumerateArray());
    }

    private static string Place(System.Text.Json.JsonElement because) => $"{because.GetProperty("file").GetString()}:{because.GetProperty("line").GetInt32()}";
}
