namespace SvcLint.Cli.Tests.Commands;

/// <summary>What Argo CD, Flux, helmfile and their kin deploy, as <c>lint</c>, <c>units</c>, <c>trace</c>, <c>reach</c> and <c>diff</c> see it.</summary>
public sealed class ApplicationTests
{
    private const string Repository = "https://git.example.com/platform/deploy.git";

    private const string Source = $"""
        apiVersion: source.toolkit.fluxcd.io/v1
        kind: GitRepository
        metadata:
          name: flux-system
          namespace: flux-system
        spec:
          url: {Repository}
        ---

        """;

    private const string Namespaces = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: dev\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: qa\n";

    private const string Values = "service:\n  type: NodePort\n  port: 80\n  nodePort: 31080\nbackend: ''\n";

    private const string Template = """
        apiVersion: v1
        kind: Service
        metadata:
          name: {{ .Release.Name }}
        spec:
          type: {{ .Values.service.type }}
          selector:
            app: {{ .Release.Name }}
          ports:
            - port: {{ .Values.service.port }}
              targetPort: http
              {{- if .Values.service.nodePort }}
              nodePort: {{ .Values.service.nodePort }}
              {{- end }}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ .Release.Name }}
        spec:
          selector:
            matchLabels:
              app: {{ .Release.Name }}
          template:
            metadata:
              labels:
                app: {{ .Release.Name }}
            spec:
              containers:
                - name: main
                  image: registry.example.com/web:1.0
                  ports:
                    - name: http
                      containerPort: 8080
                  env:
                    - name: BACKEND_URL
                      value: {{ .Values.backend | quote }}

        """;

    [Fact]
    public void Two_releases_of_one_chart_take_one_node_port()
    {
        using var flux = WithChart().Write("clusters/main/apps.yaml", Source + Release("web", "dev") + "---\n" + Release("web", "qa") + "---\n" + Namespaces);
        Assert.Contains("charts/web/values.yaml(4,13,4,18): error SVC2106: nodePort 31080 of HelmRelease qa/web is already used by HelmRelease dev/web", Lint(flux), StringComparison.Ordinal);

        flux.Write("clusters/main/apps.yaml", Source + Release("web", "dev") + "---\n" + Release("web", "qa", "  values:\n    service:\n      nodePort: 31081\n") + "---\n" + Namespaces);
        Assert.Equal("", Lint(flux));

        using var argo = WithChart().Write("argo/dev.yaml", Application("web-dev", "charts/web", "dev")).Write("argo/qa.yaml", Application("web-qa", "charts/web", "qa"));
        Assert.Contains("SVC2106: nodePort 31080 of Application web-qa", Lint(argo), StringComparison.Ordinal);
        argo.Write("argo/qa.yaml", Application("web-qa", "charts/web", "qa").Replace("https://kubernetes.default.svc", "https://qa.example.com", StringComparison.Ordinal));
        Assert.DoesNotContain("SVC2106", Lint(argo), StringComparison.Ordinal);

        using var helmfile = WithChart().Write("helmfile.yaml", "releases:\n  - {name: web, namespace: dev, chart: ./charts/web}\n  - {name: web, namespace: qa, chart: ./charts/web}\n");
        Assert.Contains("SVC2106: nodePort 31080 of release qa/web is already used by release dev/web", Lint(helmfile), StringComparison.Ordinal);
        helmfile.Write("helmfile.yaml", "releases:\n  - {name: web, namespace: dev, chart: ./charts/web}\n  - {name: web, namespace: qa, chart: ./charts/web, set: [{name: service.nodePort, value: 31081}]}\n");
        Assert.Equal("", Lint(helmfile));
    }

    [Fact]
    public void Values_come_from_files_config_maps_and_variables()
    {
        using var scratch = WithChart().Write(
            "clusters/main/apps.yaml",
            Source + Release("web", "dev", "  valuesFrom:\n    - {kind: ConfigMap, name: ports}\n") + "---\n" + Release("web", "qa") + "---\n" + Namespaces
                + "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ports\n  namespace: dev\ndata:\n  values.yaml: |\n    service:\n      nodePort: 31085\n");
        Assert.Equal("", Lint(scratch));

        scratch.Write("clusters/main/apps.yaml", scratch.Read("clusters/main/apps.yaml").Replace("nodePort: 31085", "nodePort: 31080", StringComparison.Ordinal));
        Assert.Contains("SVC2106", Lint(scratch), StringComparison.Ordinal);
    }

