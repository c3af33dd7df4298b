using SvcLint.Charts.Units;
using SvcLint.Cluster;
using SvcLint.Cluster.Applications;
using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Rules;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Cluster;

/// <summary>The forms in which Argo CD, Flux, helmfile, Fleet, Skaffold and Tilt say what they deploy.</summary>
public sealed class ApplicationFormsTests
{
    private const string Repository = "https://git.example.com/platform/deploy.git";

    private const string Source = $"apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: {{name: flux-system, namespace: flux-system}}\nspec: {{url: {Repository}}}\n---\n";

    private const string Template = "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  type: {{ .Values.service.type }}\n  selector: {app: web}\n  ports:\n    - port: {{ .Values.service.port }}\n";

    [Fact]
    public void A_generators_own_template_goes_before_the_sets()
    {
        var set = Set("    - list:\n        elements: [{name: one}]\n        template:\n          metadata: {}\n          spec:\n            project: ''\n            source: {path: special}\n            destination: {namespace: own}\n    - list:\n        elements: [{name: two}]\n", "'{{.name}}'", "web", "shop");
        var all = Understand(("argo/set.yaml", set), ("web/service.yaml", Service("web")), ("special/service.yaml", Service("special"))).All;
        Assert.Equal(["one special own", "two web shop"], all.Skip(1).Select(d => $"{d.Name} {d.Sources[0].Folder} {d.Destination?.Value}"));
    }

