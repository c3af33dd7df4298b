using SvcLint.Cluster;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Cluster;

public sealed class UnitBuilderTests
{
    private const string Web = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports: [{port: 80}]\n";
    private const string Database = "apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec:\n  ports: [{port: 5432}]\n";

    [Fact]
    public void A_kustomization_that_none_includes_is_a_unit_of_its_transformed_objects()
    {
        var units = Units(
            ("base/kustomization.yaml", "resources: [web.yaml]"),
            ("base/web.yaml", Web),
            ("overlays/prod/kustomization.yaml", "namespace: prod\nnamePrefix: shop-\nresources: [../../base]"),
            ("overlays/dev/kustomization.yaml", "namespace: dev\nresources: [../../base]\npatches: [{path: type.yaml}]"),
            ("overlays/dev/type.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: NodePort}"));
        Assert.Equal(["overlays/prod Kustomization", "overlays/dev Kustomization"], units.Select(u => $"{u.Name} {u.Kind}"));
        Assert.All(units, u => Assert.True(u.IsFullyKnown));
        var production = Assert.Single(units[0].Services);
        Assert.Equal(("prod", "shop-web", "base/web.yaml"), (production.Namespace, production.Name, production.Metadata.Name!.Span.Source.Path));
        var development = Assert.Single(units[1].Services);
        Assert.Equal(("NodePort", "overlays/dev/type.yaml"), (development.Spec!.Type!.Value, development.Spec.Type.Span.Source.Path));
        Assert.Contains("overlays/dev/type.yaml", units[1].Files);
    }

    [Fact]
    public void Files_beside_a_kustomization_that_it_does_not_reach_are_a_folder()
    {
        var units = Units(("app/kustomization.yaml", "resources: [web.yaml]"), ("app/web.yaml", Web), ("app/db.yaml", Database));
        Assert.Equal(["app Kustomization", "app/db.yaml File"], units.Select(u => $"{u.Name} {u.Kind}"));
    }

    [Fact]
    public void A_component_alone_is_no_unit_and_neither_are_its_patches()
    {
        var units = Units(("c/kustomization.yaml", "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\npatches: [{path: p.yaml}]"), ("c/p.yaml", Web));
        Assert.Empty(units);
    }

    [Fact]
    public void What_a_kustomization_does_not_hold_is_a_gap()
    {
        var units = Units(("app/kustomization.yaml", "resources:\n  - web.yaml\n  - https://example.com/base?ref=v1\n  - gone.yaml"), ("app/web.yaml", Web));
        var unit = Assert.Single(units);
        Assert.False(unit.IsFullyKnown);
        Assert.Equal([3, 4], unit.Gaps.Select(g => g.Span.StartPosition.Line));
        Assert.Single(unit.Services);
    }

    [Fact]
    public void Kustomizations_in_a_circle_end()
    {
        var units = Units(("a/kustomization.yaml", "resources: [../b, web.yaml]"), ("a/web.yaml", Web), ("b/kustomization.yaml", "resources: [../a]"));
        Assert.Equal("a", Assert.Single(units).Name);
        Assert.False(units[0].IsFullyKnown);
    }

    [Fact]
    public void Bases_outside_the_input_are_asked_of_the_host()
    {
        var options = new LintOptions { ReadFile = path => path switch { "base/kustomization.yaml" => new SourceText(path, "resources: [web.yaml]"), "base/web.yaml" => new SourceText(path, Web), _ => null } };
        var unit = Assert.Single(Units(options, ("prod/kustomization.yaml", "resources: [../base]")));
        Assert.True(unit.IsFullyKnown);
        Assert.Equal("base/web.yaml", Assert.Single(unit.Services).Span.Source.Path);
    }

    [Fact]
    public void A_definition_that_is_not_parsed_can_still_be_patched()
    {
        var definition = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: shops.example.com\nspec:\n  group: example.com\n";
        var patch = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: shops.example.com\nspec:\n  conversion: {strategy: None}\n";
        var unit = Assert.Single(Units(("crd/kustomization.yaml", "resources: [d.yaml]\npatches: [{path: p.yaml}]"), ("crd/d.yaml", definition), ("crd/p.yaml", patch)));
        Assert.True(unit.IsFullyKnown, string.Join("; ", unit.Gaps.Select(g => g.Reason)));
    }

    [Fact]
    public void Named_units_hold_what_their_globs_match_and_go_to_their_cluster()
    {
        var configuration = Linter.ReadConfiguration(
            new SourceText("svclint.yaml", "clusters: [{name: prod, dataPlane: none}]\nunits:\n  - {name: shop, paths: [overlays/prod], cluster: prod}\n  - {name: tools, paths: ['tools/*.yaml']}"),
            _ => null).Configuration;
        var units = Units(
            new LintOptions { Configuration = configuration },
            ("base/kustomization.yaml", "resources: [web.yaml]"),
            ("base/web.yaml", Web),
            ("overlays/prod/kustomization.yaml", "namespace: prod\nresources: [../../base]"),
            ("tools/a.yaml", Web),
            ("tools/b.yaml", Database),
            ("tools/old/c.yaml", Database));
        Assert.Equal(["shop Named", "tools Named", "tools/old/c.yaml File"], units.Select(u => $"{u.Name} {u.Kind}"));
        Assert.Equal((SvcLint.Config.DataPlane.None, SvcLint.Config.DataPlane.Unknown), (units[0].Facts.DataPlane, units[1].Facts.DataPlane));
        Assert.Equal("prod", Assert.Single(units[0].Services).Namespace);
        Assert.Equal(2, units[1].Services.Count);
    }

    [Fact]
    public void A_folder_with_templates_or_broken_documents_is_not_fully_known()
    {
        var units = Units(
            ("chart/Chart.yaml", "name: x"),
            ("chart/templates/web.yaml", Web),
            ("plain/web.yaml", Web),
            ("plain/db.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n"),
            ("broken/web.yaml", Web + "---\na: [\n"),
            ("whole/web.yaml", Web));
        Assert.Equal(
            ["broken/web.yaml False", "chart/templates/web.yaml False", "plain/web.yaml False", "whole/web.yaml True"],
            units.Select(u => $"{u.Name} {u.IsFullyKnown}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Hundreds_of_overlays_share_a_base_in_reasonable_time()
    {
        var files = new List<(string, string)> { ("base/kustomization.yaml", "resources: [web.yaml, db.yaml]"), ("base/web.yaml", Web), ("base/db.yaml", Database) };
        files.AddRange(Enumerable.Range(0, 600).Select(i => ($"overlays/o{i}/kustomization.yaml", $"namespace: n{i}\nresources: [../../base]")));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(600, Units([.. files]).Count);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
    }

    private static IReadOnlyList<DeploymentUnit> Units(params (string Path, string Text)[] files) => Units(new LintOptions(), files);

    private static IReadOnlyList<DeploymentUnit> Units(LintOptions options, params (string Path, string Text)[] files) =>
        Linter.Lint([.. files.Select(f => Linter.Parse(new SourceText(f.Path, f.Text)))], options).Units;
}
