namespace SvcLint.Cli.Tests.Commands;

public sealed class TraceTests
{
    private const string Policy = """
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: guard
        spec:
          podSelector:
            matchLabels:
              app: web
          ingress:
            - from:
                - podSelector:
                    matchLabels:
                      app: front

        """;

    private static readonly string Web = Manifests.Both("web", "http", "http");

    [Fact]
    public void The_steps_name_files_lines_chains_and_rules()
    {
        using var scratch = new Scratch();
        scratch.Write("k8s/web.yaml", Web).Write("k8s/client.yaml", Manifests.Deployment("client", "http"));

        var run = scratch.Lint("trace", "--from", "workload/default/client", "--to", "web:80");

        Assert.Equal((0, ""), (run.Status, run.Error));
        Assert.Contains("pod default/client-0 to web:80/TCP", run.Output);
        Assert.Contains("cluster IP 198.18.0.1 (placeholder)", run.Output);
        Assert.Contains("-A KUBE-SERVICES ", run.Output);
        Assert.Contains("k8s/web.yaml:28", run.Output);
        Assert.Contains("container web declares port 8080 (http)", run.Output);
        Assert.Contains("\nALLOWED: ", run.Output);
    }

    [Theory]
    [InlineData("web:80", "", 0, "ALLOWED")]
    [InlineData("web:80", Policy, 1, "DROPPED")]
    [InlineData("web:81", "", 1, "NO ROUTE")]
    [InlineData("web:81 --mode nftables", "", 1, "REJECTED")]
    [InlineData("api:80", "", 4, "UNKNOWN")]
    public void The_exit_status_is_the_verdict(string to, string policy, int status, string verdict)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Web + "---\n" + Manifests.Deployment("client", "http") + policy);

        var run = scratch.Lint(["trace", "--from", "workload/default/client", "--format", "json", "--to", .. to.Split(' ')]);

        Assert.Equal((status, verdict), (run.Status, run.Json.GetProperty("verdict").GetString()));
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Json_has_every_path_with_its_probability_and_place()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Web.Replace("spec:\n  selector:\n    matchLabels", "spec:\n  replicas: 4\n  selector:\n    matchLabels", StringComparison.Ordinal));

        var json = scratch.Lint("trace", "--from", "workload/default/web", "--to", "service/default/web", "--format", "json", "--mode", "nftables", "--kubernetes-version", "1.32").Json;

        Assert.Equal(("nftables", "ipv4", "1.32"), (json.GetProperty("mode").GetString(), json.GetProperty("family").GetString(), json.GetProperty("kubernetesVersion").GetString()));
        var paths = json.GetProperty("paths").EnumerateArray().ToArray();
        Assert.Equal([0.25, 0.25, 0.25, 0.25], paths.Select(p => p.GetProperty("probability").GetDouble()));
        Assert.Equal(4, paths.Select(p => p.GetProperty("endpoint").GetString()).Distinct().Count());
        var address = json.GetProperty("steps").EnumerateArray().First(s => s.GetProperty("stage").GetString() == "address");
        Assert.Equal(("web.yaml", 5), (address.GetProperty("file").GetString(), address.GetProperty("span").GetProperty("startLine").GetInt32()));
        Assert.Contains(json.GetProperty("steps").EnumerateArray(), s => s.TryGetProperty("chain", out var chain) && chain.GetString() == "service-ips" && s.GetProperty("rule").GetString()!.StartsWith("add element ip kube-proxy", StringComparison.Ordinal));
    }

    [Fact]
    public void Mermaid_draws_the_steps_down_to_the_verdicts()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Web);

        var lines = scratch.Lint("trace", "--from", "workload/default/web", "--to", "web", "--format", "mermaid").Output.Split('\n');

        Assert.Equal("flowchart TD", lines[0]);
        Assert.Contains(lines, l => l.Contains("[[\"KUBE-SERVICES<br/>web.yaml:", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("{{\"ALLOWED: ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Contains("--to \"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("trace --to web", "trace needs --from SOURCE")]
    [InlineData("trace --from workload/web", "trace needs --to DESTINATION")]
    [InlineData("trace --from web --to web", "write pod/NAMESPACE/NAME, workload/NAMESPACE/NAME, node/NAME, an IP address or internet")]
    [InlineData("trace --from workload/default/wbe --to web", "no such workload; there is default/web (Deployment)")]
    [InlineData("trace --from workload/default/web --to web:https", "has no port https; there is 80/TCP")]
    [InlineData("trace --from workload/default/web --to web --node elsewhere", "no such Node; there are node-with-endpoints, node-without-endpoints")]
    public void What_makes_no_sense_gives_2_and_says_what_does(string line, string said)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Web);

        var run = scratch.Lint(line.Split(' '));

        Assert.Equal((2, ""), (run.Status, run.Output));
        Assert.Contains(said, run.Error);
    }

    [Fact]
    public void The_configured_cluster_decides_domain_version_and_data_plane()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Web).Write("svclint.yaml", "cluster: { kubernetesVersion: \"1.31\", dataPlane: nftables, clusterDomain: example.org }\n");

        var json = scratch.Lint("trace", "--from", "workload/default/web", "--to", "web.default.svc.example.org", "--format", "json").Json;
        Assert.Equal(("ALLOWED", "nftables", "1.31"), (json.GetProperty("verdict").GetString(), json.GetProperty("mode").GetString(), json.GetProperty("kubernetesVersion").GetString()));

    }

    [Theory]
    [InlineData("web", 4, "UNKNOWN: the cluster has no kube-proxy (dataPlane: none)")]
    [InlineData("web:81", 1, "NO ROUTE: no Service has port 81/TCP at that address")]
    [InlineData("idle", 4, "UNKNOWN: Service default/idle has no endpoint: no pod of the input has app=idle; whether the cluster has one")]
    [InlineData("workload/default/web:8080", 0, "ALLOWED")]
    [InlineData("203.0.113.9:80", 4, "UNKNOWN: 203.0.113.9 is outside")]
    public void Without_kube_proxy_what_rests_on_it_is_unknown_and_the_rest_is_answered(string to, int status, string said)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Web).Write("svclint.yaml", "cluster: { dataPlane: none }\n")
            .Write("idle.yaml", "{apiVersion: v1, kind: Service, metadata: {name: idle}, spec: {selector: {app: idle}, ports: [{port: 80}]}}\n");

        var run = scratch.Lint("trace", "--from", "workload/default/web", "--to", to);

        Assert.Equal(status, run.Status);
        Assert.Contains(said, run.Output);
        Assert.Contains("no kube-proxy, IPv4", run.Output);
        Assert.DoesNotContain("KUBE-", run.Output);
    }

    [Theory]
    [InlineData("closedWorld: true", "", 1, "NO ROUTE: there is no Service default/api: the name does not resolve")]
    [InlineData("closedWorld: false", "", 4, "UNKNOWN: the input has no Service default/api")]
    [InlineData("closedWorld: true", "external: {services: [default/api]}", 4, "UNKNOWN: the input has no Service default/api")]
    public void In_a_closed_world_a_Service_that_the_input_lacks_does_not_exist(string cluster, string more, int status, string said)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Web).Write("svclint.yaml", $"cluster: {{ {cluster} }}\n{more}\n");

        var run = scratch.Lint("trace", "--from", "workload/default/web", "--to", "api:80");

        Assert.Equal(status, run.Status);
        Assert.Contains(said, run.Output);
    }

    [Fact]
    public void A_mode_that_is_asked_for_counts_although_the_cluster_has_no_kube_proxy()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Web).Write("svclint.yaml", "cluster: { dataPlane: none }\n");

        Assert.Equal(0, scratch.Lint("trace", "--from", "workload/default/web", "--to", "web", "--mode", "ipvs").Status);
        Assert.Contains("KUBE-SERVICES", scratch.Lint("emulate", "--mode", "iptables").Output);
        var none = scratch.Lint("emulate");
        Assert.Equal((0, ""), (none.Status, none.Output));
        Assert.Contains("has no kube-proxy", none.Error);
        // Nothing is no JSON, and a node that has rules is not as it should be.
        Assert.Equal(2, scratch.Lint("emulate", "--format", "json").Status);
        Assert.Equal(2, scratch.Write("node.txt", "*nat\nCOMMIT\n").Lint("emulate", "--against", "node.txt", "web.yaml").Status);
    }

    [Fact]
    public void The_help_tells_the_exit_statuses()
    {
        using var scratch = new Scratch();

        Assert.Contains("  4  UNKNOWN: the input does not tell", scratch.Lint("trace", "--help").Output);
    }

    [Fact]
    public void Lines_of_a_chart_are_those_that_a_person_wrote()
    {
        using var scratch = new Scratch();
        scratch.Write("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 0.1.0\n").Write("web/values.yaml", "# where it listens\ntarget: 8080\n")
            .Write("web/templates/web.yaml", "{{- /*\nnothing of this\nis rendered */}}\napiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec:\n  selector: { app: web }\n  ports: [{ port: 80, targetPort: {{ .Values.target }} }]\n---\n"
                + "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  selector: { matchLabels: { app: web } }\n  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: a, image: a, ports: [{ containerPort: {{ .Values.target }} }] }] } }\n");

        var trace = scratch.Lint("trace", "--from", "workload/default/web", "--to", "web:80", ".").Output;
        var json = scratch.Lint("trace", "--from", "workload/default/web", "--to", "web:80", "--format", "json", ".").Output;
        var endpoints = scratch.Lint("endpoints", ".").Output;

        Assert.Contains("  web/templates/web.yaml:6\n", trace, StringComparison.Ordinal);
        Assert.Contains("declares port 8080  web/values.yaml:2\n", trace, StringComparison.Ordinal);
        Assert.Contains("\"startLine\": 6", json, StringComparison.Ordinal);
        Assert.Contains("web/templates/web.yaml:6", endpoints, StringComparison.Ordinal);
        Assert.Contains("web/templates/web.yaml:13", endpoints, StringComparison.Ordinal);
    }
}
