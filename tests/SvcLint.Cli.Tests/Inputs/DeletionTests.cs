namespace SvcLint.Cli.Tests.Inputs;

/// <summary>What a change deletes or renames, and what stays and needs it: by revision and by scope, with a real git.</summary>
public sealed class DeletionTests
{
    private const string Ingress =
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: shop
        spec:
          defaultBackend:
            service:
              name: web
              port: { number: 80 }

        """;

    private static Scratch Shop()
    {
        var scratch = new Scratch();
        return scratch
            .Write("k8s/svc.yaml", Manifests.Service("web", "http"))
            .Write("k8s/deploy.yaml", Manifests.Deployment("web", "http"))
            .Write("k8s/ingress.yaml", Ingress)
            .Commit();
    }

    private static void Expect(Scratch scratch, string deleted, params string[] places)
    {
        Assert.Equal(places, scratch.Lint("--since", "HEAD", "--format", "json").Places);
        Assert.Equal(places, scratch.Lint("--scope", deleted, "--format", "json").Places);
    }

    [Fact]
    public void A_deleted_Service_speaks_at_the_reference_with_the_deleted_line_beside_it()
    {
        using var scratch = Shop();
        File.Delete(scratch["k8s/svc.yaml"]);

        Expect(scratch, "k8s/svc.yaml", "k8s/ingress.yaml:8 SVC2120");
        Assert.Contains("k8s/svc.yaml:4:9", scratch.Lint("--since", "HEAD").Output);
    }

    [Theory]
    [InlineData("k8s/deploy.yaml", "k8s/svc.yaml:6 SVC2121")]
    [InlineData("k8s/svc.yaml", "k8s/ingress.yaml:8 SVC2120")]
    public void A_file_that_git_tracks_no_more_is_deleted_though_it_lies_there(string path, string place)
    {
        using var scratch = Shop();
        scratch.Git("rm", "-q", "--cached", path);

        Assert.Equal([place], scratch.Lint("--since", "HEAD", "--format", "json").Places);
        Assert.Contains($"{path} is no longer tracked by git: it is judged as deleted", scratch.Lint("--since", "HEAD").Error, StringComparison.Ordinal);
        Assert.Empty(scratch.Git("add", path).Lint("--since", "HEAD", "--format", "json").Places);
    }

    [Fact]
    public void A_kustomization_does_not_find_a_file_that_git_tracks_no_more()
    {
        using var scratch = Shop();
        scratch.Write("k8s/kustomization.yaml", "resources: [svc.yaml, deploy.yaml]\n").Commit().Git("rm", "-q", "--cached", "k8s/deploy.yaml");

        Assert.Contains("k8s/kustomization.yaml:1 SVC2123", scratch.Lint("--since", "HEAD", "--format", "json").Places);
    }

    [Theory]
    [InlineData("monitor.yaml", "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: web}\nspec: {selector: {matchLabels: {app: web}}, endpoints: [{port: http}]}\n", "svc.yaml", 4)]
    [InlineData("hpa.yaml", "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {scaleTargetRef: {kind: Deployment, name: web}, maxReplicas: 3}\n", "deploy.yaml", 4)]
    public void What_needs_a_deleted_object_speaks(string name, string yaml, string deleted, int line)
    {
        using var scratch = new Scratch();
        scratch.Write("k8s/svc.yaml", Manifests.Service("web", "http").Replace("metadata:\n  name: web", "metadata:\n  labels: {app: web}\n  name: web", StringComparison.Ordinal))
            .Write("k8s/deploy.yaml", Manifests.Deployment("web", "http")).Write("k8s/" + name, yaml).Commit();
        File.Delete(scratch[$"k8s/{deleted}"]);

        Assert.Contains($"k8s/{name}:{line} SVC2146", scratch.Lint("--since", "HEAD", "--format", "json").Places);
        Assert.Contains($"k8s/{name}:{line} SVC2146", scratch.Lint("--scope", $"k8s/{deleted}", "--format", "json").Places);
    }

    [Fact]
    public void A_deleted_Deployment_speaks_at_the_selector()
    {
        using var scratch = Shop();
        File.Delete(scratch["k8s/deploy.yaml"]);

        Expect(scratch, "k8s/deploy.yaml", "k8s/svc.yaml:6 SVC2121");
    }

    [Fact]
    public void A_renamed_Service_speaks_at_the_reference_and_is_repaired_there()
    {
        using var scratch = Shop();
        scratch.Write("k8s/svc.yaml", scratch.Read("k8s/svc.yaml").Replace("name: web", "name: storefront"));

        Expect(scratch, "k8s/svc.yaml", "k8s/ingress.yaml:8 SVC2120");
        scratch.Lint("--since", "HEAD", "--fix", "--unsafe-fixes");
        Assert.Contains("name: storefront", scratch.Read("k8s/ingress.yaml"));
    }

    [Fact]
    public void A_deleted_ConfigMap_speaks_at_the_workload()
    {
        using var scratch = Shop();
        scratch
            .Write("k8s/config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { A: b }\n")
            .Write("k8s/deploy.yaml", Manifests.Deployment("web", "http") + "          envFrom: [{ configMapRef: { name: web } }]\n")
            .Commit();
        File.Delete(scratch["k8s/config.yaml"]);

        Expect(scratch, "k8s/config.yaml", "k8s/deploy.yaml:18 SVC2122");
    }

    [Fact]
    public void A_deleted_file_speaks_in_the_kustomization_that_lists_it()
    {
        using var scratch = Shop();
        scratch.Write("k8s/kustomization.yaml", "resources:\n  - svc.yaml\n  - deploy.yaml\n  - ingress.yaml\nconfigMapGenerator:\n  - name: app\n    files: [app.conf]\n").Write("k8s/app.conf", "a = b\n").Commit();
        File.Delete(scratch["k8s/app.conf"]);

        Expect(scratch, "k8s/app.conf", "k8s/kustomization.yaml:7 SVC2123");
    }

    [Fact]
    public void A_deleted_template_speaks_in_the_templates_that_stay()
    {
        using var scratch = new Scratch();
        scratch
            .Write("chart/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n")
            .Write("chart/templates/svc.yaml", "{{- if true }}\n" + Manifests.Service("web", "http") + "{{- end }}\n")
            .Write("chart/templates/deploy.yaml", Manifests.Deployment("web", "http"))
            .Write("chart/templates/ingress.yaml", Ingress)
            .Commit();
        File.Delete(scratch["chart/templates/svc.yaml"]);

        Expect(scratch, "chart/templates/svc.yaml", "chart/templates/ingress.yaml:8 SVC2120");
        Assert.Contains("chart/templates/svc.yaml:5:9", scratch.Lint("--since", "HEAD").Output);
    }

    /// <summary>A client of web in namespace shop: nothing but its variable, on line 13, names the Service; the workload of the same name stays.</summary>
    private static Scratch Client(string url, string folder = "k8s")
    {
        var scratch = new Scratch();
        return scratch
            .Write($"{folder}/svc.yaml", InShop(Manifests.Service("web", "http")))
            .Write($"{folder}/deploy.yaml", InShop(Manifests.Deployment("web", "http")))
            .Write($"{folder}/client.yaml",
                $$"""
                apiVersion: apps/v1
                kind: Deployment
                metadata: { name: client, namespace: shop }
                spec:
                  selector: { matchLabels: { app: client } }
                  template:
                    metadata: { labels: { app: client } }
                    spec:
                      containers:
                        - name: client
                          image: registry.example.com/client:1.0
                          env:
                            - { name: WEB_URL, value: "{{url}}" }

