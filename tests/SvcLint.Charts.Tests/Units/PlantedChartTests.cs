using SvcLint.Charts.Units;
using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Charts.Tests.Units;

/// <summary>A healthy chart, and mistakes planted in it one at a time: each is found at the template's or the values' line, and the chart itself is quiet.</summary>
public sealed class PlantedChartTests
{
    private static readonly Dictionary<string, string> Healthy = new(StringComparer.Ordinal)
    {
        ["Chart.yaml"] = "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
        ["values.yaml"] = "service:\n  type: NodePort\n  port: 80\n  nodePort: 30080\ncontainerPort: 8080\ncatalogPort: 3000\nannotations:\n  example.com/a: \"1\"\n  example.com/b: \"2\"\n",
        ["values-prod.yaml"] = "service:\n  port: 8080\n",
        ["templates/_helpers.tpl"] = """
            {{- define "shop.labels" -}}
            app: {{ .Chart.Name }}
            release: {{ .Release.Name }}
            {{- end -}}

            """,
        ["templates/service.yaml"] = """
            apiVersion: v1
            kind: Service
            metadata:
              name: {{ .Release.Name }}-web
              annotations:
                {{- toYaml .Values.annotations | nindent 4 }}
            spec:
              type: {{ .Values.service.type }}
              selector:
                {{- include "shop.labels" . | nindent 4 }}
              ports:
                - name: http
                  port: {{ .Values.service.port }}
                  targetPort: http
                  nodePort: {{ .Values.service.nodePort }}

            """,
        ["templates/deployment.yaml"] = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {{ .Release.Name }}-web
            spec:
              selector:
                matchLabels:
                  {{- include "shop.labels" . | nindent 6 }}
              template:
                metadata:
                  labels:
                    {{- include "shop.labels" . | nindent 8 }}
                spec:
                  containers:
                    - name: web
                      image: registry.example/web:1
                      ports:
                        - name: http
                          containerPort: {{ .Values.containerPort }}

            """,
        ["templates/ingress.yaml"] = """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: {{ .Release.Name }}-web
            spec:
              defaultBackend:
                service:
                  name: {{ .Release.Name }}-web
                  port:
                    number: {{ .Values.service.port }}

            """,
        ["templates/NOTES.txt"] = "kubectl port-forward svc/{{ .Release.Name }}-web 9000:{{ .Values.service.port }}\n",
    };

    [Fact]
    public void The_healthy_chart_is_quiet() => Assert.Empty(Lint(Healthy).Select(f => $"{f.Rule.Id} {f.Span} {f.Message}"));

    [Theory]
    [InlineData("values.yaml", "type: NodePort", "type: nodePort", "SVC1105", "values.yaml", 2)]
    [InlineData("values.yaml", "nodePort: 30080", "nodePort: 3080", "SVC1126", "values.yaml", 4)]
    [InlineData("values.yaml", "nodePort: 30080", "nodeport: 30080\n  nodePort: 30081", "SVC2050", "values.yaml", 4)]
    [InlineData("values-prod.yaml", "port: 8080", "Port: 8080", "SVC2050", "values-prod.yaml", 2)]
    [InlineData("templates/service.yaml", "targetPort: http", "targetPort: web", "SVC2002", "templates/service.yaml", 14)]
    [InlineData("templates/service.yaml", "targetPort: http", "targetport: http", "SVC1001", "templates/service.yaml", 14)]
    [InlineData("templates/service.yaml", "nodePort: {{ .Values.service.nodePort }}", "nodePort: {{ .Values.service.nodePort | quote }}", "SVC1003", "templates/service.yaml", 15)]
    [InlineData("templates/service.yaml", "annotations | nindent 4", "annotations | nindent 2", "SVC2053", "templates/service.yaml", 6)]
    [InlineData("templates/service.yaml", "    {{- toYaml .Values.annotations | nindent 4 }}", "    {{ toYaml .Values.annotations | indent 4 }}", "SVC2053", "templates/service.yaml", 6)]
    [InlineData("templates/service.yaml", "{{- include \"shop.labels\" . | nindent 4 }}", "{{- include \"shop.labels\" . | indent 4 }}", "SVC2053", "templates/service.yaml", 10)]
    [InlineData("templates/service.yaml", "{{- include \"shop.labels\" . | nindent 4 }}", "app: {{ .Release.Name }}", "SVC2058", "templates/service.yaml", 10)]
    [InlineData("templates/deployment.yaml", "{{ .Values.containerPort }}", "{{ .Values.service.port }}\n          args: [--listen=:8080]", "SVC2052", "templates/deployment.yaml", 19)]
    [InlineData("templates/ingress.yaml", "{{ .Values.service.port }}", "{{ .Values.containerPort }}", "SVC2011", "values.yaml", 5)]
    [InlineData("templates/ingress.yaml", "name: {{ .Release.Name }}-web\n      port", "name: {{ .Release.Name }}-wbe\n      port", "SVC2010", "templates/ingress.yaml", 8)]
    [InlineData("templates/NOTES.txt", "{{ .Values.service.port }}", "{{ .Values.containerPort }}", "SVC2057", "values.yaml", 5)]
    [InlineData("templates/service.yaml", "type: {{ .Values.service.type }}", "type: {{ .Values.service.kind.name }}", "SVC0011", "templates/service.yaml", 8)]
    [InlineData("templates/service.yaml", "type: {{ .Values.service.type }}", "type: {{ .Values.servce.type }}", "SVC0010", "templates/service.yaml", 8)]
    [InlineData("templates/service.yaml", "type: {{ .Values.service.type }}", "type: {{ .Values.service.type.name }}", "SVC0010", "templates/service.yaml", 8)]
    [InlineData("templates/service.yaml", "type: {{ .Values.service.type }}", "type: {{ .Values.kinds.web | replace \"a\" \"b\" }}", "SVC0011", "templates/service.yaml", 8)]
    [InlineData("templates/service.yaml", "type: {{ .Values.service.type }}", "type: {{ len .Values.kinds }}", "SVC0011", "templates/service.yaml", 8)]
    [InlineData("values.yaml", "  nodePort: 30080\n", "nodePort: 30080\n", "SVC2050", "values.yaml", 4)]
    [InlineData("templates/service.yaml", "{{- include \"shop.labels\" . | nindent 4 }}", "{{- include \"shop.labels\" . | nindent 4 }}\n    helm.sh/chart: {{ .Chart.Name }}", "SVC2001", "templates/service.yaml", 11)]
    [InlineData("templates/deployment.yaml", "          ports:", "          readinessProbe: {httpGet: {port: {{ .Values.service.port }}}}\n          ports:", "SVC2031", "values.yaml", 3)]
    [InlineData("templates/deployment.yaml", "          ports:", "          env: [{name: DB_HOST, value: \"{{ .Release.Name }}-postgresql\"}]\n          ports:", "SVC2059", "templates/deployment.yaml", 17)]
    [InlineData("templates/service.yaml", "targetPort: http", "targetPort: {{ .Values.service.type }}", "SVC1107", "values.yaml", 2)]
    [InlineData("templates/service.yaml", "targetPort: http", "targetPort: {{ .Values.containerPort | quote }}", "SVC1107", "templates/service.yaml", 14)]
    [InlineData("templates/service.yaml", "targetPort: http", "targetPort: {{ .Capabilities.APIVersions.Has \"networking.k8s.io/v1/Ingress\" | ternary \"web\" \"http\" }}", "SVC2002", "templates/service.yaml", 14)]
    public void A_planted_mistake_is_found_where_it_stands(string file, string from, string to, string rule, string at, int line)
    {
        var planted = new Dictionary<string, string>(Healthy, StringComparer.Ordinal) { [file] = Healthy[file].Replace(from, to, StringComparison.Ordinal) };
        Assert.NotEqual(Healthy[file], planted[file]);
        var found = Lint(planted);
        Assert.True(
            found.Any(f => f.Rule.Id == rule && f.Span.Source.Path == at && f.Span.StartPosition.Line == line),
            $"{rule} is not at {at}({line}); found:\n{string.Join("\n", found.Select(f => $"{f.Rule.Id} {f.Span} {f.Message}"))}");
    }

    [Fact]
    public void Whatever_stands_in_a_chart_is_linted_or_refused_with_its_place()
    {
        var random = new Random(20261128);
        string[] parts = ["{{", "}}", "{{- end }}", "{{ include \"shop.labels\" . | nindent 40 }}", "\n", ":", "- ", "\t", "|", "&a", "*a", "\u0000", "\ud800", "{{ toYaml .Values | indent 3 }}", "{{ range .Values }}", "..", "'", "\""];
        for (var i = 0; i < 400; i++)
        {
            var files = new Dictionary<string, string>(Healthy, StringComparer.Ordinal);
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                var (name, text) = files.ElementAt(random.Next(files.Count));
                var at = random.Next(text.Length + 1);
                var length = Math.Min(random.Next(12), text.Length - at);
                files[name] = text.Remove(at, length).Insert(at, random.Next(3) == 0 ? "" : parts[random.Next(parts.Length)]);
            }

            foreach (var finding in Lint(files))
            {
                Assert.NotEqual("SVC0009", finding.Rule.Id);
                Assert.True(finding.Span.StartPosition.Line > 0 && finding.Span.StartPosition.Column > 0 && finding.Span.End <= finding.Span.Source.Content.Length);
                Assert.True(RuleCatalog.Find(finding.Rule.Id) is not ChartRule || finding.Message.Length <= 140, finding.Message);
            }
        }
    }

    [Theory]
    [InlineData("templates/service.yaml", "port: {{ .Values.service.port }}", "port: \"{{ .Values.service.port }}\"", "port: {{ .Values.service.port }}")]
    [InlineData("templates/service.yaml", "annotations:\n", "annotations:\n    example.com/port: {{ .Values.service.port }}\n", "example.com/port: \"{{ .Values.service.port }}\"")]
    public void Quotes_are_repaired_around_the_action(string file, string from, string to, string repaired)
    {
        var planted = new Dictionary<string, string>(Healthy, StringComparer.Ordinal) { [file] = Healthy[file].Replace(from, to, StringComparison.Ordinal) };
        var edit = Assert.Single(Assert.Single(Lint(planted).First(f => f.Rule.Id == "SVC1003").Fixes).Edits);
        Assert.Equal(file, edit.Span.Source.Path);
        var text = planted[file];
        Assert.Contains(repaired, text[..edit.Span.Start] + edit.NewText + text[edit.Span.End..], StringComparison.Ordinal);
    }

    [Fact]
    public void Quotes_of_values_that_are_written_as_they_stand_are_repaired_there()
    {
        var planted = new Dictionary<string, string>(Healthy, StringComparer.Ordinal) { ["values.yaml"] = Healthy["values.yaml"].Replace("example.com/b: \"2\"", "example.com/b: 2", StringComparison.Ordinal) };
        var edit = Assert.Single(Assert.Single(Assert.Single(Lint(planted), f => f.Rule.Id == "SVC1003").Fixes).Edits);
        Assert.Equal(("values.yaml", "2", "\"2\""), (edit.Span.Source.Path, edit.Span.Text, edit.NewText));
    }

    [Fact]
    public void A_value_that_overrides_a_default_points_to_it()
    {
        var planted = new Dictionary<string, string>(Healthy, StringComparer.Ordinal) { ["values-prod.yaml"] = "service:\n  nodePort: 99\n" };
        var finding = Assert.Single(Lint(planted), f => f.Rule.Id == "SVC1126");
        Assert.Equal(("values-prod.yaml", 2), (finding.Span.Source.Path, finding.Span.StartPosition.Line));
        Assert.Contains(finding.Related, r => r.Note == "overridden default" && r.Span.Source.Path == "values.yaml" && r.Span.Text == "30080");
    }

    [Fact]
    public void What_every_rendering_has_is_one_finding_with_all_units()
    {
        var planted = new Dictionary<string, string>(Healthy, StringComparer.Ordinal) { ["templates/service.yaml"] = Healthy["templates/service.yaml"].Replace("targetPort: http", "targetPort: web", StringComparison.Ordinal) };
        var finding = Assert.Single(Lint(planted), f => f.Rule.Id == "SVC2002");
        Assert.Equal([".", ". (values-prod.yaml)"], finding.Units);
    }

    [Fact]
    public void A_namespace_that_nobody_names_is_not_taken_for_default()
    {
        var files = new Dictionary<string, string>(Healthy, StringComparer.Ordinal)
        {
            ["templates/service.yaml"] = Healthy["templates/service.yaml"].Replace("-web\n  annotations", "-web\n  namespace: {{ .Release.Namespace }}\n  annotations", StringComparison.Ordinal),
            ["templates/client.yaml"] = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: client\n  namespace: tools\nspec:\n  containers:\n    - name: client\n      image: registry.example/client:1\n      env:\n        - name: WEB_URL\n          value: http://shop-web.shop.svc.cluster.local:8081\n",
        };
        var found = Lint(files);
        Assert.DoesNotContain(found, f => f.Message.Contains("default", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Rule.Id == "SVC2020" && f.Span.Source.Path == "templates/client.yaml");
        Assert.Null(Units(files)[0].Services[0].Namespace);
    }

    [Fact]
    public void The_configuration_says_release_namespace_values_and_versions()
    {
        var files = new Dictionary<string, string>(Healthy, StringComparer.Ordinal)
        {
            ["values-prod.yaml"] = "service:\n  port: 8443\n",
            ["templates/service.yaml"] = Healthy["templates/service.yaml"].Replace("-web\n  annotations", "-web\n  namespace: {{ .Release.Namespace }}\n  labels:\n    kube: {{ .Capabilities.KubeVersion.Version }}\n    has: {{ .Capabilities.APIVersions.Has \"example.com/v1\" | quote }}\n  annotations", StringComparison.Ordinal),
        };
        const string Text = "charts:\n  - path: .\n    release: prod\n    namespace: front\n    values: values-prod.yaml\n    set: service.nodePort=30099\n    kubernetesVersion: \"1.30\"\n    apiVersions: example.com/v1\n";
        var configuration = Linter.ReadConfiguration(new SourceText("svclint.yaml", Text), static _ => null);
        Assert.Empty(configuration.Problems.Select(p => p.Message));
        var service = Assert.Single(Assert.Single(Units(files, configuration.Configuration), u => u.Name == ". (prod)").Services);
        Assert.Equal(("prod-web", "front", 8443, 30099), (service.Name, service.Namespace, service.Spec!.Ports![0].Port!.Value, service.Spec.Ports[0].NodePort!.Value));
        Assert.Equal(("v1.30", "true"), (service.Metadata.Labels!["kube"], service.Metadata.Labels["has"]));
    }

    private static IReadOnlyList<Finding> Lint(Dictionary<string, string> texts)
    {
        var (files, options) = Prepare(texts);
        return Linter.Lint([.. files.Values.Select(Linter.Parse)], options).Findings.Where(f => f.Confidence != Confidence.Low).ToArray();
    }

    private static IReadOnlyList<Cluster.DeploymentUnit> Units(Dictionary<string, string> texts, LintConfiguration? configuration = null)
    {
        var (files, options) = Prepare(texts, configuration);
        return Linter.Units([.. files.Values.Select(Linter.Parse)], options);
    }

    private static (Dictionary<string, SourceText> Files, LintOptions Options) Prepare(Dictionary<string, string> texts, LintConfiguration? configuration = null)
    {
        var files = texts.ToDictionary(t => t.Key, t => new SourceText(t.Key, t.Value), StringComparer.Ordinal);
        var options = new LintOptions { Configuration = configuration ?? LintConfiguration.Default };
        return (files, options with { Rendered = ChartUnits.Render(ChartInput.Of(files, options)) });
    }
}
