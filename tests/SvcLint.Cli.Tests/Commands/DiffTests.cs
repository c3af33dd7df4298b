namespace SvcLint.Cli.Tests.Commands;

public sealed class DiffTests
{
    private const string Kustomization = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";

    private const string Policy = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: web }
        spec:
          podSelector: { matchLabels: { app: web } }
          ingress:
            - from:
                - podSelector: { matchLabels: { app: CLIENT } }

        """;

    private static readonly string App = Manifests.Both("web", "http", "http") + "---\n" + Manifests.Deployment("front", "http") + "---\n";

    [Fact]
    public void An_overlay_is_named_by_the_line_of_its_patch()
    {
        using var scratch = new Scratch();
        foreach (var side in new[] { "before", "after" })
        {
            scratch.Write($"{side}/base/app.yaml", App + Policy.Replace("CLIENT", "front", StringComparison.Ordinal))
                .Write($"{side}/base/kustomization.yaml", Kustomization + "resources: [app.yaml]\n")
                .Write($"{side}/prod/kustomization.yaml", Kustomization + "resources: [../base]\n" + (side == "after" ? "patches: [{ path: policy.yaml }]\n" : ""));
        }

        scratch.Write("after/prod/policy.yaml", Policy.Replace("CLIENT", "jobs", StringComparison.Ordinal));

        var run = scratch.Lint("diff", "before", "after");

        Assert.Equal(1, run.Status);
        Assert.Contains("- default/front[Deployment] -> default/web[Deployment]: all ports\n      after/prod/policy.yaml:", run.Output);
    }

    [Fact]
    public void A_chart_is_named_by_the_line_of_its_values()
    {
        using var scratch = new Scratch();
        Chart(scratch, "before", "client: front\n", "client: front\n");
        Chart(scratch, "after", "client: front\n", "client: jobs\n");

        var run = scratch.Lint("diff", "before", "after");

        Assert.Equal(1, run.Status);
        Assert.StartsWith(". (values-prod.yaml)\n", run.Output);
        Assert.Contains("- default/front[Deployment] -> default/web[Deployment]: all ports\n      after/values-prod.yaml:1 NetworkPolicy default/web\n", run.Output);
        Assert.DoesNotContain("templates/", run.Output);
    }

    [Fact]
    public void Comments_in_values_and_a_chart_in_place_of_manifests_are_no_change()
    {
        using var scratch = new Scratch();
        Chart(scratch, "before", "client: front\n", "client: front\n");
        Chart(scratch, "after", "# who comes\nclient: front\n", "client: \"front\"\n");
        scratch.Write("plain/app.yaml", App + Policy.Replace("CLIENT", "front", StringComparison.Ordinal));
        scratch.Write("chart/Chart.yaml", Metadata).Write("chart/values.yaml", "client: front\n").Write("chart/templates/app.yaml", Template);

        Assert.Equal((0, "no change in traffic\n"), Said(scratch.Lint("diff", "before", "after")));
        Assert.Equal((0, "no change in traffic\n"), Said(scratch.Lint("diff", "plain", "chart")));
    }

    [Fact]
    public void Folders_with_alternatives_are_compared_one_by_one_even_when_one_was_renamed()
    {
        using var scratch = new Scratch();
        foreach (var folder in new[] { "before/blue", "before/green", "after/blue", "after/live" })
        {
            scratch.Write(folder + "/app.yaml", App.Replace("name: web", folder.EndsWith("blue", StringComparison.Ordinal) ? "name: web" : "name: site", StringComparison.Ordinal)
                + Policy.Replace("CLIENT", folder == "after/live" ? "jobs" : "front", StringComparison.Ordinal));
        }

        var run = scratch.Lint("diff", "before", "after", "--format", "json");

        var lost = Assert.Single(run.Json.GetProperty("connections").EnumerateArray());
        Assert.StartsWith("live", lost.GetProperty("unit").GetString());
        Assert.Equal("removed", lost.GetProperty("type").GetString());
        Assert.Equal(0, scratch.Lint("diff", "before", "before").Status);
    }

    [Fact]
    public void Markdown_has_three_lines_first_and_the_rest_folded()
    {
        using var scratch = new Scratch();
        scratch.Write("before/app.yaml", App).Write("after/app.yaml", App + Policy.Replace("CLIENT", "jobs", StringComparison.Ordinal));

        var text = scratch.Lint("diff", "before", "after", "--format", "markdown").Output;

        Assert.InRange(text[..text.IndexOf("<details>", StringComparison.Ordinal)].Split('\n').Count(l => l.StartsWith("- ", StringComparison.Ordinal)), 1, 3);
        Assert.Contains("<details><summary>Connections", text);
    }

    [Theory]
    [InlineData("app.yaml", "\nfoo: [\n")]
    [InlineData("policy.yaml", "\nfoo: [\n")]
    public void A_document_that_broke_is_unknown_and_not_gone(string broken, string more)
    {
        using var scratch = new Scratch();
        var files = new Dictionary<string, string>
        {
            ["app.yaml"] = App + Policy.Replace("CLIENT", "jobs", StringComparison.Ordinal),
            ["policy.yaml"] = Policy.Replace("CLIENT", "front", StringComparison.Ordinal).Replace("name: web", "name: more", StringComparison.Ordinal),
        };
        foreach (var (name, text) in files)
        {
            scratch.Write($"before/{name}", text).Write($"after/{name}", name == broken ? text + more : text);
        }

        var run = scratch.Lint("diff", "before", "after");

        Assert.Equal(4, run.Status);
        Assert.Contains($"a document that cannot be read: what stands behind it may change\n      after/{broken}:", run.Output);
        Assert.DoesNotContain("Connections", run.Output);
        var unread = Assert.Single(scratch.Lint("diff", "before", "after", "--format", "json").Json.GetProperty("unread").EnumerateArray());
        Assert.Equal($"after/{broken}", unread.GetProperty("because")[0].GetProperty("file").GetString());
        Assert.Equal(0, scratch.Lint("diff", "after", "after").Status);
    }

    [Fact]
    public void A_new_manifest_that_cannot_be_read_is_unknown()
    {
        using var scratch = new Scratch();
        scratch.Write("before/app.yaml", App).Write("after/app.yaml", App).Write("after/policy.yaml", Policy + "foo: [\n").Write("after/notes.yaml", "these: [\n");

        var run = scratch.Lint("diff", "before", "after");

        Assert.Equal(4, run.Status);
        Assert.Contains("+ a document that cannot be read: what stands behind it may change\n      after/policy.yaml:", run.Output);
        Assert.DoesNotContain("notes.yaml", run.Output);
    }

    [Theory]
    [InlineData("diff", "HEAD")]
    [InlineData("diff", "HEAD", "--cluster", "in-cluster")]
    public void An_application_whose_path_is_missing_leaves_what_runs(params string[] diff)
    {
        using var scratch = new Scratch();
        scratch.Write("apps/a.yaml", Application("a", "https://kubernetes.default.svc")).Write("apps/b.yaml", Application("b", "https://kubernetes.default.svc"))
            .Write("m/a/app.yaml", Manifests.Both("a", "http", "http")).Write("m/b/app.yaml", Manifests.Both("b", "http", "http"))
            .Commit().Git("remote", "add", "origin", "https://git.example.com/deploy");
        scratch.Write("apps/b.yaml", Application("b", "https://kubernetes.default.svc").Replace("m/b", "m/nope", StringComparison.Ordinal));

        var run = scratch.Lint(diff);
        scratch.Write("m/a/app.yaml", Manifests.Both("a", "http", "http").Replace("port: 80", "port: 81", StringComparison.Ordinal));
        var both = scratch.Lint(diff);

        Assert.Equal(4, run.Status);
        Assert.StartsWith("Unknown (1)\n  + path 'm/nope' does not exist", run.Output);
        Assert.Contains("\n      apps/b.yaml:", run.Output);
        Assert.Equal(1, both.Status);
        Assert.Contains("- nsa/a:80", both.Output);
        Assert.DoesNotContain("nsb/b", both.Output);
    }

    [Fact]
    public void What_a_broken_document_does_not_concern_is_told()
    {
        using var scratch = new Scratch();
        scratch.Write("before/app.yaml", App).Write("before/policy.yaml", Policy.Replace("CLIENT", "front", StringComparison.Ordinal));
        scratch.Write("after/app.yaml", App.Replace("port: 80", "port: 81", StringComparison.Ordinal)).Write("after/policy.yaml", "foo: [\n");

        var run = scratch.Lint("diff", "before", "after");

        Assert.Equal(1, run.Status);
        Assert.Contains("- default/web:80", run.Output);
        Assert.Contains("after/policy.yaml:", run.Output);
        Assert.DoesNotContain("Connections", run.Output);
    }

    [Fact]
    public void A_kustomization_or_chart_that_builds_no_more_is_unknown()
    {
        using var scratch = new Scratch();
        foreach (var side in new[] { "before", "after" })
        {
            scratch.Write($"{side}/app.yaml", App).Write($"{side}/kustomization.yaml", Kustomization + (side == "before" ? "resources: [app.yaml]\n" : "resources: [ap.yaml]\n"));
        }

        Chart(scratch, "chart", "client: front\n", "client: front\n");
        Chart(scratch, "broken", "client: front\n", "client: front\n");
        scratch.Write("broken/templates/app.yaml", Template + "{{ .Values.client /\n");

        var kustomize = scratch.Lint("diff", "before", "after");
        var chart = scratch.Lint("diff", "chart", "broken");

        Assert.Equal(4, kustomize.Status);
        Assert.Contains("after/kustomization.yaml:", kustomize.Output);
        Assert.Equal(4, chart.Status);
        Assert.Contains("the chart does not render", chart.Output);
        Assert.DoesNotContain("Connections", chart.Output);
    }

    // What a chart is rendered from is what the revision had: values, templates, helpers, files that came and went, the chart itself.
    [Theory]
    [InlineData("values.yaml", "target: 8081\n", "~ default/web:80", "web/values.yaml:1")]
    [InlineData("values.yaml", "# a comment\ntarget: 8080\n", null, null)]
    [InlineData("templates/_helpers.tpl", "{{ define \"port\" }}8081{{ end }}\n", "~ default/other:80", "web/templates/_helpers.tpl:1")]
    [InlineData("templates/new.yaml", "apiVersion: v1\nkind: Service\nmetadata: { name: new }\nspec: { selector: { app: web }, ports: [{ port: 90 }] }\n", "+ default/new:90", "web/templates/new.yaml:3")]
    [InlineData("templates/other.yaml", null, "- default/other:80", "web/templates/other.yaml:3")]
    [InlineData("", null, "- default/other:80", "web/templates/other.yaml:3")]
    public void The_chart_of_a_revision_is_rendered_from_what_the_revision_had(string file, string? content, string? change, string? place)
    {
        using var scratch = new Scratch();
        const string Service = "apiVersion: v1\nkind: Service\nmetadata: { name: NAME }\nspec:\n  selector: { app: web }\n  ports: [{ port: 80, targetPort: PORT }]\n";
        scratch.Write("web/Chart.yaml", Metadata).Write("web/values.yaml", "target: 8080\n").Write("web/templates/_helpers.tpl", "{{ define \"port\" }}8080{{ end }}\n")
            .Write("web/templates/web.yaml", Service.Replace("NAME", "web", StringComparison.Ordinal).Replace("PORT", "{{ .Values.target }}", StringComparison.Ordinal))
            .Write("web/templates/other.yaml", Service.Replace("NAME", "other", StringComparison.Ordinal).Replace("PORT", "{{ include \"port\" . }}", StringComparison.Ordinal)).Commit();
        if (content is not null)
        {
            scratch.Write("web/" + file, content);
        }
        else if (file.Length > 0)
        {
            File.Delete(scratch["web/" + file]);
        }
        else
        {
            Directory.Delete(scratch["web"], recursive: true);
        }

        var run = scratch.Lint("diff", "HEAD");

        Assert.Equal((change is null ? 0 : 1, ""), (run.Status, run.Error));
        Assert.Contains(change ?? "no change in traffic", run.Output, StringComparison.Ordinal);
        Assert.Contains(place ?? "", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_kustomization_lists_no_more_is_gone_though_its_file_is_there()
    {
        using var scratch = new Scratch();
        foreach (var side in new[] { "before", "after" })
        {
            scratch.Write($"{side}/k8s/app.yaml", App).Write($"{side}/k8s/policy.yaml", Policy.Replace("CLIENT", "front", StringComparison.Ordinal))
                .Write($"{side}/k8s/kustomization.yaml", Kustomization + (side == "before" ? "resources: [app.yaml, policy.yaml]\n" : "resources: [app.yaml]\n"));
        }

        var taken = scratch.Lint("diff", "before", "after");
        var listed = scratch.Lint("diff", "after", "before");

        Assert.Equal(1, taken.Status);
        Assert.Contains("-> default/web[Deployment]: ", taken.Output, StringComparison.Ordinal);
        Assert.Equal(1, listed.Status);
        Assert.Contains("- internet -> default/web[Deployment]: all ports", listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_application_deploys_any_more_is_gone_and_goes_nowhere_else()
    {
        using var scratch = new Scratch();
        scratch.Write("apps/a.yaml", Application("a", "https://kubernetes.default.svc")).Write("apps/b.yaml", Application("b", "https://kubernetes.default.svc"))
            .Write("m/a/app.yaml", Manifests.Both("a", "http", "http")).Write("m/b/app.yaml", Manifests.Both("b", "http", "http"))
            .Commit().Git("remote", "add", "origin", "https://git.example.com/deploy");

        File.Delete(scratch["apps/b.yaml"]);
        var deleted = scratch.Lint("diff", "HEAD");
        scratch.Write("apps/b.yaml", Application("b", "https://other.example.com"));
        var moved = scratch.Lint("diff", "HEAD");
        scratch.Write("apps/b.yaml", Application("b", "https://kubernetes.default.svc"));

        Assert.Equal(1, deleted.Status);
        Assert.Contains("- nsb/b:80", deleted.Output);
        Assert.DoesNotContain("+ ", deleted.Output);
        Assert.DoesNotContain("a:80", deleted.Output);
        Assert.Equal(1, moved.Status);
        Assert.Contains("- nsb/b:80", moved.Output);
        Assert.Contains("+ nsb/b:80", moved.Output);
        Assert.Equal((0, "no change in traffic\n"), Said(scratch.Lint("diff", "HEAD")));
    }

    private static string Application(string name, string server) => $$"""
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: { name: {{name}}, namespace: argocd }
        spec:
          project: default
          destination: { server: "{{server}}", namespace: ns{{name}} }
          source: { repoURL: "https://git.example.com/deploy", path: m/{{name}} }

        """;

    private const string Metadata = "apiVersion: v2\nname: app\nversion: 0.1.0\n";

    private static string Template => App + Policy.Replace("CLIENT", "{{ .Values.client }}", StringComparison.Ordinal);

    private static void Chart(Scratch scratch, string folder, string values, string prod) => scratch
        .Write(folder + "/Chart.yaml", Metadata).Write(folder + "/values.yaml", values).Write(folder + "/values-prod.yaml", prod).Write(folder + "/templates/app.yaml", Template);

    private static (int, string) Said(Run run) => (run.Status, run.Output);
}
