using SvcLint.Kustomize;

namespace SvcLint.Core.Tests.Kustomize;

/// <summary>What keeps a build from being fully known is said, at its place, and the rest is built all the same.</summary>
public class KustomizerNotHandledTests
{
    private const string Web = """

        === web.yaml
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        """;

    [Theory]
    [InlineData("resources: [web.yaml, 'https://github.com/org/repo//base?ref=v1']", "'https://github.com/org/repo//base?ref=v1'", NotHandledKind.Missing)]
    [InlineData("resources: [web.yaml, ../outside]", "../outside", NotHandledKind.Missing)]
    [InlineData("resources: [web.yaml, absent.yaml]", "absent.yaml", NotHandledKind.Missing)]
    [InlineData("resources: [web.yaml]\nhelmCharts: [{name: x}]", "helmCharts", NotHandledKind.Unsupported)]
    [InlineData("resources: [web.yaml]\ngenerators: [x.yaml]", "generators", NotHandledKind.Unsupported)]
    [InlineData("resources: [web.yaml]\ntransformers: [x.yaml]", "transformers", NotHandledKind.Unsupported)]
    [InlineData("resources: [web.yaml]\nvars: [{name: x}]", "vars", NotHandledKind.UnsupportedValues)]
    [InlineData("resources: [web.yaml]\nopenapi: {path: x}", "openapi", NotHandledKind.UnsupportedValues)]
    [InlineData("resources: [web.yaml]\ncrds: [x.yaml]", "crds", NotHandledKind.UnsupportedValues)]
    [InlineData("resources: [web.yaml]\nimages: [{name: 'a{2,3}', newTag: x}]", "'a{2,3}'", NotHandledKind.Unsupported)]
    [InlineData("resources: [web.yaml]\nnamePrefx: x-", "namePrefx", NotHandledKind.Invalid)]
    [InlineData("resources: [web.yaml, web.yaml]", "web.yaml", NotHandledKind.Invalid)]
    [InlineData("resources: [web.yaml, .]", ".", NotHandledKind.Invalid)]
    [InlineData("resources: [web.yaml]\nreplicas: [{name: none, count: 1}]", "none", NotHandledKind.Invalid)]
    [InlineData("resources: [web.yaml]\npatches: [{path: web.yaml, target: {kind: Service}}, {path: lost.yaml}]", "lost.yaml", NotHandledKind.Missing)]
    [InlineData("resources: [web.yaml]\npatches:\n- target: {kind: Service}\n  patch: |-\n    - {op: remove, path: /spec}", "{op: remove, path: /spec}", NotHandledKind.Invalid)]
    [InlineData("resources: [web.yaml]\ncommonLabels: {a: 1}", "1", NotHandledKind.Invalid)]
    [InlineData("resources: [web.yaml]\npatches:\n- patch: |-\n    {apiVersion: v1, kind: Service, kind: Service, metadata: {name: web}}", "kind", NotHandledKind.Invalid)]
    [InlineData("resources: [web.yaml]\nlabels: [{includeSelector: true, pairs: {a: b}}]", "includeSelector", NotHandledKind.Invalid)]
    [InlineData("resources: [web.yaml]\npatches: [{target: {apiVersion: v1, kind: Service}, patch: '[]'}]", "apiVersion", NotHandledKind.Invalid)]
    [InlineData("resources: [web.yaml]\nkind: Kustomisation", "Kustomisation", NotHandledKind.Invalid)]
    [InlineData("resources: [web.yaml]\nconfigMapGenerator: [{name: c, behavior: merge}]", "merge", NotHandledKind.Invalid)]
    public void Says_what_and_where(string kustomization, string place, NotHandledKind kind)
    {
        var build = new TestRepository("=== kustomization.yaml\n" + kustomization + Web).Build();
        var entry = Assert.Single(build.NotHandled);
        Assert.Equal(kind, entry.Kind);
        Assert.Equal(place[..1], entry.Span.Text[..1]);
        Assert.Contains(entry.Span.Text.Trim('\''), place, StringComparison.Ordinal);
        Assert.False(build.IsFullyKnown);
        Assert.Equal("web", build.Object("Service").Text("metadata/name"));
    }

    [Fact]
    public void A_kustomization_that_is_not_there_yields_nothing()
    {
        var build = Kustomizer.Build("gone/kustomization.yaml", new KustomizeFiles(_ => null));
        Assert.Empty(build.Objects);
        Assert.Equal(NotHandledKind.Missing, Assert.Single(build.NotHandled).Kind);
    }

    [Fact]
    public void A_cycle_over_two_folders_ends()
    {
        var build = new TestRepository("""
            === a/kustomization.yaml
            resources: [../b]
            === b/kustomization.yaml
            resources: [../a]
            """).Build();
        Assert.Equal("b/kustomization.yaml", Assert.Single(build.NotHandled).Span.Source.Path);
    }

    [Fact]
    public void Includes_that_multiply_are_cut_off()
    {
        var text = "";
        for (var i = 0; i < 30; i++)
        {
            text += $"=== l{i}/kustomization.yaml\nresources: [../p{i}, ../q{i}]\n";
            text += $"=== p{i}/kustomization.yaml\nnamePrefix: p\nresources: [../l{i + 1}]\n";
            text += $"=== q{i}/kustomization.yaml\nnamePrefix: q\nresources: [../l{i + 1}]\n";
        }

        text += "=== l30/kustomization.yaml\nresources: [web.yaml]" + Web.Replace("=== web", "=== l30/web", StringComparison.Ordinal);
        Assert.Contains(new TestRepository(text).Build().NotHandled, n => n.Kind == NotHandledKind.BeyondLimit);
    }

    [Fact]
    public void A_broken_resource_leaves_the_others()
    {
        var build = new TestRepository("""
            === kustomization.yaml
            resources: [bad.yaml]
            === bad.yaml
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            ---
            a: [
            """).Build();
        Assert.Equal("bad.yaml", Assert.Single(build.NotHandled).Span.Source.Path);
        Assert.Single(build.Objects);
    }

    [Fact]
    public void A_patch_that_copies_an_object_into_itself_is_refused()
    {
        var copies = string.Concat(Enumerable.Range(0, 60).Select(i => $"\n    - {{op: copy, from: /metadata, path: /metadata/x{i}}}"));
        var build = new TestRepository("=== kustomization.yaml\nresources: [web.yaml]\npatches:\n- target: {kind: Service}\n  patch: |-" + copies + Web).Build();
        Assert.Equal(NotHandledKind.Invalid, Assert.Single(build.NotHandled).Kind);
    }
}