    [Fact]
    public void Flux_substitutes_what_it_knows()
    {
        var service = Service("web", "\"${NODE_PORT:=31000}\"");
        using var scratch = new Scratch().Write("apps/web/service.yaml", service).Write(
            "clusters/main/apps.yaml",
            Source + Kustomization("dev", "./apps/web", "  targetNamespace: dev\n  postBuild:\n    substitute: {NODE_PORT: \"31001\"}\n") + "---\n"
                + Kustomization("qa", "./apps/web", "  targetNamespace: qa\n  postBuild:\n    substitute: {NODEPORT: \"31002\"}\n") + "---\n" + Namespaces);
        Assert.Equal("", Lint(scratch));

        scratch.Write("clusters/main/apps.yaml", scratch.Read("clusters/main/apps.yaml").Replace("{NODE_PORT:", "{NODEPORT:", StringComparison.Ordinal));
        Assert.Contains("apps/web/service.yaml(11,31,11,36): error SVC2106: nodePort 31000", Lint(scratch), StringComparison.Ordinal);

        scratch.Write("clusters/main/apps.yaml", scratch.Read("clusters/main/apps.yaml").Replace("substitute: {NODEPORT: \"31002\"}", "substituteFrom: [{kind: Secret, name: of-the-cluster}]", StringComparison.Ordinal));
        Assert.DoesNotContain("SVC2106", Lint(scratch), StringComparison.Ordinal);
    }

