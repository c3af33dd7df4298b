using System.Text;
using System.Text.Json;

namespace SvcLint.Cli.Tests.Inputs;

public sealed class FolderTests
{
    private static readonly string Wrong = Manifests.Both("web", "htpp", "http");

    [Fact]
    public void A_folder_is_searched_and_paths_are_relative_to_where_svclint_runs()
    {
        using var scratch = new Scratch();
        scratch.Write("k8s/a/web.yaml", Wrong).Write("k8s/b.yml", Manifests.Both("shop", "http", "http")).Write("notes.txt", Wrong);

        var run = scratch.Lint("k8s", "--format", "json");

        Assert.Equal(["k8s/a/web.yaml:10 SVC2002"], run.Places);
        Assert.Equal(1, run.Status);
        Assert.Equal(2, run.Json.GetProperty("summary").GetProperty("files").GetInt32());
    }

    [Theory]
    [InlineData("node_modules/x/web.yaml")]
    [InlineData("vendor/web.yaml")]
    [InlineData("src/bin/Debug/web.yaml")]
    [InlineData("src/obj/web.yaml")]
    public void What_builds_and_package_managers_leave_is_passed_over_unless_named(string path)
    {
        using var scratch = new Scratch();
        scratch.Write(path, Wrong).Write("ok.yaml", Manifests.Both("shop", "http", "http"));

        Assert.Empty(scratch.Lint("--format", "json").Places);
        Assert.Equal([$"{path}:10 SVC2002"], scratch.Lint(path, "--format", "json").Places);
    }

    [Fact]
    public void Only_JSON_that_looks_like_a_manifest_is_read()
    {
        using var scratch = new Scratch();
        scratch
            .Write("package.json", """{ "name": "x", "broken": """)
            .Write("svc.json", """{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"selector":{"app":"web"},"ports":[{"port":80,"targetPort":"htpp"}]}}""")
            .Write("web.yaml", Manifests.Deployment("web", "http"));

        var run = scratch.Lint("--format", "json");

        Assert.Equal(["svc.json:1 SVC2002"], run.Places);
        Assert.Equal(2, run.Json.GetProperty("summary").GetProperty("files").GetInt32());
    }

    [Fact]
    public void A_file_named_is_read_whatever_its_name()
    {
        using var scratch = new Scratch();
        scratch.Write("manifest.txt", Wrong);

        Assert.Equal(["manifest.txt:10 SVC2002"], scratch.Lint("manifest.txt", "--format", "json").Places);
    }

    [Fact]
    public void Links_that_form_a_loop_end()
    {
        using var scratch = new Scratch();
        scratch.Write("k8s/web.yaml", Wrong);
        Directory.CreateSymbolicLink(scratch["k8s/again"], scratch["k8s"]);
        File.CreateSymbolicLink(scratch["k8s/self.yaml"], scratch["k8s/self.yaml"]);

        Assert.Equal(["k8s/web.yaml:10 SVC2002"], scratch.Lint("k8s", "--format", "json").Places);
    }

