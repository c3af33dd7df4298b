namespace SvcLint.Cli.Tests.Commands;

public sealed class UpgradeTests
{
    private const string Service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  externalIPs: [010.1.2.3]\n  selector: {app: web}\n  ports:\n  - port: 80\n";

    [Fact]
    public void What_is_refused_deprecated_and_planned_on_the_way_is_told_with_its_version()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Service);

        var run = scratch.Lint("--kubernetes-version", "1.31", "--upgrade-to", "1.43", "--format", "msbuild");

        Assert.Equal(1, run.Status);
        Assert.Contains(" (matters from Kubernetes 1.36 on)", Assert.Single(run.Output.Split('\n'), l => l.Contains("error SVC8120: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("warning SVC8121: spec.externalIPs is deprecated since 1.36", run.Output, StringComparison.Ordinal);
        Assert.Contains("info SVC8124: planned for spec.externalIPs: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_it_is_told_otherwise()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Service);

        Assert.DoesNotContain("SVC812", scratch.Lint("--kubernetes-version", "1.31", "--format", "msbuild").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.37", "1.37")]
    [InlineData("1.37", "1.31")]
    [InlineData("1.31", "1.44")]
    [InlineData("1.31", "next")]
    [InlineData(null, "1.37")]
    public void A_move_that_goes_nowhere_is_wrong_usage(string? from, string to)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Service);

        Assert.Equal(2, (from is null ? scratch.Lint("--upgrade-to", to) : scratch.Lint("--kubernetes-version", from, "--upgrade-to", to)).Status);
    }

    [Fact]
    public void The_configuration_may_name_the_version_of_today()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Service);
        scratch.Write("svclint.yaml", "cluster:\n  kubernetesVersion: 1.31\n");

        Assert.Contains("SVC8120", scratch.Lint("--upgrade-to", "1.36", "--format", "msbuild").Output, StringComparison.Ordinal);
    }

    private const string Clusters = """
        clusters:
        - { name: old, kubernetesVersion: "1.31" }
        - { name: new, kubernetesVersion: "1.36" }
        - { name: done, kubernetesVersion: "1.37" }
        units:
        - { name: old, paths: [old], cluster: old }
        - { name: new, paths: [new], cluster: new }
        - { name: done, paths: [done], cluster: done }

        """;

    [Fact]
    public void Each_unit_moves_from_the_version_of_its_own_cluster()
    {
        using var scratch = new Scratch();
        scratch.Write("svclint.yaml", Clusters);
        foreach (var unit in new[] { "old", "new", "done" })
        {
            scratch.Write($"{unit}/web.yaml", Service);
        }

        var lines = scratch.Lint("--upgrade-to", "1.43", "--format", "msbuild").Output.Split('\n');

        string[] About(string unit) => [.. lines.Where(l => l.StartsWith(unit + "/", StringComparison.Ordinal) && l.Contains("SVC812", StringComparison.Ordinal)).Select(l => l.Split(": ")[1].Split(' ')[1]).Order(StringComparer.Ordinal)];
        Assert.Equal(["SVC8120", "SVC8121", "SVC8124"], About("old"));
        Assert.Equal(["SVC8124"], About("new"));
        Assert.Equal(["SVC8124"], About("done"));
    }

    [Fact]
    public void Clusters_that_are_there_already_have_nothing_before_them()
    {
        using var scratch = new Scratch();
        scratch.Write("svclint.yaml", Clusters);
        scratch.Write("old/web.yaml", Service);
        scratch.Write("new/web.yaml", Service);

        var run = scratch.Lint("--upgrade-to", "1.36", "--format", "msbuild");

        Assert.Contains("old/web.yaml(6,17,6,26): error SVC8120", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Output.Split('\n'), l => l.StartsWith("new/", StringComparison.Ordinal) && l.Contains("SVC812", StringComparison.Ordinal));
        Assert.Equal(2, scratch.Lint("--upgrade-to", "1.31").Status);
    }

    [Fact]
    public void The_fix_of_a_spelling_is_applied_before_the_upgrade()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Service);

        scratch.Lint("--kubernetes-version", "1.31", "--upgrade-to", "1.36", "--fix");

        Assert.Contains("externalIPs: [10.1.2.3]", scratch.Read("web.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mode_that_the_configuration_declares_counts_as_one_that_manifests_set()
    {
        using var scratch = new Scratch();
        scratch.Write("svclint.yaml", "cluster: {kubernetesVersion: \"1.31\", dataPlane: ipvs}\n");
        scratch.Write("a/web.yaml", Service.Replace("  externalIPs: [010.1.2.3]\n", "", StringComparison.Ordinal));
        scratch.Write("b/web.yaml", Service.Replace("  externalIPs: [010.1.2.3]\n", "", StringComparison.Ordinal));

        var lines = scratch.Lint("--upgrade-to", "1.43", "--format", "msbuild").Output.Split('\n');

        Assert.Contains("mode ipvs, declared for the cluster, is deprecated since 1.35", Assert.Single(lines, l => l.Contains("SVC8121", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("planned for mode ipvs", Assert.Single(lines, l => l.Contains("SVC8124", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trafficDistribution: PreferSameZone", "1.30", "1.34")]
    [InlineData("clusterIP: None\n  sessionAffinity: None", "1.33", "1.37")]
    public void What_only_versions_in_between_refuse_or_warn_of_is_over_at_the_end(string field, string from, string to)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Service.Replace("externalIPs: [010.1.2.3]", field, StringComparison.Ordinal));

        var run = scratch.Lint("--kubernetes-version", from, "--upgrade-to", to, "--format", "msbuild");

        Assert.DoesNotContain(run.Output.Split('\n'), l => l.Contains("SVC8120", StringComparison.Ordinal) || l.Contains("SVC8121", StringComparison.Ordinal) || l.Contains("SVC8122", StringComparison.Ordinal));
    }

    [Fact]
    public void A_finding_of_one_cluster_of_several_names_it()
    {
        using var scratch = new Scratch();
        scratch.Write("svclint.yaml", Clusters.Replace("[old]", "[web]", StringComparison.Ordinal).Replace("[new]", "[web]", StringComparison.Ordinal).Replace("[done]", "[web]", StringComparison.Ordinal));
        scratch.Write("web/web.yaml", Service);

        var line = Assert.Single(scratch.Lint("--upgrade-to", "1.36", "--format", "msbuild").Output.Split('\n'), l => l.Contains("SVC8120", StringComparison.Ordinal));
        var text = scratch.Lint("--upgrade-to", "1.43").Output;

        Assert.Contains("(matters from Kubernetes 1.36 on) [in old (cluster old, 1.31)]", line, StringComparison.Ordinal);
        Assert.Contains(" = in old (cluster old, 1.31)\n", text, StringComparison.Ordinal);
        Assert.Contains(" = in old (cluster old, 1.31), new (cluster new, 1.36), done (cluster done, 1.37)\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_move_is_said()
    {
        using var scratch = new Scratch();
        scratch.Write("svclint.yaml", Clusters);
        scratch.Write("done/web.yaml", Service);

        var run = scratch.Lint("--upgrade-to", "1.36", "done");

        Assert.Contains("--upgrade-to 1.36: the cluster of every unit that was linted has it already", run.Error, StringComparison.Ordinal);
    }

    private const string Chart = "apiVersion: v2\nname: web\nversion: 0.1.0\n";

    // The older version takes one spelling, the newer one the other.
    private const string Template = """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          {{- if semverCompare ">=1.34-0" .Capabilities.KubeVersion.Version }}
          trafficDistribution: PreferSameZone
          {{- else }}
          trafficDistribution: PreferClose
          externalIPs: [010.1.2.3]
          {{- end }}
          ports: [{port: 80}]
        ---
        {{- if .Capabilities.APIVersions.Has "networking.k8s.io/v1/ServiceCIDR" }}
        apiVersion: networking.k8s.io/v1
        {{- else }}
        apiVersion: networking.k8s.io/v1beta1
        {{- end }}
        kind: ServiceCIDR
        metadata: {name: more}
        spec: {cidrs: [10.0.0.0/24]}

        """;

    [Theory]
    [InlineData("")]
    [InlineData("charts:\n- { path: chart, kubernetesVersion: \"1.31\", apiVersions: [example.com/v1] }\n")]
    public void A_chart_is_judged_as_it_renders_for_each_version(string configuration)
    {
        using var scratch = new Scratch();
        scratch.Write("svclint.yaml", "cluster:\n  kubernetesVersion: 1.31\n" + configuration);
        scratch.Write("chart/Chart.yaml", Chart);
        scratch.Write("chart/templates/web.yaml", Template);

        Assert.DoesNotContain("SVC812", scratch.Lint("--upgrade-to", "1.37", "--format", "msbuild").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_chart_renders_for_a_later_version_alone_is_judged_there()
    {
        using var scratch = new Scratch();
        scratch.Write("chart/Chart.yaml", Chart);
        scratch.Write("chart/templates/web.yaml", Template.Replace("trafficDistribution: PreferSameZone", "externalIPs: [010.9.9.9]", StringComparison.Ordinal));

        var run = scratch.Lint("--kubernetes-version", "1.31", "--upgrade-to", "1.37", "--format", "msbuild");

        Assert.Contains("chart/templates/web.yaml(7,17,7,26): error SVC8120: externalIPs[0] '010.9.9.9' has leading zeros (matters from Kubernetes 1.36 on)", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SVC8123", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chart_that_rules_a_version_out_is_found_there()
    {
        using var scratch = new Scratch();
        scratch.Write("chart/Chart.yaml", Chart + "kubeVersion: \">=1.25.0-0 <1.36.0-0\"\n");
        scratch.Write("chart/templates/web.yaml", Template);

        var run = scratch.Lint("--kubernetes-version", "1.31", "--upgrade-to", "1.37", "--format", "msbuild");

        Assert.Equal(1, run.Status);
        Assert.Equal(["chart/Chart.yaml(1,1,1,15): error SVC8122: chart requires kubeVersion: >=1.25.0-0 <1.36.0-0 which is incompatible with Kubernetes v1.37 (matters from Kubernetes 1.36 on)"], run.Output.Split('\n').Where(l => l.Contains(" SVC812", StringComparison.Ordinal)));
        Assert.DoesNotContain("SVC812", scratch.Lint("--kubernetes-version", "1.31", "--upgrade-to", "1.35", "--format", "msbuild").Output.Replace("SVC8121", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chart_that_today_rules_out_is_not_new_later()
    {
        using var scratch = new Scratch();
        scratch.Write("chart/Chart.yaml", Chart + "kubeVersion: \">=1.34.0-0\"\n");
        scratch.Write("chart/templates/web.yaml", Template.Replace("trafficDistribution: PreferSameZone", "externalIPs: [010.9.9.9]", StringComparison.Ordinal));

        var run = scratch.Lint("--kubernetes-version", "1.31", "--upgrade-to", "1.37", "--format", "msbuild");

        Assert.Contains("SVC0010", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SVC812", run.Output, StringComparison.Ordinal);
    }
}
