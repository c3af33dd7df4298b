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

    [Fact]
    public void What_moves_with_all_that_needs_it_is_silent()
    {
        using var scratch = Shop();
        Directory.Move(scratch["k8s"], scratch["deploy"]);

        Assert.Empty(scratch.Lint("--since", "HEAD", "--format", "json").Places);
    }
}