    [Fact]
    public void An_input_that_is_missing_gives_3_and_the_rest_is_linted()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong);

        var run = scratch.Lint("web.yaml", "gone.yaml", "--format", "json");

        Assert.Equal(3, run.Status);
        Assert.Equal(["web.yaml:10 SVC2002"], run.Places);
        Assert.Contains("gone.yaml: no such file or folder", run.Error);
    }

    [SkippableFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_file_that_may_not_be_read_gives_3_and_says_so()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong).Write("secret.yaml", Wrong);
        Skip.If(Environment.IsPrivilegedProcess, "this user may read every file");
        Skip.IfNot(OperatingSystem.IsLinux(), "Unix file modes");
        File.SetUnixFileMode(scratch["secret.yaml"], UnixFileMode.None);

        var run = scratch.Lint("--format", "json");

        Assert.Equal(3, run.Status);
        Assert.Contains("secret.yaml: permission denied", run.Error);
    }

    [Fact]
    public void A_run_that_linted_nothing_says_so()
    {
        using var scratch = new Scratch();

        var empty = scratch.Lint();
        Assert.Equal(0, empty.Status);
        Assert.Contains("nothing was linted", empty.Error);

        scratch.Write("values.yaml", "replicas: 3\n");
        Assert.Contains("nothing was linted: no Kubernetes object in 1 file", scratch.Lint().Error);
    }

    [Fact]
    public void A_template_is_skipped_with_a_note()
    {
        using var scratch = new Scratch();
        scratch.Write("templates/svc.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n");

        var skipped = scratch.Lint("--format", "json").Json.GetProperty("summary").GetProperty("skipped");

        Assert.Equal("""[{"file":"templates/svc.yaml","reason":"helm-template"}]""", skipped.GetRawText().Replace(" ", "").Replace("\n", ""));
    }

    [Theory]
    [InlineData("%NAME%.example")]
    [InlineData("{name}-web")]
    [InlineData("{self.path.k8s}")]
    [InlineData("{images[web]}")]
    public void A_name_that_something_fills_in_makes_a_template_not_a_mistake(string name)
    {
        using var scratch = new Scratch();
        scratch.Write("service.yaml", $"apiVersion: v1\nkind: Service\nmetadata:\n  name: {name}\nspec:\n  ports:\n    - port: 80\n");

        var run = scratch.Lint("--format", "json");

        Assert.Equal(0, run.Status);
        Assert.Equal("template", run.Json.GetProperty("summary").GetProperty("skipped")[0].GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("#@ load(\"@ytt:data\", \"data\")\n", "web")]
    [InlineData("", "web #@ data.values.name")]
    [InlineData("#@ if data.values.isOn:\n", "web")]
    [InlineData("#@overlay/match by=overlay.subset({\"kind\": \"Service\"})\n", "web")]
    [InlineData("", "#@ data.values.prefix + \"-web\"")]
    public void What_ytt_evaluates_is_a_template(string above, string name)
    {
        using var scratch = new Scratch();
        scratch.Write("service.yml", $"{above}apiVersion: v1\nkind: Service\nmetadata:\n  name: {name}\nspec:\n  prots: []\n");

        var run = scratch.Lint("--format", "json");

        Assert.Equal(0, run.Status);
        Assert.Equal("template", run.Json.GetProperty("summary").GetProperty("skipped")[0].GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("project.ftl.yaml", "<#if config.mail>\n  extra: 1\n</#if>\n")]
    [InlineData("project.yaml", "  <#list hosts as host>\n  - ${host}\n  </#list>\n")]
    [InlineData("project.yaml", "<% if mail %>\nextra: {{ one }}\n<% end %>\n")]
    [InlineData("project.yml", "<#-- a comment -->\nx\n")]
    [InlineData("project.j2.yaml", "extra: [\n")]
    public void What_stands_between_tags_of_a_template_language_is_no_broken_YAML(string name, string more)
    {
        using var scratch = new Scratch();
        scratch.Write(name, "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata:\n  name: web\n" + more);

        var run = scratch.Lint("--format", "json");

        Assert.Equal(0, run.Status);
        Assert.Equal("template", run.Json.GetProperty("summary").GetProperty("skipped")[0].GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("values.ftl.yaml", "<#if x>\nname: y\n</#if>\n")]
    [InlineData("values-prod.j2.yaml", "name: {{ name }}\n")]
    [InlineData("values.prod.yaml", "name: {{ name }}\n")]
    public void A_values_file_that_a_template_makes_is_not_given_to_the_chart(string name, string values)
    {
        using var scratch = new Scratch();
        scratch.Write("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n");
        scratch.Write("web/values.yaml", "name: web\n");
        scratch.Write("web/" + name, values);
        scratch.Write("web/templates/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Values.name }}\n");

        Assert.Empty(scratch.Lint("--format", "json").Json.GetProperty("findings").EnumerateArray());
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"type":"clusterIP","ports":[{"port":80,"protocol":"tcp"}]}}""", "\"type\":\"ClusterIP\"")]
    [InlineData("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"ports":[{"port":80},{"port":81}]}}""", "\"name\": \"tcp-80\"")]
    [InlineData("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"clusterip":"None","ports":[{"port":80}]}}""", "\"clusterIP\":\"None\"")]
    [InlineData("""{"apiVersion":"policy/v1beta1","kind":"PodDisruptionBudget","metadata":{"name":"web"},"spec":{"maxUnavailable":1,"selector":{"matchLabels":{"app":"web"}}}}""", "\"policy/v1\"")]
    [InlineData("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"ports":[{"port":"80"}]}}""", "\"port\":80")]
    public void A_repair_of_JSON_is_JSON(string json, string right)
    {
        using var scratch = new Scratch();
        scratch.Write("web.json", json);

        scratch.Lint("--fix", "--unsafe-fixes");

        var text = scratch.Read("web.json");
        Assert.Contains(right, text, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(text).RootElement.ValueKind);
    }

    [Theory]
    [InlineData("template.yaml", "service_name")]
    [InlineData("app-template.yml", "replace_name-svc")]
    [InlineData("web.template.yaml", "my_name")]
    public void What_a_script_fills_in_is_a_template(string name, string service)
    {
        using var scratch = new Scratch();
        scratch.Write(name, $"apiVersion: v1\nkind: Service\nmetadata:\n  name: {service}\nspec:\n  ports:\n    - port: replace_port\n");

        var run = scratch.Lint("--format", "json");

        Assert.Equal(0, run.Status);
        Assert.Equal("template", run.Json.GetProperty("summary").GetProperty("skipped")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public void A_name_with_a_line_is_a_mistake_elsewhere()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: my_name\nspec:\n  ports:\n    - port: 80\n");

        Assert.Contains(scratch.Lint("--format", "json").Places, p => p.Contains("SVC1101", StringComparison.Ordinal));
    }

    [Fact]
    public void An_object_of_Flux_is_no_kustomization_whatever_its_file_is_called()
    {
        using var scratch = new Scratch();
        scratch.Write("flux-system/kustomization.yaml", "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: apps\n  namespace: flux-system\nspec:\n  interval: 10m\n  path: ./apps\n  prune: true\n  sourceRef:\n    kind: GitRepository\n    name: flux-system\n");
        scratch.Write("apps/web.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  clusterIP: None\n  ports:\n    - port: 80\n");

        Assert.DoesNotContain(scratch.Lint("--format", "json").Places, p => p.Contains("SVC0014", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("operator/src/test/resources/web.yaml", false)]
    [InlineData("chart/tests/snapshots/web.yaml", false)]
    [InlineData("tests/golden/all/web.yaml", false)]
    [InlineData("chart/tests/__snapshot__/web.yaml", false)]
    [InlineData("tests/unit/overlay/test_data/expected/web.yaml", false)]
    [InlineData("snapshots/web.yaml", true)]
    [InlineData("tests/web.yaml", true)]
    public void What_a_test_recorded_is_not_linted_unless_it_is_named(string path, bool isLinted)
    {
        using var scratch = new Scratch();
        scratch.Write(path, "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  prots: []\n");

        Assert.Equal(isLinted, !scratch.Lint().Error.Contains("nothing was linted", StringComparison.Ordinal));
        Assert.NotEmpty(scratch.Lint(path, "--format", "json").Places);
    }

    [Theory]
    [InlineData("#@author: me\n")]
    [InlineData("# mail to ops#@ example\n")]
    [InlineData("#@ a note on load balancers\n")]
    public void A_comment_with_a_sign_is_no_code_of_ytt(string above)
    {
        using var scratch = new Scratch();
        scratch.Write("service.yml", $"{above}apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  prots: []\n");

        Assert.Contains("SVC1001", scratch.Lint("--format", "json").Json.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("rule").GetString()));
    }

    [Fact]
    public void A_line_of_its_own_that_something_fills_in_makes_a_template()
    {
        using var scratch = new Scratch();
        scratch.Write("service.yaml", "{extra}\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n    - port: 80\n");
        scratch.Write("policy.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n    - port: 80\n  {extra_ports}\n  type: LoadBalancer\n");

        var run = scratch.Lint("--format", "json");

        Assert.Equal(0, run.Status);
        Assert.Equal(2, run.Json.GetProperty("summary").GetProperty("skipped").GetArrayLength());
    }

    [Fact]
    public void A_mapping_of_one_key_may_be_a_slip()
    {
        using var scratch = new Scratch();
        scratch.Write("service.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: {ClusterIP}\n");

        Assert.Equal(["service.yaml:6 SVC1003"], scratch.Lint("--format", "json").Places);
    }

    [Fact]
    public void What_tests_read_is_linted_when_it_is_named()
    {
        using var scratch = new Scratch();
        scratch.Write("web/testdata/web.yaml", Wrong);

        Assert.Contains("nothing was linted", scratch.Lint().Error);
        Assert.NotEmpty(scratch.Lint("web/testdata", "--format", "json").Places);
        Assert.NotEmpty(scratch.Lint("web/testdata/web.yaml", "--format", "json").Places);
    }

    [Fact]
    public void What_a_kustomization_names_is_linted_also_in_a_folder_that_is_passed_over()
    {
        using var scratch = new Scratch();
        scratch.Write("kustomization.yaml", "resources: [vendor/web.yaml]\n").Write("vendor/web.yaml", Wrong);

        var run = scratch.Lint();

        Assert.Contains("vendor/web.yaml", run.Output);
        Assert.Contains("in 2 objects", run.Error);
    }

    [Fact]
    public void UTF_16_and_CRLF_are_read_and_places_are_right()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["web.yaml"], Wrong.Replace("\n", "\r\n"), Encoding.BigEndianUnicode);

        Assert.Equal(["web.yaml:10 SVC2002"], scratch.Lint("--format", "json").Places);
    }

    [Fact]
    public void Many_files_are_read_in_parallel_and_reported_in_order()
    {
        using var scratch = new Scratch();
        for (var i = 0; i < 60; i++)
        {
            scratch.Write($"app{i:00}/web.yaml", Wrong);
        }

        var run = scratch.Lint("--format", "json");

        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"app{i:00}/web.yaml:10 SVC2002"), run.Places);
    }
}