                """.ReplaceLineEndings("\n"));
    }

    private static string InShop(string manifest) => manifest.Replace("metadata:\n  name: web\n", "metadata:\n  name: web\n  namespace: shop\n");

    [Theory]
    [InlineData("http://web:80")]
    [InlineData("http://web")]
    [InlineData("web:80")]
    [InlineData("http://web.shop:80/api")]
    [InlineData("http://web.shop.svc.cluster.local:80")]
    public void A_deleted_Service_speaks_at_an_address_even_where_a_workload_keeps_the_name(string url)
    {
        using var scratch = Client(url).Commit();
        File.Delete(scratch["k8s/svc.yaml"]);

        Expect(scratch, "k8s/svc.yaml", "k8s/client.yaml:13 SVC2120");
        Assert.Contains("k8s/svc.yaml:4:9", scratch.Lint("--since", "HEAD").Output);
    }

    [Theory]
    [InlineData("http://web.example.com:80")]
    [InlineData("http://web.example:80")]
    [InlineData("http://other:80")]
    [InlineData("http://web.store.svc:80")]
    public void An_address_that_never_led_to_the_deleted_Service_is_silent(string url)
    {
        using var scratch = Client(url).Commit();
        File.Delete(scratch["k8s/svc.yaml"]);

        Expect(scratch, "k8s/svc.yaml");
    }

    [Fact]
    public void A_renamed_Service_speaks_at_an_address_and_is_repaired_there()
    {
        using var scratch = Client("http://web:80").Commit();
        scratch.Write("k8s/svc.yaml", scratch.Read("k8s/svc.yaml").Replace("name: web", "name: storefront"));

        Expect(scratch, "k8s/svc.yaml", "k8s/client.yaml:13 SVC2120");
        scratch.Lint("--since", "HEAD", "--fix", "--unsafe-fixes");
        Assert.Contains("http://storefront:80", scratch.Read("k8s/client.yaml"));
    }

    [Fact]
    public void An_address_in_a_ConfigMap_or_in_a_template_of_a_chart_speaks_too()
    {
        using var scratch = Client("http://other:80", "chart/templates");
        scratch
            .Write("chart/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n")
            .Write("chart/templates/config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: client, namespace: shop }\ndata:\n  WEB_URL: http://web:80\n")
            .Write("chart/templates/client.yaml", scratch.Read("chart/templates/client.yaml").Replace("env:\n            - { name: WEB_URL, value: \"http://other:80\" }", "envFrom: [{ configMapRef: { name: client } }]"))
            .Commit();
        File.Delete(scratch["chart/templates/svc.yaml"]);

        Expect(scratch, "chart/templates/svc.yaml", "chart/templates/config.yaml:5 SVC2120");
    }

    [Fact]
    public void The_base_settings_of_an_application_speak_where_an_address_stands_and_not_where_a_word_does()
    {
        using var scratch = Client("http://other:80")
            .Write("src/a.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>")
            .Write("src/appsettings.json", "{\n  \"Web\": { \"Url\": \"http://web:80\" },\n  \"Host\": \"web\"\n}\n")
            .Commit();
        File.Delete(scratch["k8s/svc.yaml"]);

        Expect(scratch, "k8s/svc.yaml", "src/appsettings.json:2 SVC2120");
    }

    [Fact]
    public void A_Service_that_exists_elsewhere_or_that_an_operator_makes_from_now_on_is_not_gone()
    {
        using var scratch = Client("http://web:80").Commit();
        File.Delete(scratch["k8s/svc.yaml"]);

        scratch.Write("k8s/knative.yaml", "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n");
        Assert.Empty(scratch.Lint("--since", "HEAD", "--format", "json").Places);

        File.Delete(scratch["k8s/knative.yaml"]);
        scratch.Write("svclint.yaml", "external:\n  services: [shop/web]\n");
        Assert.Empty(scratch.Lint("--since", "HEAD", "--format", "json").Places);
    }

    [Fact]
    public void Below_an_overlay_that_renames_a_deleted_Service_speaks_at_the_reference_of_the_base()
    {
        using var scratch = Shop();
        scratch
            .Write("k8s/kustomization.yaml", "resources: [svc.yaml, deploy.yaml, ingress.yaml]\n")
            .Write("prod/kustomization.yaml", "resources: [../k8s]\nnamePrefix: p-\nnamespace: prod\n")
            .Commit();
        File.Delete(scratch["k8s/svc.yaml"]);
        scratch.Write("k8s/kustomization.yaml", "resources: [deploy.yaml, ingress.yaml]\n");

        Assert.Equal(["k8s/ingress.yaml:8 SVC2120"], scratch.Lint("--since", "HEAD", "--format", "json").Places);
        Assert.Contains("Service 'web' is deleted", scratch.Lint("--since", "HEAD").Output);

        scratch.Write("k8s/kustomization.yaml", "resources: [svc.yaml, deploy.yaml, ingress.yaml]\n").Write("k8s/svc.yaml", Manifests.Service("web", "http").Replace("name: web", "name: storefront"));
        Assert.Contains("Service 'web' is renamed to 'storefront'", scratch.Lint("--since", "HEAD").Output);
    }

    [Fact]
    public void A_Service_that_moves_to_another_namespace_is_said_once_and_is_not_deleted()
    {
        using var scratch = Client("http://web:80").Write("k8s/ingress.yaml", Ingress.Replace("name: shop", "name: shop\n  namespace: shop")).Commit();
        scratch.Write("k8s/svc.yaml", scratch.Read("k8s/svc.yaml").Replace("namespace: shop", "namespace: store"));

        var run = scratch.Lint("--since", "HEAD");
        Assert.Equal(["k8s/client.yaml:13 SVC2120", "k8s/ingress.yaml:9 SVC2007", "k8s/svc.yaml:5 SVC2001"], scratch.Lint("--since", "HEAD", "--format", "json").Places);
        Assert.Contains("is moved to namespace store by this change", run.Output);
        Assert.DoesNotContain("is deleted by this change", run.Output);
    }

    [Fact]
    public void What_moves_with_all_that_needs_it_is_silent()
    {
        using var scratch = Shop();
        Directory.Move(scratch["k8s"], scratch["deploy"]);

        Assert.Empty(scratch.Lint("--since", "HEAD", "--format", "json").Places);
    }
}
