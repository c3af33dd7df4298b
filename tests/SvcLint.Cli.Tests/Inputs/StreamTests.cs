namespace SvcLint.Cli.Tests.Inputs;

public sealed class StreamTests
{
    [Fact]
    public void Standard_input_is_one_unit()
    {
        using var scratch = new Scratch();

        var run = scratch.LintInput(Manifests.Both("web", "htpp", "http"), "-", "--format", "json");

        Assert.Equal(["<stdin>:10 SVC2002"], run.Places);
        Assert.Equal("<stdin>", run.Findings[0].GetProperty("units")[0].GetString());
    }

    [Fact]
    public void A_unit_named_on_the_command_line_joins_folders()
    {
        using var scratch = new Scratch();
        scratch.Write("apps/svc.yaml", Manifests.Service("web", "htpp")).Write("base/deploy.yaml", Manifests.Deployment("web", "http"));

        var run = scratch.Lint("--unit", "prod=apps", "--unit", "prod=base", "--format", "json");

        Assert.Equal(["apps/svc.yaml:10 SVC2002"], run.Places);
        Assert.Equal("prod", run.Findings[0].GetProperty("units")[0].GetString());
    }

    [Fact]
    public void A_unit_without_a_path_is_a_usage_error()
    {
        using var scratch = new Scratch();

        var run = scratch.Lint("--unit", "prod");

        Assert.Equal(2, run.Status);
        Assert.Contains("--unit NAME=PATH", run.Error);
    }

    [Fact]
    public void Helm_output_leads_back_to_the_template_and_to_a_line_only_where_that_is_certain()
    {
        using var scratch = new Scratch();
        scratch
            .Write("chart/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n")
            .Write("chart/templates/certain.yaml", "{{- if .Values.on }}\n" + Manifests.Service("web", "htpp") + "{{- end }}\n")
            .Write("chart/templates/values.yaml", Manifests.Service("web2", "{{ .Values.port }}"));
        var rendered =
            "---\n# Source: shop/templates/certain.yaml\n" + Manifests.Service("web", "htpp") +
            "---\n# Source: shop/templates/values.yaml\n" + Manifests.Service("web2", "htpq").Replace("app: web2", "app: web") +
            "---\n# Source: shop/charts/packed/templates/deploy.yaml\n" + Manifests.Deployment("web", "http");

        var run = scratch.LintInput(rendered, "-", "--format", "json");

        // "      targetPort: htpp" stands on line 11 of the one template; the other one makes it from a value.
        Assert.Equal(["chart/templates/certain.yaml:11 SVC2002", "chart/templates/values.yaml:1 SVC2002"], run.Places);
        var notes = run.Findings[1].GetProperty("related").EnumerateArray().Select(r => $"{r.GetProperty("file").GetString()} {r.GetProperty("note").GetString()}");
        Assert.Contains("<stdin> in the rendered stream", notes);
    }
}
