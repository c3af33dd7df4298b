namespace SvcLint.Cli.Tests.Commands;

/// <summary>Charts as <c>svclint lint</c> sees them: findings at the line of the values or of the template.</summary>
public class ChartLintTests
{
    private const string Metadata = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";

    private const string Service = """
        apiVersion: v1
        kind: Service
        metadata:
          name: {{ .Release.Name }}-web
        spec:
          type: {{ .Values.type }}
          ports:
            - name: http
              port: {{ .Values.port | int }}
              targetPort: {{ printf "%s-port" .Values.name }}
              nodeport: 30080

        """;

    [Fact]
    public void A_value_that_flows_unchanged_is_found_and_repaired_in_the_values_file()
    {
        using var chart = Chart("type: nodeport # as before\nport: 80\nname: http\n");
        Assert.Contains("values.yaml(1,7,1,15): error SVC1105", Lint(chart), StringComparison.Ordinal);
        chart.Lint("lint", ".", "--fix", "--fail-on", "never");
        Assert.StartsWith("type: NodePort # as before\n", chart.Read("values.yaml"), StringComparison.Ordinal);
        Assert.Contains("type: {{ .Values.type }}", chart.Read("templates/service.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_literal_is_found_in_the_template_once_for_all_values_files()
    {
        using var chart = Chart("type: NodePort\nport: 80\nname: http\n").Write("values-prod.yaml", "port: 8080\n").Write("ci/test-values.yaml", "port: 81\n");
        var found = Lint(chart).Split('\n').Where(l => l.Contains("SVC1001", StringComparison.Ordinal)).ToArray();
        Assert.StartsWith("templates/service.yaml(11,7,11,15)", Assert.Single(found), StringComparison.Ordinal);
        Assert.Contains("values-prod.yaml", chart.Lint("units", ".").Output, StringComparison.Ordinal);
        Assert.Contains("ci/test-values.yaml", chart.Lint("units", ".").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_action_computes_is_found_at_the_action_with_the_value_beside()
    {
        using var chart = Chart("type: NodePort\nport: 80\nname: a_long_name_for_a_port\n");
        var json = chart.Lint("lint", ".", "--format", "json", "--fail-on", "never").Output;
        Assert.Contains("templates/service.yaml(10,19,10,54)", Lint(chart), StringComparison.Ordinal);
        Assert.Contains("\"note\": \"value\"", json.Replace("\"note\":\"value\"", "\"note\": \"value\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_in_templates_and_values_suppress()
    {
        using var chart = Chart("# svclint:ignore SVC1105 -- refused on purpose\ntype: nodeport\nport: 80\nname: http\n");
        chart.Write("templates/service.yaml", Service.Replace("      nodeport", "      {{- /* svclint:ignore SVC1001 -- read by a mutating webhook */}}\n      nodeport", StringComparison.Ordinal));
        var found = Lint(chart);
        Assert.DoesNotContain("SVC1105", found, StringComparison.Ordinal);
        Assert.DoesNotContain("SVC1001", found, StringComparison.Ordinal);
        Assert.DoesNotContain("SVC0005", found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dependency_that_lies_in_the_repository_is_rendered_with_the_chart()
    {
        using var scratch = new Scratch();
        scratch.Write("shop/Chart.yaml", Metadata + "dependencies:\n  - name: common\n    version: 1.x.x\n    repository: file://../common\n")
            .Write("shop/values.yaml", "common:\n  type: nodeport\n")
            .Write("common/Chart.yaml", "apiVersion: v2\nname: common\nversion: 1.2.0\n")
            .Write("common/templates/service.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: {{ .Values.type }}\n  ports:\n    - port: 80\n");

        var found = scratch.Lint("lint", ".", "--format", "msbuild", "--fail-on", "never").Output;

        Assert.Contains("shop/values.yaml(2,9,2,17): error SVC1105", found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file://../other", "it lies elsewhere")]
    [InlineData("https://charts.example.com", "only a registry has it")]
    public void A_chart_is_rendered_without_a_missing_dependency_that_no_template_speaks_of(string repository, string why)
    {
        using var chart = Chart("type: nodeport\nport: 80\nname: http\n").Write("Chart.yaml", Metadata + $"dependencies:\n  - name: database\n    version: 1.0.0\n    repository: {repository}\n");

        Assert.True(Lint(chart).Contains("values.yaml(1,7,1,15): error SVC1105", StringComparison.Ordinal), why);
        Assert.Contains("dependencies of the chart are not in charts/", chart.Lint("units", ".").Output, StringComparison.Ordinal);

        chart.Write("templates/client.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: client\ndata:\n  host: {{ .Values.database.host }}\n");
        Assert.DoesNotContain("SVC", Lint(chart), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("condition: database.enabled", "")]
    [InlineData("condition: x.y,database.enabled", "")]
    [InlineData("tags: [back]", "")]
    [InlineData("condition: database.enabled", "\n  - name: database\n    version: 2.0.0\n    alias: second\n    condition: second.enabled")]
    public void A_missing_dependency_that_the_values_switch_off_is_no_part_of_the_chart(string switchedBy, string more)
    {
        const string Off = "database: {enabled: false, host: db}\nsecond: {enabled: false}\ntags: {back: false}\n";
        using var chart = Chart("type: nodeport\nport: 80\nname: http\n" + Off).Write("Chart.yaml", Metadata + $"dependencies:\n  - name: database\n    version: 1.0.0\n    {switchedBy}{more}\n")
            .Write("templates/client.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: client\ndata:\n  host: {{ .Values.database.host }}\n");
        Assert.Contains("values.yaml(1,7,1,15): error SVC1105", Lint(chart), StringComparison.Ordinal);
        Assert.DoesNotContain("not understood", chart.Lint("units", ".").Output, StringComparison.Ordinal);

        chart.Write("values.yaml", "type: nodeport\nport: 80\nname: http\n" + Off.Replace("false", "true", StringComparison.Ordinal));
        Assert.Contains("dependencies of the chart are not in charts/", chart.Lint("units", ".").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("networking.k8s.io/v1/Ingress")]
    [InlineData("policy/v1/PodDisruptionBudget")]
    [InlineData("apiregistration.k8s.io/v1")]
    public void What_stands_behind_an_API_that_every_cluster_has_is_linted(string api)
    {
        using var chart = Chart("type: NodePort\nport: 80\nname: http\n")
            .Write("templates/more.yaml", $"{{{{- if .Capabilities.APIVersions.Has \"{api}\" }}}}\napiVersion: v1\nkind: Service\nmetadata:\n  name: more\nspec:\n  type: nodeport\n{{{{- end }}}}\n");

        Assert.Contains("templates/more.yaml(7,9,7,17): error SVC1105", Lint(chart), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version: %VERSION%", false)]
    [InlineData("version: %VERSION", true)]
    public void A_Chart_yaml_that_a_build_fills_in_is_no_mistake(string version, bool isMistake)
    {
        using var chart = Chart("type: ClusterIP\nport: 80\nname: http\n").Write("Chart.yaml", $"apiVersion: v2\nname: web\n{version}\n");
        Assert.Equal(isMistake, Lint(chart).Contains("SVC0010", StringComparison.Ordinal));
        Assert.Equal(!isMistake, chart.Lint("units", ".").Output.Contains("not understood: Chart.yaml is a template of a build (Chart.yaml:1)", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_that_a_chart_only_reads_are_no_templates_that_were_not_rendered()
    {
        using var chart = Chart("type: ClusterIP\nport: 80\nname: http\n").Write("files/more.yaml", "a: {{ .Values.port }}\n");
        Assert.DoesNotContain("not rendered", chart.Lint("lint", ".").Error, StringComparison.Ordinal);
        Assert.Contains("1 Helm template not rendered", chart.Write("values.yaml", "type: {\n").Lint("lint", ".").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Charts_that_name_each_other_end()
    {
        using var scratch = new Scratch();
        foreach (var (name, other) in new[] { ("a", "b"), ("b", "a") })
        {
            scratch.Write($"{name}/Chart.yaml", $"apiVersion: v2\nname: {name}\nversion: 1.0.0\ndependencies:\n  - name: {other}\n    version: 1.0.0\n    repository: file://../{other}\n")
                .Write($"{name}/templates/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Chart.Name }}\n");
        }

        var run = scratch.Lint();

        Assert.Equal(0, run.Status);
        Assert.DoesNotContain("unhandled", run.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_chart_that_does_not_render_says_where()
    {
        using var broken = Chart("type: NodePort\nport: 80\nname: http\n").Write("templates/broken.yaml", "a: 1\nb: {{ .Values.name.first }}\n");
        Assert.Contains("templates/broken.yaml(2,1,2,28): error SVC0010: chart does not render: can't evaluate field first in type interface {}", Lint(broken), StringComparison.Ordinal);
        using var asking = Chart("type: NodePort\nport: 80\nname: http\n").Write("templates/asking.yaml", "a: {{ required \"host is needed\" .Values.host }}\n");
        Assert.Contains("templates/asking.yaml(1,1,1,48): info SVC0011: chart needs values: host is needed", Lint(asking), StringComparison.Ordinal);
        Assert.DoesNotContain("SVC0011", asking.Lint("lint", ".", "--set", "host=shop.example", "--format", "msbuild", "--fail-on", "never").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_configuration_says_how_a_chart_is_rendered()
    {
        using var folder = new Scratch();
        folder.Write("charts/shop/Chart.yaml", Metadata).Write("charts/shop/values.yaml", "type: NodePort\nport: 80\nname: http\n").Write("charts/shop/templates/service.yaml", Service)
            .Write("env/prod.yaml", "type: loadbalancer\n")
            .Write("svclint.yaml", "charts:\n  - path: charts/shop\n    release: shop-prod\n    values: env/prod.yaml\n    set: port=8080\n");
        Assert.Contains("env/prod.yaml(1,7,1,19): error SVC1105", Lint(folder), StringComparison.Ordinal);
        Assert.Contains("charts/shop (shop-prod)", folder.Lint("units", ".").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_no_template_reads_is_told_where_a_similar_one_is_read()
    {
        using var chart = Chart("Type: NodePort\ntype: ClusterIP\nport: 80\nname: http\nextra: kept for later\n").Write("values-prod.yaml", "Port: 81\n");
        var found = Lint(chart);
        Assert.Contains("values-prod.yaml(1,1,1,5): warning SVC2050: no template reads 'Port'; did you mean 'port'?", found, StringComparison.Ordinal);
        Assert.DoesNotContain("extra", found, StringComparison.Ordinal);
    }

    // Spring's own names, in a map that becomes the application's file; a dependency's values while it is switched off.
    [Theory]
    [InlineData("{{ tpl (toYaml .Values.application) $ | indent 4 }}")]
    [InlineData("{{- with .Values.application }}\n    {{- toYaml . | nindent 4 }}\n    {{- end }}")]
    [InlineData("{{ .Values.application | toPrettyJson | quote }}")]
    [InlineData("{{- $all := merge .Values.application .Values.more }}{{ toJson $all | quote }}")]
    public void What_a_template_writes_out_whole_is_read_with_all_that_is_in_it(string action)
    {
        const string Values = "type: ClusterIP\nport: 80\nname: http\nrateLimit: 5\nmore: {}\napplication:\n  tenants:\n    ratelimit: {backend: redis}\n  ratelimit: 4\n";
        using var chart = Chart(Values).Write("templates/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {a: \"{{ .Values.rateLimit }}\"}}\ndata:\n  application.yaml: |\n    " + action + "\n");
        Assert.DoesNotContain("SVC2050", Lint(chart), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dependency_that_is_switched_off_reads_its_own_values()
    {
        using var chart = Chart("type: ClusterIP\nport: 80\nname: http\naccessKey: a\nstore:\n  install: false\n  accessKeyId: b\n")
            .Write("templates/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {key: \"{{ .Values.accessKey }}{{ .accessKey }}\"}\n")
            .Write("Chart.yaml", Metadata + "dependencies:\n  - {name: store, version: 1.0.0, condition: store.install}\n")
            .Write("charts/store/Chart.yaml", "apiVersion: v2\nname: store\nversion: 1.0.0\n").Write("charts/store/values.yaml", "accessKeyId: ''\n");
        Assert.DoesNotContain("SVC2050", Lint(chart), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("values.yaml", "port: 80\n")]
    [InlineData("Chart.yaml", Metadata)]
    [InlineData("values-prod.yaml", "port: 81\n")]
    public void A_merge_conflict_in_a_chart_is_told_once_at_its_marker(string name, string text)
    {
        using var chart = Chart("type: ClusterIP\nport: 80\nname: http\n").Write("templates/service.yaml", Service.Replace("      nodeport: 30080\n", "", StringComparison.Ordinal));
        chart.Write(name, text + "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> branch\n");
        var found = Lint(chart).Split('\n').Where(l => l.Contains("SVC0", StringComparison.Ordinal)).ToArray();
        Assert.StartsWith($"{name}({text.Split('\n').Length},1,", Assert.Single(found), StringComparison.Ordinal);
        Assert.Contains("error SVC0001: a merge conflict is not resolved", found[0], StringComparison.Ordinal);
    }

    private static Scratch Chart(string values) => new Scratch().Write("Chart.yaml", Metadata).Write("values.yaml", values).Write("templates/service.yaml", Service);

    private static string Lint(Scratch folder) => folder.Lint("lint", ".", "--format", "msbuild", "--fail-on", "never").Output;
}