    [Fact]
    public void A_values_file_that_is_not_there_is_told_where_it_is_named()
    {
        using var scratch = WithChart().Write("argo/web.yaml", Application("web", "charts/web", "dev", "    helm:\n      valueFiles: [values-prod.yaml]\n"));
        Assert.Contains("argo/web.yaml(11,20,11,36): error SVC2101: values file 'values-prod.yaml' does not exist", Lint(scratch), StringComparison.Ordinal);
        scratch.Write("charts/web/values-prod.yaml", "service: {nodePort: 31090}\n");
        Assert.DoesNotContain("SVC2101", Lint(scratch), StringComparison.Ordinal);

        using var references = new Scratch().Write("envs/wbe.yaml", "a: 1\n").Write("apps/api/service.yaml", Service("api")).Write("argo/api.yaml", Application("api", "apps/api", "api")).Write(
            "argo/web.yaml",
            Application("web", "x", "web").Replace(
                $"  source:\n    repoURL: {Repository}\n    path: x\n",
                $"  sources:\n    - repoURL: https://charts.example.com\n      chart: web\n      helm: {{valueFiles: [$values/envs/web.yaml]}}\n    - repoURL: {Repository}\n      ref: values\n",
                StringComparison.Ordinal));
        Assert.Contains("SVC2101: values file '$values/envs/web.yaml' does not exist; there is envs/wbe.yaml", Lint(references), StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_that_no_template_reads_is_told()
    {
        using var scratch = WithChart().Write("argo/web.yaml", Application("web", "charts/web", "dev", "    helm:\n      parameters:\n        - {name: service.nodeport, value: \"31090\"}\n"));
        Assert.Contains("SVC2107: no template of the chart reads 'service.nodeport'; did you mean 'service.nodePort'?", Lint(scratch), StringComparison.Ordinal);
        scratch.Write("argo/web.yaml", Application("web", "charts/web", "dev", "    helm:\n      parameters:\n        - {name: service.nodePort, value: \"31090\"}\n"));
        Assert.DoesNotContain("SVC2107", Lint(scratch), StringComparison.Ordinal);
    }

    [Fact]
    public void Generators_make_applications_of_lists_folders_and_files()
    {
        using var lists = WithChart().Write("argo/set.yaml", Set("    - list:\n        elements:\n          - env: dev\n          - env: qa\n", "web-{{env}}", "charts/web", "{{env}}", isGo: false));
        Assert.Contains("SVC2106: nodePort 31080 of Application web-qa", Lint(lists), StringComparison.Ordinal);

        using var folders = new Scratch().Write("apps/web/service.yaml", Service("web")).Write("apps/api/service.yaml", Service("api")).Write("apps/old/service.yaml", Service("old"))
            .Write("argo/set.yaml", Set($"    - git:\n        repoURL: {Repository}\n        directories:\n          - path: apps/*\n          - {{path: apps/old, exclude: true}}\n", "{{.path.basename}}", "{{.path.path}}", "{{.path.basename | upper | lower}}"));
        var tree = folders.Lint("units", ".").Output;
        Assert.Contains("Application api  apps/api → cluster in-cluster, namespace api, 1 object", tree, StringComparison.Ordinal);
        Assert.Contains("Application web  apps/web → cluster in-cluster, namespace web, 1 object", tree, StringComparison.Ordinal);
        Assert.DoesNotContain("Application old", tree, StringComparison.Ordinal);

        using var matrix = new Scratch().Write("apps/web/service.yaml", Service("web")).Write("envs/dev/config.json", "{\"cluster\": \"dev\"}").Write("envs/prod/config.json", "{\"cluster\": \"prod\"}")
            .Write("argo/set.yaml", Set($"    - matrix:\n        generators:\n          - git:\n              repoURL: {Repository}\n              files: [{{path: envs/*/config.json}}]\n          - list: {{elements: [{{app: web}}]}}\n", "{{.app}}-{{.path.basename}}", "apps/{{.app}}", "{{.cluster}}"));
        tree = matrix.Lint("units", ".").Output;
        Assert.Contains("Application web-dev  apps/web", tree, StringComparison.Ordinal);
        Assert.Contains("Application web-prod  apps/web → cluster in-cluster, namespace prod", tree, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_key_is_a_gap_with_the_place_of_the_template()
    {
        using var scratch = new Scratch().Write("apps/web/service.yaml", Service("web")).Write("argo/set.yaml", Set("    - list:\n        elements:\n          - name: web\n", "{{.nam}}", "apps/web", "web"));
        var run = scratch.Lint("units", ".");
        Assert.Equal(0, run.Status);
        Assert.Contains("not understood: the template: map has no entry for key \"nam\" (argo/set.yaml:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Applications_that_a_chart_renders_are_followed()
    {
        using var scratch = new Scratch().Write("apps/Chart.yaml", "apiVersion: v2\nname: apps\nversion: 1.0.0\n")
            .Write("apps/templates/web.yaml", Application("{{ .Release.Name }}-web", "web", "shop").Replace("in-cluster", "x", StringComparison.Ordinal)).Write("web/service.yaml", Service("web"))
            .Write("root.yaml", Application("root", "apps", "argocd"));
        var tree = scratch.Lint("units", ".").Output;
        Assert.Contains("Application root  apps → cluster in-cluster, namespace argocd, 1 object", tree, StringComparison.Ordinal);
        Assert.Contains("\n  Application root-web  web → cluster in-cluster, namespace shop, 1 object", tree, StringComparison.Ordinal);
    }

    [Fact]
    public void An_application_that_a_chart_renders_stands_where_the_template_names_it()
    {
        using var scratch = new Scratch().Write("apps/Chart.yaml", "apiVersion: v2\nname: apps\nversion: 1.0.0\n")
            .Write("apps/templates/web.yaml", "{{- $name := \"web\" }}\n{{- range tuple 1 2 }}\n---\n" + Application("{{ $name }}-{{ . }}", "web", "shop") + "{{- end }}\n").Write("web/service.yaml", Service("web").Replace("ClusterIP", "clusterIp", StringComparison.Ordinal));
        var found = scratch.Lint("lint", ".").Output;
        Assert.Contains("::: apps/templates/web.yaml:7:9\n7 |   name: {{ $name }}-{{ . }}\n  |         ----------- deployed by\n", found, StringComparison.Ordinal);
        Assert.Equal(1, found.Split("deployed by\n").Length - 1);
    }

    [Fact]
    public void Other_tools_are_followed_as_far_as_they_are_plain()
    {
        using var scratch = WithChart().Write("k8s/web.yaml", Service("web")).Write("k8s/missing.yaml", Service("other"))
            .Write("Tiltfile", "k8s_yaml('k8s/web.yaml')\nk8s_yaml(helm('charts/web'))\nk8s_yaml(['k8s/missng.yaml'])\n# k8s_yaml('no.yaml')\n")
            .Write("skaffold.yaml", "apiVersion: skaffold/v4beta6\nkind: Config\nmetadata:\n  name: shop\nmanifests:\n  rawYaml: [k8s/*.yaml]\ndeploy:\n  helm:\n    releases:\n      - {name: web, chartPath: charts/wbe}\n")
            .Write("bundle/fleet.yaml", "defaultNamespace: shop\nhelm:\n  releaseName: web\n  chart: ../charts/web\n  values: {service: {nodeport: 3}}\n")
            .Write("k/kustomization.yaml", "namespace: shop\nhelmGlobals: {chartHome: ../charts}\nhelmCharts:\n  - {name: web, releaseName: one, valuesInline: {service: {type: nodeport}}}\n");
        var found = Lint(scratch);
        Assert.Contains("Tiltfile(3,12,3,27): error SVC2100: path 'k8s/missng.yaml' does not exist; there is 'k8s/missing.yaml'", found, StringComparison.Ordinal);
        Assert.Contains("skaffold.yaml(10,32,10,42): error SVC2100: path './charts/wbe' does not exist", found, StringComparison.Ordinal);
        Assert.Contains("bundle/fleet.yaml(5,22,5,30): warning SVC2050: no template reads 'nodeport'", found, StringComparison.Ordinal);
        Assert.Contains("k/kustomization.yaml(4,66,4,74): error SVC1105", found, StringComparison.Ordinal);
        Assert.DoesNotContain("no.yaml", found, StringComparison.Ordinal);
        Assert.DoesNotContain("not understood: what helm", scratch.Lint("units", ".").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Environments_of_a_helmfile_are_evaluated()
    {
        using var scratch = WithChart().Write("env/dev.yaml", "ns: dev\n").Write("env/prod.yaml", "ns: prod\n").Write("values-dev.yaml", "backend: x\n").Write(
            "helmfile.yaml",
            "environments:\n  dev: {values: [env/dev.yaml]}\n  prod: {values: [env/prod.yaml]}\n---\nreleases:\n  - name: web\n    namespace: {{ .Values.ns }}\n    chart: ./charts/web\n    values:\n      - values-{{ .Environment.Name }}.yaml\n");
        var tree = scratch.Lint("units", ".").Output;
        Assert.Contains("release dev/web  charts/web → cluster dev, namespace dev, 2 objects", tree, StringComparison.Ordinal);
        Assert.Contains("release prod/web  charts/web → cluster prod, namespace prod, 2 objects", tree, StringComparison.Ordinal);
        Assert.Contains("helmfile.yaml(10,16,", Lint(scratch), StringComparison.Ordinal);
        Assert.Contains("SVC2101: values file 'values-prod.yaml' does not exist", Lint(scratch), StringComparison.Ordinal);
    }

    [Fact]
    public void The_remotes_and_the_configuration_say_which_repository_this_is()
    {
        using var scratch = new Scratch().Write("apps/web/service.yaml", Service("web")).Write("argo/web.yaml", Application("web", "apps/gone", "web"));
        Assert.DoesNotContain("SVC2100", Lint(scratch), StringComparison.Ordinal);

        scratch.Write("svclint.yaml", "repositories:\n  - url: git@git.example.com:platform/deploy\n    folder: .\n");
        Assert.Contains("SVC2100: path 'apps/gone' does not exist", Lint(scratch), StringComparison.Ordinal);

        scratch.Write("svclint.yaml", "").Commit().Git("remote", "add", "origin", "ssh://git@git.example.com/platform/deploy.git");
        Assert.Contains("SVC2100: path 'apps/gone' does not exist", Lint(scratch), StringComparison.Ordinal);

        scratch.Write("argo/web.yaml", Application("web", "apps/web", "web")).Git("remote", "set-url", "origin", "https://git.example.com/other/repository.git");
        Assert.Contains($"not understood: {Repository} is another repository", scratch.Lint("units", ".").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_linked_work_tree_has_the_remotes_of_its_repository()
    {
        using var scratch = new Scratch().Write("apps/web/service.yaml", Service("web")).Write("argo/web.yaml", Application("web", "apps/gone", "web")).Commit().Git("remote", "add", "origin", Repository).Git("worktree", "add", "linked");
        Assert.Contains("SVC2100: path 'apps/gone' does not exist", Tool.Svclint(scratch["linked"], null, "lint", ".", "--format", "msbuild", "--fail-on", "never").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pull_request_changes_one_cluster_of_two()
    {
        static string On(string name, string server, string path) => Application(name, path, "shop").Replace("https://kubernetes.default.svc", server, StringComparison.Ordinal);
        using var scratch = new Scratch().Write("base/service.yaml", Service("web")).Write("base/pod.yaml", Client).Write("base/kustomization.yaml", "resources: [service.yaml, pod.yaml]\n")
            .Write("env/one/kustomization.yaml", "resources: [../../base]\n").Write("env/two/kustomization.yaml", "resources: [../../base]\n")
            .Write("svclint.yaml", "clusters:\n  - {name: one, server: 'https://one.example.com'}\n  - {name: two, server: 'https://two.example.com'}\n")
            .Write("argo/one.yaml", On("one", "https://one.example.com", "env/one")).Write("argo/two.yaml", On("two", "https://two.example.com", "env/two")).Commit()
            .Write("env/two/kustomization.yaml", "resources: [../../base]\npatches:\n  - patch: |\n      - {op: replace, path: /spec/ports/0/port, value: 81}\n    target: {kind: Service}\n");
        Assert.Equal(0, scratch.Lint("diff", "HEAD", "--cluster", "one").Status);
        var changed = scratch.Lint("diff", "HEAD", "--cluster", "two");
        Assert.Equal(1, changed.Status);
        Assert.Contains("shop/web", changed.Output, StringComparison.Ordinal);

        // A base that both have changes both.
        scratch.Write("env/two/kustomization.yaml", "resources: [../../base]\n").Write("base/service.yaml", Service("web").Replace("port: 80", "port: 82", StringComparison.Ordinal));
        Assert.Equal(1, scratch.Lint("diff", "HEAD", "--cluster", "one").Status);
        Assert.Equal(1, scratch.Lint("diff", "HEAD", "--cluster", "two").Status);
        Assert.Contains("shop/web:82", scratch.Lint("reach", "--cluster", "one", ".").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cluster_of_the_tool_itself_has_the_names_that_the_tool_has_for_it()
    {
        using var scratch = new Scratch().Write("web/service.yaml", Service("web")).Write("web/pod.yaml", Client).Write("bootstrap/web.yaml", Application("web", "web", "shop")).Write("other/web.yaml", Application("away", "web", "shop").Replace("https://kubernetes.default.svc", "https://away.example.com", StringComparison.Ordinal));
        Assert.Contains("shop/web:80", scratch.Lint("reach", "--cluster", "in-cluster", ".").Output, StringComparison.Ordinal);
        Assert.Contains("shop/web:80", scratch.Lint("reach", "--cluster", "https://kubernetes.default.svc", ".").Output, StringComparison.Ordinal);
        Assert.Equal(2, scratch.Lint("reach", "--cluster", "elsewhere", ".").Status);
    }

    [Fact]
    public void Facts_of_a_cluster_hold_for_what_goes_there()
    {
        using var scratch = new Scratch().Write("web/service.yaml", Service("web", "40000")).Write("svclint.yaml", "clusters:\n  - name: prod\n    server: https://prod.example.com/\n    nodePortRange: 40000-41000\n")
            .Write("argo/web.yaml", Application("web", "web", "dev").Replace("https://kubernetes.default.svc", "https://prod.example.com", StringComparison.Ordinal));
        Assert.DoesNotContain("SVC1126", Lint(scratch), StringComparison.Ordinal);
        Assert.Contains("→ cluster prod,", scratch.Lint("units", ".").Output, StringComparison.Ordinal);
        scratch.Write("argo/web.yaml", Application("web", "web", "dev"));
        Assert.Contains("SVC1126", Lint(scratch), StringComparison.Ordinal);
    }

    [Fact]
    public void Trace_reach_and_diff_look_at_one_cluster()
    {
        using var scratch = WithChart().Write("clusters/main/apps.yaml", Source + Release("web", "dev") + "---\n" + Namespaces).Write("clusters/other/apps.yaml", Source + Release("web", "qa"));
        var reach = scratch.Lint("reach", "--cluster", "main", ".").Output;
        Assert.Contains("dev/web:80", reach, StringComparison.Ordinal);
        Assert.DoesNotContain("qa/web", reach, StringComparison.Ordinal);
        Assert.Equal(0, scratch.Lint("trace", "--cluster", "other", "--from", "workload/qa/web", "--to", "web.qa:80", ".").Status);
        var unknown = scratch.Lint("reach", "--cluster", "man", ".");
        Assert.Equal(2, unknown.Status);
        Assert.Contains("nothing goes to such a cluster; did you mean main?", unknown.Error, StringComparison.Ordinal);

        scratch.Commit().Write("clusters/main/apps.yaml", Source + Release("web", "dev", "  values: {service: {port: 81}}\n") + "---\n" + Namespaces);
        Assert.Equal(1, scratch.Lint("diff", "HEAD", "--cluster", "main").Status);
        Assert.Equal(0, scratch.Lint("diff", "HEAD", "--cluster", "other").Status);
    }

    [Fact]
    public void A_value_with_a_variable_of_no_known_value_is_unknown_and_not_refused()
    {
        using var scratch = new Scratch().Write("clusters/prod/web.yaml", Source + "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: web, namespace: flux-system}\nspec:\n  path: ./web\n  sourceRef: {kind: GitRepository, name: flux-system}\n  postBuild:\n    substituteFrom: [{kind: Secret, name: gone, optional: true}]\n")
            .Write("web/service.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n    - port: ${port:-8090}\n");
        var said = scratch.Lint("endpoints", ".").Error;
        Assert.Contains("web/service.yaml:7: Service web is left out, '${port:-8090}' is not known", said, StringComparison.Ordinal);
        Assert.DoesNotContain("refuses", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_name_the_application_as_a_related_place()
    {
        using var scratch = new Scratch().Write("apps/web/service.yaml", Service("web").Replace("port: 80", "port: 0", StringComparison.Ordinal)).Write("clusters/main/apps.yaml", Source + Kustomization("web", "./apps/web"));
        var finding = scratch.Lint("lint", ".", "--format", "json", "--fail-on", "never").Findings[0];
        Assert.Equal("Kustomization/flux-system/web", Assert.Single(finding.GetProperty("units").EnumerateArray()).GetString());
        Assert.Contains(finding.GetProperty("related").EnumerateArray(), r => r.GetProperty("file").GetString() == "clusters/main/apps.yaml" && r.GetProperty("note").GetString() == "deployed by");
    }

    private static Scratch WithChart() => new Scratch().Write("charts/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 0.1.0\n").Write("charts/web/values.yaml", Values).Write("charts/web/templates/web.yaml", Template);

    private static string Lint(Scratch scratch) => scratch.Lint("lint", ".", "--format", "msbuild", "--fail-on", "never").Output;

    // What reach answers for.
    private const string Client = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: {containers: [{name: web, image: 'web:1', ports: [{containerPort: 80}]}]}\n";

    private static string Service(string name, string? nodePort = null) =>
        $"apiVersion: v1\nkind: Service\nmetadata:\n  name: {name}\nspec:\n  type: {(nodePort is null ? "ClusterIP" : "NodePort")}\n  selector:\n    app: {name}\n  ports:\n    - port: 80\n{(nodePort is null ? "" : $"      nodePort: {nodePort}\n")}";

    private static string Release(string name, string @namespace, string more = "") =>
        $"apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: {name}\n  namespace: {@namespace}\nspec:\n  chart:\n    spec:\n      chart: ./charts/web\n      sourceRef: {{kind: GitRepository, name: flux-system, namespace: flux-system}}\n{more}";

    private static string Kustomization(string name, string path, string more = "") =>
        $"apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: {name}\n  namespace: flux-system\nspec:\n  path: {path}\n  sourceRef: {{kind: GitRepository, name: flux-system}}\n{more}";

    private static string Application(string name, string path, string @namespace, string more = "") =>
        $"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: {name}\n  namespace: argocd\nspec:\n  source:\n    repoURL: {Repository}\n    path: {path}\n{more}  destination:\n    server: https://kubernetes.default.svc\n    namespace: {@namespace}\n";

    private static string Set(string generators, string name, string path, string @namespace, bool isGo = true) =>
        $"apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: all\n  namespace: argocd\nspec:\n  goTemplate: {(isGo ? "true" : "false")}\n  goTemplateOptions: [missingkey=error]\n  generators:\n{generators}  template:\n    metadata:\n      name: '{name}'\n    spec:\n      source:\n        repoURL: {Repository}\n        path: '{path}'\n      destination:\n        server: https://kubernetes.default.svc\n        namespace: '{@namespace}'\n";
}