    [Fact]
    public void A_matrix_fills_elements_of_a_text_and_names_are_made_of_functions()
    {
        const string Generators = "    - matrix:\n        generators:\n          - git:\n              repoURL: " + Repository + "\n              files: [{path: teams.json}]\n              pathParamPrefix: team\n          - list:\n              elementsYaml: '{{ .apps | toJson }}'\n";
        var set = Set(Generators, "'{{ .owner | normalize }}-{{ slugify 9 true .name }}'", "web", "'{{ .team.path.filename }}'");
        var all = Understand(("argo/set.yaml", set), ("web/service.yaml", Service("web")), ("teams.json", "[{\"owner\": \"Team_A\", \"apps\": [{\"name\": \"front end shop\"}]}, {\"owner\": \"b\", \"apps\": [{\"name\": \"API\"}]}]")).All;
        Assert.Equal(["b-api teams.json", "team-a-front-end teams.json"], all.Skip(1).Select(d => $"{d.Name} {d.Destination?.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_clusters_secret_joins_its_name_and_its_server()
    {
        const string Secret = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: eu\n  labels: {argocd.argoproj.io/secret-type: cluster, env: prod}\ndata: {name: ZXU=, server: aHR0cHM6Ly9ldS5leGFtcGxlLmNvbQ==}\n";
        var files = new[]
        {
            ("argo/eu.yaml", Secret), ("one/service.yaml", Service("one", 30080)), ("two/service.yaml", Service("two", 30080)),
            ("argo/one.yaml", Application("one", "one", "a").Replace("server: https://kubernetes.default.svc", "name: eu", StringComparison.Ordinal)),
            ("argo/two.yaml", Application("two", "two", "b").Replace("https://kubernetes.default.svc", "https://eu.example.com/", StringComparison.Ordinal)),
        };
        Assert.All(Understand(files).All, d => Assert.Equal("eu", d.Cluster.Name));
        Assert.Contains(Lint(files), f => f.Rule.Id == "SVC2106");

        var set = Set("    - clusters: {values: {ns: 'ns-{{.name}}'}}\n    - clusters: {selector: {matchExpressions: [{key: env, operator: NotIn, values: [prod]}]}}\n", "'{{.name}}'", "web", "'{{.values.ns}}'").Replace("https://kubernetes.default.svc", "'{{.server}}'", StringComparison.Ordinal);
        Assert.Equal(["in-cluster ns-in-cluster", "eu ns-eu"], Understand(("argo/eu.yaml", Secret), ("argo/set.yaml", set), ("web/service.yaml", Service("web"))).All.Skip(1).Select(d => $"{d.Name} {d.Destination?.Value}"));
    }

    [Fact]
    public void Values_files_match_patterns_and_parameters_come_from_files()
    {
        var files = Chart(("charts/web/env/b.yaml", "service: {port: 82}\n"), ("charts/web/env/a.yaml", "service: {port: 81}\n"), ("charts/web/type.txt", "LoadBalancer"),
            ("argo/web.yaml", Application("web", "charts/web", "shop", "    helm:\n      releaseName: other\n      valueFiles: ['env/*.yaml']\n      fileParameters: [{name: service.type, path: type.txt}]\n")));
        var service = Assert.Single(Understand(files).All[0].Unit!.Services);
        Assert.Equal("other shop 82 LoadBalancer", $"{service.Name} {service.Namespace} {service.Spec!.Ports![0]!.Port!.Value} {service.Spec.Type!.Value}");
    }

    [Fact]
    public void Two_versions_of_one_application_do_not_meet()
    {
        var server = Application("web", "web", "shop").Replace("https://kubernetes.default.svc", "https://prod.example.com", StringComparison.Ordinal);
        Assert.DoesNotContain(Lint(("a/web.yaml", server), ("b/web.yaml", server), ("web/service.yaml", Service("web", 30080))), f => f.Rule.Id is "SVC2105" or "SVC2106");
        Assert.Contains(Lint(("a/web.yaml", server), ("b/web.yaml", server.Replace("name: web", "name: other", StringComparison.Ordinal)), ("web/service.yaml", Service("web", 30080))), f => f.Rule.Id == "SVC2105");
    }

    [Theory]
    [InlineData("HEAD", true)]
    [InlineData("main", true)]
    [InlineData("refs/heads/master", true)]
    [InlineData("rendered", false)]
    [InlineData("v1.2.3", false)]
    [InlineData("'>=1.0'", false)]
    [InlineData("refs/tags/x", false)]
    [InlineData("0123456789abcdef0123456789abcdef01234567", false)]
    public void Another_revision_holds_other_files(string revision, bool isRead)
    {
        var gone = Application("gone", "nope", "shop").Replace("    path: ", $"    targetRevision: {revision}\n    path: ", StringComparison.Ordinal);
        Assert.Contains("targetRevision", gone, StringComparison.Ordinal);
        Assert.Equal(isRead, Lint(("argo/web.yaml", Application("web", "web", "shop")), ("argo/gone.yaml", gone), ("web/service.yaml", Service("web"))).Any(f => f.Rule.Id == "SVC2100"));
    }

    [Fact]
    public void The_only_branch_that_is_named_is_what_was_read()
    {
        static string At(string name, string path) => Application(name, path, "shop").Replace("    path: ", "    targetRevision: develop\n    path: ", StringComparison.Ordinal);
        Assert.Contains(Lint(("argo/web.yaml", At("web", "web")), ("argo/gone.yaml", At("gone", "nope")), ("web/service.yaml", Service("web"))), f => f.Rule.Id == "SVC2100");
    }

    [Fact]
    public void A_name_before_its_prefix_is_nobodys()
    {
        const string Client = "apiVersion: v1\nkind: Pod\nmetadata: {name: client}\nspec: {containers: [{name: c, image: x, env: [{name: API, value: 'http://api.shop.svc:81'}]}]}\n";
        (string, string)[] files = [("argo/api.yaml", Application("api", "api", "shop")), ("argo/client.yaml", Application("client", "client", "back")), ("client/pod.yaml", Client), ("api/service.yaml", Service("api"))];
        Assert.Contains(Lint([.. files, ("api/kustomization.yaml", "resources: [service.yaml]\n")]), f => f.Rule.Id == "SVC2020");
        Assert.DoesNotContain(Lint([.. files, ("api/kustomization.yaml", "namePrefix: p-\nresources: [service.yaml]\n")]), f => f.Rule.Id == "SVC2020");
    }

    [Fact]
    public void Helmfile_makes_charts_of_folders()
    {
        const string Releases = "releases:\n  - {name: k, namespace: k, chart: ./k}\n  - {name: p, namespace: p, chart: ./p}\n";
        var all = Understand(("helmfile.yaml", Releases), ("k/kustomization.yaml", "namePrefix: x-\nresources: [service.yaml]\n"), ("k/service.yaml", Service("web")), ("p/service.yaml", Service("plain"))).All;
        Assert.Equal(["k x-web k", "p plain p"], all.Select(d => $"{d.Name} {d.Unit?.Services[0].Name} {d.Unit?.Services[0].Namespace}"));
        Assert.All(all, d => Assert.Empty(d.Problems));
    }

    [Fact]
    public void Skaffold_sets_values_that_nobody_knows()
    {
        const string Skaffold = "apiVersion: skaffold/v4beta6\nkind: Config\nmanifests:\n  kustomize: {paths: ['{{.PLACE}}', 'https://github.com/example/web//deploy']}\n  helm:\n    releases:\n      - name: web\n        chartPath: charts/web\n        setValueTemplates: {service.type: '{{.TYPE}}'}\n";
        var all = Understand(Chart(("skaffold.yaml", Skaffold))).All;
        Assert.All(all, d => Assert.Empty(d.Problems));
        Assert.Equal(2, all[0].Gaps.Count);
        Assert.Equal("${unknown}", Assert.Single(all[1].Unit!.Services).Spec!.Type!.Value);
    }

    [Fact]
    public void A_template_of_a_whole_map_is_no_path()
    {
        var set = Set($"    - git:\n        repoURL: {Repository}\n        directories: [{{path: apps/*}}]\n", "'{{.path.basename}}'", "'{{.path}}'", "shop");
        var problem = Assert.Single(Understand(("argo/set.yaml", set), ("apps/web/service.yaml", Service("web"))).All.SelectMany(d => d.Problems));
        Assert.Equal("path is a map of parameters, not a text|write '{{.path.path}}'", $"{problem.Message}|{problem.Help}");
    }

    [Theory]
    [InlineData("${a}", "Value")]
    [InlineData("${a^^}-${a,,}-${a,}", "VALUE-value-value")]
    [InlineData("${b^}", "Two words")]
    [InlineData("${a:1}", "alue")]
    [InlineData("${a:0:3}", "Val")]
    [InlineData("${a:3:30}", "ue")]
    [InlineData("${#a}", "5")]
    [InlineData("${a#Va}", "lue")]
    [InlineData("${a%%ue}", "Val")]
    [InlineData("${a/l/L}", "VaLue")]
    [InlineData("${b//o/0}", "tw0 w0rds")]
    [InlineData("${b/#two/2}", "2 words")]
    [InlineData("${b/%words/w}", "two w")]
    [InlineData("${none}", "")]
    [InlineData("${none:=x}", "x")]
    [InlineData("${none:-${a}}", "Value")]
    [InlineData("${empty:=x}", "x")]
    [InlineData("${empty=x}", "")]
    [InlineData("$${a}", "${a}")]
    [InlineData("${a#V*}", "${a#V*}")]
    public void Variables_of_Flux_have_functions(string written, string expected)
    {
        var kustomization = Kustomization("web", "./web", "  postBuild:\n    substitute: {a: Value, b: two words, empty: ''}\n");
        var set = Understand(("clusters/main/web.yaml", Source + kustomization), ("web/config.yaml", $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: web, namespace: shop}}\ndata:\n  text: '{written}'\n"));
        Assert.Equal(expected, Assert.Single(set.All[0].Unit!.Objects).Node!["data"] is YamlMapping data ? (data["text"] as YamlScalar)?.Value : null);
    }

    [Fact]
    public void Without_a_variable_nothing_is_substituted_and_common_metadata_is_set()
    {
        var kustomization = Kustomization("web", "./web", "  postBuild: {}\n  commonMetadata:\n    labels: {team: shop}\n    annotations: {owner: me}\n");
        var set = Understand(("clusters/main/web.yaml", Source + kustomization), ("web/service.yaml", Service("${name:=web}")));
        var service = Assert.Single(set.All[0].Unit!.Services);
        Assert.Equal("${name:=web} shop me", $"{service.Name} {service.Metadata.Labels?["team"]} {service.Metadata.Annotations?["owner"]}");
    }

    [Fact]
    public void Text_around_a_variable_is_judged_where_all_of_it_is_known()
    {
        const string Client = "apiVersion: v1\nkind: Pod\nmetadata: {name: client, namespace: shop}\nspec:\n  containers:\n    - name: main\n      image: registry.example.com/client:1\n      env:\n        - name: BACKEND_URL\n          value: http://${backend}.shop:8081\n";
        IReadOnlyList<Finding> Of(string variables) => Lint(("clusters/main/web.yaml", Source + Kustomization("web", "./web", variables)), ("web/client.yaml", Client), ("web/service.yaml", Service("web").Replace("name: web\n", "name: web\n  namespace: shop\n", StringComparison.Ordinal)));
        Assert.Contains(Of("  postBuild:\n    substitute: {backend: web}\n"), f => f.Rule.Id == "SVC2020");
        Assert.DoesNotContain(Of("  postBuild:\n    substituteFrom: [{kind: Secret, name: unknown}]\n"), f => f.Rule.Id == "SVC2020");
    }

    [Fact]
    public void Kustomizations_that_wait_for_one_another_are_told()
    {
        var one = Source + Kustomization("one", "./web", "  dependsOn: [{name: two}]\n");
        var set = Understand(("clusters/main/one.yaml", one), ("clusters/main/two.yaml", Kustomization("two", "./api", "  dependsOn: [{name: one}]\n")), ("web/service.yaml", Service("web")), ("api/service.yaml", Service("api")));
        Assert.Equal("Kustomization two depends on Kustomization one, which depends on it", Assert.Single(set.All.SelectMany(d => d.Problems)).Message);
        set = Understand(("clusters/main/one.yaml", one), ("clusters/main/two.yaml", Kustomization("two", "./api")), ("web/service.yaml", Service("web")), ("api/service.yaml", Service("api")));
        Assert.Empty(set.All.SelectMany(d => d.Problems));
    }

    [Fact]
    public void A_webhook_may_wait_for_its_client_by_way_of_another()
    {
        const string Webhook = "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: widgets}\nwebhooks:\n  - name: a.example.com\n    rules: [{apiGroups: [example.com], apiVersions: [v1], operations: [CREATE], resources: [widgets]}]\n    clientConfig: {service: {name: op, namespace: op}}\n";
        IReadOnlyList<Finding> Of(string last) => Lint(
            ("clusters/main/a.yaml", Source + Kustomization("op", "./op", "  dependsOn: [{name: mid}]\n")), ("clusters/main/b.yaml", Kustomization("mid", "./mid", $"  dependsOn: [{{name: {last}}}]\n")),
            ("clusters/main/c.yaml", Kustomization("wi", "./wi")), ("clusters/main/d.yaml", Kustomization("no", "./no")),
            ("op/hook.yaml", Webhook), ("mid/service.yaml", Service("mid")), ("no/service.yaml", Service("no")), ("wi/widget.yaml", "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: one, namespace: shop}\n"));
        Assert.Contains(Of("wi"), f => f.Rule.Id == "SVC2108");
        Assert.DoesNotContain(Of("no"), f => f.Rule.Id == "SVC2108");
    }

    [Fact]
    public void A_slip_in_a_name_of_another_applications_Service_is_told()
    {
        const string Pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: client}\nspec:\n  containers:\n    - name: main\n      image: registry.example.com/client:1\n      env:\n        - name: CACHE_URL\n          value: http://cachee.data.svc:80\n";
        IReadOnlyList<Finding> Of(string pod) => Lint(("argo/client.yaml", Application("client", "client", "shop")), ("argo/cache.yaml", Application("cache", "cache", "data")), ("client/pod.yaml", pod), ("cache/service.yaml", Service("cache")));
        Assert.Contains(Of(Pod), f => f.Rule.Id is "SVC2104" or "SVC2020" or "SVC2026" && f.Message.Contains("'cache'", StringComparison.Ordinal));
        Assert.DoesNotContain(Of(Pod.Replace("cachee", "cache", StringComparison.Ordinal)), f => f.Message.Contains("cache", StringComparison.Ordinal) && f.Rule.Id is "SVC2104");
        Assert.DoesNotContain(Of(Pod.Replace("cachee", "queue", StringComparison.Ordinal)), f => f.Rule.Id == "SVC2104");
    }

    [Theory]
    [InlineData("    - list: {elements: [{a: b}]}\n", "'{{ .a | nofunc }}'", "nofunc not defined")]
    [InlineData("    - matrix: {generators: [{list: {elements: [{a: b}]}}]}\n", "'{{ .a }}'", "a matrix has two generators, not one")]
    [InlineData("    - lists: {elements: [{a: b}]}\n", "'{{ .a }}'", "generator 'lists' is none that Argo CD has")]
    public void What_Argo_CD_refuses_is_told(string generators, string name, string message) =>
        Assert.Contains(message, Assert.Single(Understand(("argo/set.yaml", Set(generators, name, "web", "shop")), ("web/service.yaml", Service("web"))).All.SelectMany(d => d.Problems)).Message.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);

    [Fact]
    public void A_release_in_a_target_namespace_has_a_longer_name()
    {
        const string Pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: client, namespace: shop}\nspec:\n  containers:\n    - name: main\n      image: registry.example.com/client:1\n      env:\n        - name: BACKEND_URL\n          value: http://web.shop:80\n";
        IReadOnlyList<Finding> Of(string more) => Lint(Chart(("clusters/main/web.yaml", Source + Release("web", "flux-system", "  targetNamespace: shop\n" + more) + "---\n" + Kustomization("client", "./client")), ("client/pod.yaml", Pod)));
        var finding = Assert.Single(Of(""), f => f.Rule.Id == "SVC2104");
        Assert.Equal("'BACKEND_URL' needs Service web, but HelmRelease flux-system/web is installed as shop-web", finding.Message);
        Assert.DoesNotContain(Of("  releaseName: web\n"), f => f.Rule.Id == "SVC2104");

        // The other way round.
        var without = Lint(Chart(("clusters/main/web.yaml", Source + Release("web", "flux-system", "") + "---\n" + Kustomization("client", "./client")), ("client/pod.yaml", Pod.Replace("web.shop", "shop-web.shop", StringComparison.Ordinal))));
        Assert.Equal("set spec.targetNamespace: shop, or name the Service web", Assert.Single(without, f => f.Rule.Id == "SVC2104").Help);
    }

    [Fact]
    public void A_chart_that_a_HelmChart_names_is_rendered()
    {
        var release = Release("web", "shop", "  chartRef: {kind: HelmChart, name: web, namespace: flux-system}\n", chart: "");
        const string Made = "---\napiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmChart\nmetadata: {name: web, namespace: flux-system}\nspec:\n  chart: ./charts/web\n  sourceRef: {kind: GitRepository, name: flux-system}\n";
        Assert.Single(Understand(Chart(("clusters/main/web.yaml", Source + release + Made))).All[0].Unit!.Services);
    }

    [Fact]
    public void A_helmfile_is_put_together_from_bases_templates_and_other_helmfiles()
    {
        var files = Chart(
            ("helmfile.yaml", "bases: [base/environments.yaml, base/defaults.yaml]\n---\nreleases:\n  - name: one\n    inherit: [{template: web}]\n  - name: extra\n    condition: extra.enabled\n    inherit: [{template: web}]\n  - name: two\n    installed: false\n    inherit: [{template: web}]\nhelmfiles:\n  - path: sub/more.yaml\n    selectors: [tier=front]\n"),
            ("base/environments.yaml", "environments:\n  prod:\n    values: [prod.yaml.gotmpl]\n"),
            ("base/defaults.yaml", "templates:\n  web:\n    chart: ./charts/web\n    namespace: 'ns-{{`{{ .Release.Name }}`}}'\n    missingFileHandler: Warn\n    values:\n      - gone.yaml\n      - service: {port: 90}\n"),
            ("prod.yaml.gotmpl", "extra: {enabled: {{ eq .Environment.Name \"dev\" }}}\n"),
            ("sub/more.yaml", "releases:\n  - {name: three, chart: ../charts/web, namespace: shop, labels: {tier: front}, set: [{name: service.type, value: NodePort}]}\n  - {name: four, chart: ../charts/web, namespace: shop, labels: {tier: back}}\n"));
        var all = Understand(files).All;
        Assert.Equal(["one prod", "three prod"], all.Select(d => $"{d.Name} {d.Cluster.Name}"));
        Assert.Equal("90 NodePort", $"{all[0].Unit!.Services[0].Spec!.Ports![0]!.Port!.Value} {all[1].Unit!.Services[0].Spec!.Type!.Value}");
        Assert.Empty(all.SelectMany(d => d.Problems));
    }

    [Theory]
    [InlineData("helmfile.d/apps.yaml.gotmpl", "releases:\n  - name: web\n    chart: ../charts/web\n    installed: {{ requiredEnv \"WEB\" }}\n    values: [web.yaml]\n", "web.yaml", false)]
    [InlineData("helmfile.yaml", "releases:\n  - name: web\n    chart: ./charts/web\n    namespace: {{ env \"NS\" | default \"shop\" }}\n    values: [web.yaml]\n", "gone", false)]
    [InlineData("helmfile.yaml", "releases:\n  - name: web\n    chart: ./charts/web\n    version: {{ exec \"git\" (list \"describe\") }}\n", "gone", false)]
    [InlineData("other/helmfile.yaml", "releases:\n  - name: web\n    chart: ./charts/web\n    namespace: {{ env \"NS\" }}\n", "gone", true)]
    [InlineData("helmfile.yaml", "releases:\n  - name: web\n    chart: ./charts/web\n    namespace: {{ env \"NS\" }}\n", "{{ if }}", true)]
    public void A_chart_whose_values_an_unread_helmfile_gives_is_not_judged_by_its_defaults(string path, string helmfile, string place, bool isSaid)
    {
        var template = place == "{{ if }}" ? "{{ if }}" : "{{ .Values.ports.web.number }}";
        var files = Chart((path, helmfile)).Where(f => !f.Item1.EndsWith("templates/web.yaml", StringComparison.Ordinal)).Append(("charts/web/templates/web.yaml", Template + "---\n# " + template + "\n")).ToArray();
        var folder = path.StartsWith("helmfile.d", StringComparison.Ordinal) ? "helmfile.d/" : "";
        files = [.. files.Select(f => (folder.Length > 0 && f.Item1.StartsWith("charts/", StringComparison.Ordinal) ? folder + f.Item1 : f.Item1, f.Item2.Replace("../charts", "charts", StringComparison.Ordinal)))];
        Assert.Contains(Understand(files).All, d => d.Gaps.Any(g => g.Reason.Length > 0));
        Assert.Equal(isSaid, Lint(files).Any(f => f.Rule.Id is "SVC0010" or "SVC0011"));
    }

    [Fact]
    public void What_a_release_needs_is_a_release()
    {
        const string Releases = "releases:\n  - {name: storefront, namespace: shop, chart: ./charts/web}\n  - {name: api, namespace: shop, chart: ./charts/web, needs: [shop/NAME]}\n";
        Assert.Equal("release 'shop/storefornt' in needs is not defined; did you mean 'shop/storefront'?", Assert.Single(Lint(Chart(("helmfile.yaml", Releases.Replace("NAME", "storefornt", StringComparison.Ordinal)))), f => f.Rule.Id == "SVC2111").Message);
        Assert.DoesNotContain(Lint(Chart(("helmfile.yaml", Releases.Replace("NAME", "storefront", StringComparison.Ordinal)))), f => f.Rule.Id == "SVC2111");
    }

    [Fact]
    public void A_bundle_of_Fleet_forces_its_namespace_and_differs_by_cluster()
    {
        var bundle = Understand(
            ("web/fleet.yaml", "namespace: forced\ntargetCustomizations:\n  - name: prod\n    clusterName: prod-1\n    defaultNamespace: x\n  - name: none\n    doNotDeploy: true\n"),
            ("web/service.yaml", Service("web").Replace("name: web\n", "name: web\n  namespace: other\n", StringComparison.Ordinal)),
            ("web/overlays/prod/service.yaml", Service("prod")));
        Assert.Equal(["web forced", "web (prod) forced"], bundle.All.Select(d => $"{d.Name} {Assert.Single(d.Unit!.Services).Namespace}"));
        Assert.Equal("prod-1", bundle.All[1].Cluster.Name);
        Assert.False(bundle.All[0].Cluster.IsKnown);
    }

    [Fact]
    public void Tiltfiles_name_charts_and_variables()
    {
        var files = Chart(("Tiltfile", "yaml = helm(\n  'charts/web',\n  name='shop',\n  namespace=\"dev\",\n  set=['service.port=81'],\n)\nk8s_yaml(yaml)\nif config.tilt_subcommand == 'up':\n    k8s_yaml('more.yaml')\n"));
        var all = Understand(files).All;
        var service = Assert.Single(all[1].Unit!.Services);
        Assert.Equal("shop 81", $"{service.Name} {service.Spec!.Ports![0]!.Port!.Value}");
        Assert.Empty(all[1].Gaps);
        Assert.Equal("what k8s_yaml under a condition(…) gives is not followed", Assert.Single(all[0].Gaps).Reason);
    }

    // Keys, patterns and parts of texts are no files.
    [Theory]
    [InlineData("values=['a.yaml', settings.get('own')]", "a.yaml", false)]
    [InlineData("values=[settings['own'], 'a.yaml']", "a.yaml", false)]
    [InlineData("values=['values-' + env + '.yaml']", "", false)]
    [InlineData("values='values-%s.yaml' % env", "", false)]
    [InlineData("values=['values-{}.yaml'.format(env)]", "", false)]
    [InlineData("values=[f'values-{env}.yaml']", "", false)]
    [InlineData("values=[\n    'a.yaml', # not 'b.yaml'\n    'c.yaml',\n]", "a.yaml c.yaml", true)]
    public void A_Tiltfile_names_files_by_plain_strings_alone(string values, string files, bool isPlain)
    {
        var call = Assert.Single(TiltCall.Find(new SourceText("Tiltfile", $"k8s_yaml(helm('charts/web', {values}))\n")));
        Assert.Equal("charts/web", Assert.Single(call.Texts).Value);
        Assert.Equal(files, string.Join(" ", call.Named("values").Select(v => v.Value)));
        Assert.Equal(isPlain, call.IsPlain);
    }

    [Fact]
    public void Each_source_of_a_Tiltfile_goes_where_it_is_sent()
    {
        var all = Understand(Chart(("Tiltfile", "\nk8s_yaml('plain.yaml')\nk8s_yaml(helm('charts/web', name='one', namespace='a'))\nk8s_yaml(helm('./charts/web'))\n"), ("plain.yaml", Service("plain")))).All;
        Assert.Equal(["Tiltfile Tiltfile plain ", "release a/one one a", "release chart chart "], all.Select(d => $"{d.Title} {Assert.Single(d.Unit!.Services).Name} {d.Unit.Services[0].Namespace}"));
        Assert.Equal([2, 3, 4], all.Select(d => d.Span.StartPosition.Line));
    }

    [Fact]
    public void A_profile_of_Skaffold_is_deployed_in_the_stead_of_the_others()
    {
        const string Skaffold = "apiVersion: skaffold/v4beta6\nkind: Config\nmetadata: {name: shop}\nmanifests:\n  rawYaml: [a.yaml]\ndeploy: {kubectl: {}, kubeContext: dev}\nprofiles:\n"
            + "  - name: prod\n    manifests: {rawYaml: [b.yaml]}\n    deploy: {kubeContext: prod}\n  - name: other\n    patches: [{path: /manifests/rawYaml/0, value: b.yaml}]\n"
            + "  - name: push\n    build: {local: {push: false}}\n  - name: slip\n    patches: [{op: remove, path: /deploy/helm/releases/0}]\n";
        var files = new[] { ("skaffold.yaml", Skaffold), ("a.yaml", Service("a", 30080)), ("b.yaml", Service("b", 30080)) };
        var all = Understand(files).All;
        Assert.Equal(["shop a dev", "shop (prod) b prod", "shop (other) b dev", "shop (slip)  unknown"], all.Select(d => $"{d.Name} {d.Unit?.Services.Select(s => s.Name).SingleOrDefault()} {d.Cluster.Name}"));
        Assert.Equal("patches of a profile that do not fit", Assert.Single(all[3].Gaps).Reason);
        Assert.DoesNotContain(Lint(files), f => f.Rule.Id == "SVC2106");
    }

    [Fact]
    public void Overlays_of_a_bundle_replace_files_add_to_them_and_patch_them()
    {
        var bundle = Understand(
            ("web/fleet.yaml", "targetCustomizations:\n  - name: prod\n    yaml: {overlays: [prod, gone]}\n"),
            ("web/a.yaml", Service("a")), ("web/b.yaml", Service("b")),
            ("web/overlays/prod/a.yaml", Service("replaced")), ("web/overlays/prod/b_patch.yaml", "spec: {type: LoadBalancer}\n"), ("web/overlays/prod/c.yaml", Service("c")));
        Assert.Equal(["a b", "b c replaced"], bundle.All.Select(d => string.Join(" ", d.Unit!.Services.Select(s => s.Name).Order(StringComparer.Ordinal))));
        Assert.Equal("LoadBalancer", bundle.All[1].Unit!.Services.Single(s => s.Name == "b").Spec!.Type!.Value);
        Assert.Equal("overlay gone, which has no folder", Assert.Single(bundle.All[1].Gaps).Reason);
    }

    [Fact]
    public void A_bundle_with_a_chart_is_that_chart()
    {
        var bundle = Understand(
            ("web/fleet.yaml", "defaultNamespace: shop\n"), ("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 0.1.0\n"), ("web/values.yaml", "service: {type: ClusterIP, port: 80}\n"), ("web/templates/web.yaml", Template));
        Assert.Equal("shop", Assert.Single(Assert.Single(bundle.All).Unit!.Services).Namespace);
    }

    [Fact]
    public void Patches_of_a_release_are_laid_over_what_its_chart_renders()
    {
        const string Releases = "releases:\n  - name: web\n    namespace: shop\n    chart: ./charts/web\n    strategicMergePatches:\n      - {apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: LoadBalancer}}\n      - more.yaml\n"
            + "    jsonPatches:\n      - target: {version: v1, kind: Service, name: web}\n        patch: [{op: replace, path: /spec/ports/0/port, value: 81}]\n";
        var deployment = Assert.Single(Understand(Chart(("helmfile.yaml", Releases), ("more.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {sessionAffinity: ClientIP}\n"))).All);
        var spec = Assert.Single(deployment.Unit!.Services).Spec!;
        Assert.Equal("LoadBalancer ClientIP 81", $"{spec.Type!.Value} {spec.SessionAffinity!.Value} {spec.Ports![0]!.Port!.Value}");
        Assert.Empty(deployment.Gaps);

        var unknown = Assert.Single(Understand(Chart(("helmfile.yaml", "releases:\n  - name: web\n    chart: ./charts/web\n    strategicMergePatches: [gone.yaml]\n    jsonPatches: [{target: {kind: Service}}]\n    transformers: [{kind: X}]\n"))).All);
        Assert.Equal(["transformers", "a JSON patch that is not followed", "a patch that is not followed"], unknown.Gaps.Select(g => g.Reason));
    }

    [Fact]
    public void Templates_of_a_release_read_files_of_the_repository()
    {
        var files = Chart(
            ("boot/helmfile/apps.yaml", "bases: [base.yaml]\ndefaultInherit: default\nreleases:\n  - name: web\n    namespace: shop\n    hooks: [{command: echo, args: ['{{ .Release.Name }}']}]\n"),
            ("boot/helmfile/base.yaml", "templates:\n  default:\n    chart: '{{ (fromYaml (readFile \"../charts.yaml\")).web }}'\n    values: [values/web.yaml.gotmpl]\n"),
            ("boot/helmfile/values/web.yaml.gotmpl", "{{ if isFile \"gone.yaml\" }}service: {port: 1}{{ else }}{{ (fromYaml (readFile \"../../release.yaml\")).spec.values | toYaml }}{{ end }}\n"),
            ("boot/charts.yaml", "web: ../../charts/web\n"), ("boot/release.yaml", "spec: {values: {service: {port: 83}}}\n"));
        var deployment = Assert.Single(Understand(files).All);
        Assert.Empty(deployment.Gaps);
        Assert.Equal("shop 83", $"{deployment.Unit!.Services[0].Namespace} {deployment.Unit.Services[0].Spec!.Ports![0]!.Port!.Value}");
    }

    [Fact]
    public void What_a_kustomization_leaves_out_goes_to_no_known_cluster()
    {
        var all = Understand(
            ("flux/main.yaml", Source + Kustomization("main", "./crds")),
            ("crds/kustomization.yaml", "resources: [in.yaml]\n"), ("crds/in.yaml", Kustomization("in", "./web")),
            ("crds/out/kustomization.yaml", "resources: [out.yaml]\n"), ("crds/out/out.yaml", Kustomization("out", "./web")), ("web/service.yaml", Service("web"))).All;
        Assert.Equal(["main True", "in True", "out False"], all.Select(d => $"{d.Name} {d.Cluster.IsKnown}"));
    }

    [Fact]
    public void A_slip_in_the_kind_of_an_application_leaves_open_what_it_deploys()
    {
        var deployment = Assert.Single(Understand(("clusters/prod/web.yaml", Source + Kustomization("web", "./web").Replace("kind: Kustomization\n", "kind: Kustomizaton\n", StringComparison.Ordinal)), ("web/service.yaml", Service("web"))).All);
        Assert.Equal("Kustomization/flux-system/web: no API has kind 'Kustomizaton'; Kustomization may be meant", $"{deployment.UnitName}: {Assert.Single(deployment.Gaps).Reason}");
        Assert.Null(deployment.Unit);
    }

    // Skaffold's own rule: relative to where it is started; only files that another one requires are relative to themselves.
    [Theory]
    [InlineData("deploy/skaffold/skaffold.yaml", "deploy/k8s/web.yaml", "deploy/k8s/web.yaml", null)]
    [InlineData("deploy/skaffold/skaffold.yaml", "k8s/web.yaml", "deploy/skaffold/k8s/web.yaml", null)]
    [InlineData("deploy/skaffold/skaffold.yaml", "k8s/*.yaml", "deploy/k8s/web.yaml", null)]
    [InlineData("deploy/skaffold/skaffold.yaml", "./k8s/web.yaml", "deploy/k8s/web.yaml", null)]
    [InlineData("deploy/skaffold/skaffold.yaml", "k8s/web.yaml", "other/k8s/web.yaml", "path 'k8s/web.yaml' does not exist")]
    [InlineData("skaffold.yaml", "k8s/web.yaml", "other/k8s/web.yaml", "path 'k8s/web.yaml' does not exist; there is 'other/k8s/web.yaml'")]
    public void Paths_of_Skaffold_begin_where_it_is_started(string file, string written, string place, string? problem)
    {
        var all = Understand((place, Service("web")), (file, $"apiVersion: skaffold/v4beta6\nkind: Config\nmanifests: {{rawYaml: ['{written}']}}\n")).All;

        Assert.Equal(problem, all.SelectMany(d => d.Problems).SingleOrDefault()?.Message);
        Assert.Equal(problem is null ? 1 : 0, all[0].Unit?.Services.Count ?? 0);
    }

    [Theory]
    [InlineData("local/values.dev.yaml", "/local/values.dev.yaml", true)]
    [InlineData("local/values.dev.yaml", "*.dev.yaml", true)]
    [InlineData("local/values.dev.yaml", "local/", true)]
    [InlineData("local/values.dev.yaml", "# local/\nvalues.prod.yaml", false)]
    [InlineData("local/values.dev.yaml", "local/*\n!local/values.dev.yaml", false)]
    [InlineData("local/values.dev.yaml", "values.dev.yaml/", false)]
    public void A_values_file_that_gitignore_names_is_not_missing(string file, string ignored, bool isMade)
    {
        var all = Understand(Chart((".gitignore", ignored + "\n"), ("skaffold.yaml", $"apiVersion: skaffold/v4beta6\nkind: Config\ndeploy: {{helm: {{releases: [{{name: web, chartPath: charts/web, valuesFiles: ['{file}']}}]}}}}\n"))).All;

        Assert.Equal(isMade ? [] : [$"values file '{file}' does not exist"], all.SelectMany(d => d.Problems).Select(p => p.Message));
        Assert.False(all[0].Unit?.IsFullyKnown ?? false);
    }

    [Fact]
    public void Older_forms_of_Skaffold_are_read()
    {
        var files = Chart(("k8s/web.yaml", Service("plain")), ("skaffold.yaml", "apiVersion: skaffold/v2beta29\nkind: Config\nmetadata: {name: shop}\ndeploy:\n  kubectl: {}\n  helm:\n    releases:\n      - {name: web, chartPath: charts/web, namespace: dev, overrides: {service: {port: 81}}}\n      - {name: far, remoteChart: far/away}\nprofiles:\n  - name: ci\n    deploy: {}\n"));
        var all = Understand(files).All;
        Assert.Equal(["shop plain", "web web", "far "], all.Select(d => $"{d.Name} {d.Unit?.Services.Select(s => s.Name).SingleOrDefault()}"));
        Assert.Empty(all[0].Gaps);
        Assert.Equal("chart far/away is not in this repository", Assert.Single(all[2].Gaps).Reason);
    }

    [Fact]
    public void A_chart_that_an_application_installs_is_not_judged_alone()
    {
        var files = Chart(("argo/web.yaml", Application("web", "charts/web", "shop", "    helm:\n      valueFiles: [$other/values.yaml]\n      values: 'service: {port: 0}'\n")));
        var units = Linter.Understand([.. files.Select(f => Linter.Parse(new SourceText(f.Item1, f.Item2)))], Options(files)).Units;
        Assert.DoesNotContain(units, u => u.Kind == UnitKind.Chart);
    }

    private static DeploymentSet Understand(params (string, string)[] files) => Linter.Understand([.. files.Select(f => Linter.Parse(new SourceText(f.Item1, f.Item2)))], Options(files)).Deployments;

    private static IReadOnlyList<Finding> Lint(params (string, string)[] files) => Linter.Lint([.. files.Select(f => Linter.Parse(new SourceText(f.Item1, f.Item2)))], Options(files)).Findings;

    private static LintOptions Options(IReadOnlyList<(string Path, string Text)> files)
    {
        var options = new LintOptions { Configuration = LintConfiguration.Default };
        var input = ChartInput.Of(files.ToDictionary(f => f.Path, f => new SourceText(f.Path, f.Text), StringComparer.Ordinal), options);
        return options with { Rendered = ChartUnits.Render(input), Engine = new ReleaseEngine(() => input) };
    }

    private static (string, string)[] Chart(params (string, string)[] more) =>
        [("charts/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 0.1.0\n"), ("charts/web/values.yaml", "service: {type: ClusterIP, port: 80}\n"), ("charts/web/templates/web.yaml", Template), .. more];

    private static string Service(string name, int? nodePort = null) =>
        $"apiVersion: v1\nkind: Service\nmetadata:\n  name: {name}\nspec:\n  type: {(nodePort is null ? "ClusterIP" : "NodePort")}\n  selector: {{app: web}}\n  ports:\n    - port: 80\n{(nodePort is null ? "" : $"      nodePort: {nodePort}\n")}";

    private static string Kustomization(string name, string path, string more = "") =>
        $"apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {{name: {name}, namespace: flux-system}}\nspec:\n  path: {path}\n  sourceRef: {{kind: GitRepository, name: flux-system}}\n{more}";

    private static string Release(string name, string @namespace, string more, string chart = "  chart:\n    spec:\n      chart: ./charts/web\n      sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}\n") =>
        $"apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {{name: {name}, namespace: {@namespace}}}\nspec:\n{chart}{more}";

    private static string Application(string name, string path, string @namespace, string more = "") =>
        $"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: {name}\n  namespace: argocd\nspec:\n  source:\n    repoURL: {Repository}\n    path: {path}\n{more}  destination:\n    server: https://kubernetes.default.svc\n    namespace: {@namespace}\n";

    private static string Set(string generators, string name, string path, string @namespace) =>
        $"apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: all\n  namespace: argocd\nspec:\n  goTemplate: true\n  goTemplateOptions: [missingkey=error]\n  generators:\n{generators}  template:\n    metadata: {{name: {name}}}\n    spec:\n      source: {{repoURL: {Repository}, path: {path}}}\n      destination: {{server: https://kubernetes.default.svc, namespace: {@namespace}}}\n";
}
