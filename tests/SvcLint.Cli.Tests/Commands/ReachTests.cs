namespace SvcLint.Cli.Tests.Commands;

public sealed class ReachTests
{
    private const string Policy = """
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: web
        spec:
          podSelector: { matchLabels: { app: web } }
          ingress:
            - from:
                - podSelector: { matchLabels: { app: front } }
              ports:
                - port: 8080

        """;

    private static readonly string Web = Manifests.Both("web", "http", "http");

    [Fact]
    public void Json_has_every_pair_with_its_lines_and_the_Service_layer()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Web + "---\n" + Manifests.Deployment("front", "http") + "---\n" + Manifests.Deployment("other", "http") + Policy);

        var run = scratch.Lint("reach", "--format", "json");

        Assert.Equal((0, ""), (run.Status, run.Error));
        var row = run.Json.GetProperty("connections").EnumerateArray().Single(c => c.GetProperty("dst").GetString() == "default/web[Deployment]");
        Assert.Equal("default/front[Deployment]", row.GetProperty("src").GetString());
        Assert.Equal("8080", row.GetProperty("connections").GetProperty("TCP").GetString());
        Assert.Equal("web.yaml", row.GetProperty("because")[0].GetProperty("file").GetString());
        var states = run.Json.GetProperty("services").EnumerateArray().ToDictionary(s => s.GetProperty("src").GetString()!, s => s.GetProperty("state").GetString());
        Assert.Equal(("works", "blocked"), (states["default/front[Deployment]"], states["default/other[Deployment]"]));
    }

    [Fact]
    public void Selections_narrow_and_unknown_ones_are_refused()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Web + "---\n" + Manifests.Deployment("front", "http") + Policy);

        Assert.Contains("default/front[Deployment] -> default/web[Deployment]  TCP 8080", scratch.Lint("reach", "--to", "service/default/web").Output);
        Assert.DoesNotContain("default/front", scratch.Lint("reach", "--from", "internet", "--to", "app=web").Output);
        Assert.Equal(2, scratch.Lint("reach", "--from", "nobody").Status);
    }

    [Fact]
    public void Text_folds_who_has_the_same_access()
    {
        using var scratch = new Scratch();
        scratch.Write("pods.yaml", string.Join("---\n", Enumerable.Range(0, 9).Select(i => Manifests.Deployment($"p{i}", "http"))) + "---\n" + Web + Policy);

        var lines = scratch.Lint("reach").Output.Split('\n');

        Assert.Contains("  every other workload, 0.0.0.0-255.255.255.255 -> default/p0[Deployment], default/p1[Deployment], default/p2[Deployment] and 6 more with the same access  all ports", lines);
        Assert.Contains(lines, l => l.StartsWith("  default/web:80  blocked  for default/p0[Deployment], default/p1[Deployment], default/p2[Deployment] and 6 more with the same access  a policy denies it: NetworkPolicy default/web (pods.yaml:", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("  default/web:80  ", StringComparison.Ordinal) && l.Contains("for default/web[Deployment]", StringComparison.Ordinal));
    }

    [Fact]
    public void Why_names_what_denies_and_has_no_other_format()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Web + "---\n" + Manifests.Deployment("other", "http") + Policy);
        string[] why = ["reach", "--from", "default/other", "--to", "default/web:8080", "--why"];

        Assert.Matches("denied at the destination by\n    web.yaml:[0-9]+ NetworkPolicy default/web", scratch.Lint(why).Output);
        Assert.Equal(2, scratch.Lint([.. why, "--format", "json"]).Status);
        Assert.Equal(2, scratch.Lint("reach", "--write-assertions", "--format", "csv").Status);
    }

    [Theory]
    [InlineData("default/front -> service/default/web:80", 0, "1 of 1")]
    [InlineData("default/front -> service/default/web:80,81", 0, "1 of 1")]
    [InlineData("default/front -> service/default/web:81", 1, "names nothing in the cluster")]
    [InlineData("default/front -> default/web:zz", 1, "names nothing in the cluster")]
    [InlineData("default/front -> service/default/lost:80", 1, "no container port is named 'nope'")]
    [InlineData("default/front -> service/default/other:80", 4, "the Service has no selector")]
    [InlineData("default/front -> service/default/lost:90", 1, "the pods declare other ports than 9999")]
    [InlineData("default/front -> service/default/away", 4, "an ExternalName stands for the name example.com")]
    [InlineData("default/front -> default/web:0", 2, "a.yaml:1:1: '0' is no port")]
    [InlineData("default/front -> default/web:70000", 2, "'70000' is no port")]
    [InlineData("default/front -> default/web:8090-8080", 2, "'8090-8080' is no port")]
    [InlineData("default/front -> default/web:8080/ICMP", 2, "'ICMP' is no protocol")]
    [InlineData("default/front -> 10.0.0.0/33", 2, "a.yaml:1:1: '10.0.0.0/33' is no address or range")]
    [InlineData("10.0.0/8 -> default/web", 2, "a.yaml:1:1: '10.0.0/8' is no address or range")]
    [InlineData("default/front, 10.0.0.300 -> default/web", 2, "'10.0.0.300' is no address or range")]
    [InlineData("fd00::/129 -> default/web", 2, "'fd00::/129' is no address or range")]
    [InlineData("default/front -> default/1.2", 1, "names nothing in the cluster")]
    public void An_assertion_never_holds_for_want_of_a_port(string connection, int status, string said)
    {
        using var scratch = new Scratch();
        scratch.Write("k/web.yaml", Web + "---\n" + Manifests.Deployment("front", "http") + Bare).Write("a.yaml", $"allow: {connection}\n");

        var run = scratch.Lint("reach", "k", "--assert", "a.yaml");

        Assert.Equal(status, run.Status);
        Assert.Contains(said, run.Output + run.Error);
    }

    [Fact]
    public void The_port_of_a_destination_chooses_rows_and_must_be_one()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Web + "---\n" + Manifests.Deployment("front", "http") + Bare);

        Assert.Contains("default/web:80", scratch.Lint("reach", "--to", "service/default/web:80").Output);
        Assert.DoesNotContain("default/web:80", scratch.Lint("reach", "--to", "default/web:9999").Output);
        Assert.Equal(2, scratch.Lint("reach", "--to", "service/default/web:81").Status);
        Assert.Contains("'ICMP' is no protocol", scratch.Lint("reach", "--to", "default/web:80/ICMP").Error);
        Assert.Contains("names IPv6", scratch.Lint("reach", "--to", "[fd00::/8]:443").Error);
        Assert.Contains("wrong port  no container port is named 'nope'", scratch.Lint("reach", "--from", "default/front", "--to", "service/default/lost:80", "--why").Output);
        Assert.Contains("unknown  an ExternalName", scratch.Lint("reach", "--from", "default/front", "--to", "service/default/away", "--why").Output);
    }

    [Theory]
    [InlineData("connections: [{ allow: 'default/front -> default/web:8080' }]\n", 0, "1 of 1 assertions hold")]
    [InlineData("connections: [{ deny: 'default/front -> default/web:8080' }]\n", 1, "0 of 1 assertions hold")]
    [InlineData("connections: []\n", 0, "0 of 0 assertions hold")]
    [InlineData("{}\n", 0, "0 of 0 assertions hold")]
    [InlineData("connections: [{ allow: 'default/front' }]\n", 2, "a.txt:1:1: ")]
    public void Assertions_may_be_in_flow_style(string text, int status, string said)
    {
        using var scratch = new Scratch();
        scratch.Write("k/web.yaml", Web + "---\n" + Manifests.Deployment("front", "http")).Write("a.txt", text);

        var run = scratch.Lint("reach", "k", "--assert", "a.txt");

        Assert.Equal(status, run.Status);
        Assert.Contains(said, run.Output + run.Error);
    }

    [Fact]
    public void A_headless_Service_is_shown_with_the_port_that_clients_must_ask_for()
    {
        using var scratch = new Scratch();
        var client = Manifests.Deployment("front", "http").Replace("image: ", "env: [{ name: WEB_URL, value: 'http://web:80' }]\n          image: ", StringComparison.Ordinal);
        scratch.Write("before/web.yaml", Web + "---\n" + client).Write("after/web.yaml", (Web + "---\n" + client).Replace("selector:\n    app", "clusterIP: None\n  selector:\n    app", StringComparison.Ordinal));

        Assert.Contains("default/web:80 (headless, at target port http)  works", scratch.Lint("reach", "after").Output);
        Assert.Contains("default/web:80 is mapped to no target port any more: the Service is headless", scratch.Lint("diff", "before", "after").Output);
    }

    [Fact]
    public void Programs_are_told_the_port_that_clients_of_a_headless_Service_ask_for()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Web.Replace("selector:\n    app", "clusterIP: None\n  selector:\n    app", StringComparison.Ordinal) + "---\n" + Manifests.Deployment("front", "http"));

        var row = scratch.Lint("reach", "--from", "default/front", "--format", "json").Json.GetProperty("services")[0];

        Assert.Equal((80, 8080), (row.GetProperty("port").GetInt32(), row.GetProperty("clientPort").GetInt32()));
        Assert.Contains(",default/front[Deployment],service/default/web:80,TCP 8080,works,", scratch.Lint("reach", "--format", "csv").Output);
    }

    [Theory]
    [InlineData("text", "default/away  unknown  for everybody  an ExternalName stands for the name example.com")]
    [InlineData("csv", ",,service/default/away,,unknown,")]
    [InlineData("html", "an ExternalName stands for the name example.com")]
    [InlineData("json", "\"service\":\"default/away\",\"target\":\"example.com\"")]
    public void An_ExternalName_is_listed_with_what_it_stands_for(string format, string expected)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Web + Bare);

        Assert.Contains(expected, scratch.Lint("reach", "--format", format).Output);
        Assert.Contains(expected, scratch.Lint("reach", "--to", "service/default/away", "--format", format).Output);
        Assert.DoesNotContain(expected, scratch.Lint("reach", "--to", "service/default/web", "--format", format).Output);
    }

    [Fact]
    public void An_assertion_of_a_unit_that_is_not_there_names_nothing()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Web).Write("a.txt", "deny: internet -> default/web\nunit: nope\n");

        var run = scratch.Lint("reach", "web.yaml", "--assert", "a.txt");

        Assert.Equal(1, run.Status);
        Assert.Contains("unit 'nope' names nothing; the units are web.yaml", run.Output);
    }

    [Fact]
    public void Beside_a_manifest_that_cannot_be_read_at_all_no_assertion_is_decided()
    {
        using var scratch = new Scratch();
        scratch.Write("k/web.yaml", Web).Write("k/policy.yaml", Policy + "foo: [\n").Write("k/notes.yaml", "these: [\n")
            .Write("svclint.yaml", "connections: [{ deny: 'internet -> default/web' }]\n").Write("a.txt", "deny: internet -> default/web\n").Write("b.txt", "allow: internet -> default/web\n");

        var (deny, allow, table) = (scratch.Lint("reach", "k", "--assert", "a.txt"), scratch.Lint("reach", "k", "--assert", "b.txt"), scratch.Lint("reach", "k"));

        Assert.Equal((4, 4), (deny.Status, allow.Status));
        Assert.Contains("k/policy.yaml:", deny.Output);
        Assert.Contains("note: k/policy.yaml: a document that cannot be read", table.Output);
        Assert.DoesNotContain("notes.yaml", table.Output);
        Assert.Contains("info[SVC5030]", scratch.Lint("k").Output);
        File.Delete(scratch["k/policy.yaml"]);
        Assert.Equal(1, scratch.Lint("reach", "k", "--assert", "a.txt").Status);
    }

    [Fact]
    public void Beside_a_document_that_cannot_be_read_no_assertion_is_decided()
    {
        using var scratch = new Scratch();
        scratch.Write("k/web.yaml", Web + Policy + "---\nkind: [\n").Write("a.txt", "deny: internet -> default/web\n");

        var run = scratch.Lint("reach", "k", "--assert", "a.txt");

        Assert.Equal(4, run.Status);
        Assert.Contains("k/web.yaml:", run.Output);
    }

    private const string Bare = """
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: lost }
        spec: { selector: { app: web }, ports: [{ name: near, port: 80, targetPort: nope }, { name: far, port: 90, targetPort: 9999 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: other }
        spec: { ports: [{ port: 80 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: away }
        spec: { type: ExternalName, externalName: example.com }

        """;

    [Fact]
    public void A_diff_of_revisions_names_what_changed_and_its_status_says_so()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Web + "---\n" + Manifests.Deployment("front", "http") + Policy).Commit();

        Assert.Equal((0, "no change in traffic\n"), (scratch.Lint("diff", "HEAD").Status, scratch.Lint("diff", "HEAD").Output));
        scratch.Write("web.yaml", Web + "---\n" + Manifests.Deployment("front", "http") + Policy.Replace("app: front", "app: frnot", StringComparison.Ordinal));

        var run = scratch.Lint("diff", "HEAD", "--format", "json");
        Assert.Equal(1, run.Status);
        var lost = run.Json.GetProperty("connections").EnumerateArray().Single(c => c.GetProperty("src").GetString() == "default/front[Deployment]");
        Assert.Equal("removed", lost.GetProperty("type").GetString());
        Assert.Equal("web.yaml", lost.GetProperty("because")[0].GetProperty("file").GetString());
        Assert.StartsWith("**Traffic changes**", scratch.Lint("diff", "HEAD", "--format", "markdown").Output);
        Assert.Equal(2, scratch.Lint("diff", "nonsense").Status);
    }

    [Theory]
    [InlineData("allow", "default/idle -> default/web:8080", 4, "default/idle runs no pods (replicas: 0)")]
    [InlineData("allow", "default/web -> default/idle:8080", 4, "default/idle runs no pods (replicas: 0)")]
    [InlineData("deny", "default/idle -> default/web:8080", 0, "1 of 1")]
    [InlineData("deny", "default/web -> workload/default/idle", 0, "1 of 1")]
    [InlineData("only", "default/web -> default/idle:8080", 0, "1 of 1")]
    [InlineData("deny", "default/idel -> default/web", 1, "names nothing in the cluster")]
    public void A_workload_that_is_scaled_to_nothing_is_known(string kind, string connection, int status, string said)
    {
        using var scratch = new Scratch();
        scratch.Write("k/web.yaml", Web + "---\n" + Manifests.Deployment("idle", "http").Replace("spec:\n  selector", "spec:\n  replicas: 0\n  selector", StringComparison.Ordinal)).Write("a.yaml", $"{kind}: {connection}\n");
        Assert.Contains("replicas: 0", scratch.Read("k/web.yaml"), StringComparison.Ordinal);

        var run = scratch.Lint("reach", "k", "--assert", "a.yaml");

        Assert.Equal(status, run.Status);
        Assert.Contains(said, run.Output + run.Error);
    }

    [Fact]
    public void Assertions_that_are_not_there_cannot_be_read()
    {
        using var scratch = new Scratch().Write("web.yaml", Web);
        var run = scratch.Lint("reach", "web.yaml", "--assert", "nope.yaml");
        Assert.Equal((2, ""), (run.Status, run.Output));
        Assert.Contains("nope.yaml", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("service/default/web:80", 1, "names nothing")]
    [InlineData("service/default/web:8080", 0, "1 of 1 assertions hold")]
    public void An_assertion_asks_a_headless_Service_for_the_port_of_its_pods(string destination, int status, string said)
    {
        using var scratch = new Scratch();
        scratch.Write("app.yaml", Manifests.Both("web", "http", "http").Replace("spec:\n  selector", "spec:\n  clusterIP: None\n  selector", StringComparison.Ordinal) + "---\n" + Manifests.Deployment("front", "http"))
            .Write("a.yaml", $"- allow: default/front -> {destination}\n");
        Assert.Contains("clusterIP: None", scratch.Read("app.yaml"), StringComparison.Ordinal);

        var run = scratch.Lint("reach", "app.yaml", "--assert", "a.yaml");

        Assert.Equal(status, run.Status);
        Assert.Contains(said, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_port_but_one_leaves_that_one_out()
    {
        using var scratch = new Scratch();
        scratch.Write("app.yaml", Manifests.Both("web", "http", "http") + "---\n" + Manifests.Deployment("front", "http"));

        Assert.Contains("default/web:80", scratch.Lint("reach", "app.yaml", "--to", "default/web").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("default/web:80", scratch.Lint("reach", "app.yaml", "--to", "default/web:!8080").Output, StringComparison.Ordinal);
    }

    // A lock holds what it says: of ranges every address, of a workload its other pods, of a protocol every port.
    [Theory]
    [InlineData("only: default/front, 192.0.2.7 -> default/web", 1)]
    [InlineData("only: default/front, 192.0.2.0/26 -> default/web", 1)]
    [InlineData("only: default/front, 192.0.2.0/26, 192.0.2.64/26 -> default/web", 0)]
    [InlineData("only: default/front, 192.0.2.0/24 -> default/web", 0)]
    [InlineData("deny: default/front -> default/front", 1)]
    [InlineData("deny: default/web -> default/web", 0)]
    [InlineData("deny: internet -> default/web/UDP", 0)]
    [InlineData("deny: default/front -> default/web/TCP", 1)]
    public void An_assertion_leaves_nobody_out(string assertion, int status)
    {
        using var scratch = new Scratch();
        scratch.Write("app.yaml", Manifests.Both("web", "http", "http") + "---\n" + Manifests.Deployment("front", "http") + """
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: web }
            spec:
              podSelector: { matchLabels: { app: web } }
              ingress: [{ from: [{ podSelector: { matchLabels: { app: front } } }, { ipBlock: { cidr: 192.0.2.0/25 } }], ports: [{ port: 8080 }] }]

            """).Write("a.yaml", $"- {assertion}\n");

        Assert.Equal(status, scratch.Lint("reach", "app.yaml", "--assert", "a.yaml").Status);
    }

    [Fact]
    public void Assertions_of_several_units_name_their_unit_and_hold()
    {
        using var scratch = new Scratch();
        foreach (var (folder, client) in new[] { ("dev", "front"), ("prod", "jobs") })
        {
            scratch.Write($"{folder}/app.yaml", Manifests.Both("web", "http", "http") + "---\n" + Manifests.Deployment("front", "http")
                + "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: web }\nspec: { podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: " + client + " } } }] }] }\n");
        }

        var written = scratch.Lint("reach", "--write-assertions", ".").Output;
        scratch.Write("a.yaml", written);
        var held = scratch.Lint("reach", ".", "--assert", "a.yaml");

        Assert.Equal(1, written.Split("connections:").Length - 1);
        Assert.Contains("unit: \"dev/app.yaml\"", written, StringComparison.Ordinal);
        Assert.Equal((0, ""), (held.Status, held.Error));
    }

    [Fact]
    public void A_violation_says_in_which_unit_it_is()
    {
        using var scratch = new Scratch();
        foreach (var folder in new[] { "dev", "prod" })
        {
            scratch.Write($"{folder}/app.yaml", Manifests.Both("web", "http", "http") + (folder == "dev" ? "" : "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: web }\nspec: { podSelector: {} }\n"));
        }

        scratch.Write("a.yaml", "connections:\n- deny: internet -> default/web\n- deny: internet -> default/web\n  unit: prod/app.yaml\n");
        var all = scratch.Lint("reach", ".", "--assert", "a.yaml");
        var one = scratch.Lint("reach", ".", "--assert", "a.yaml", "--unit", "dev/app.yaml");

        Assert.Contains("0.0.0.0-255.255.255.255 reaches default/web[Deployment] in dev/app.yaml\n", all.Output);
        Assert.EndsWith("1 of 2 assertions hold\n", all.Output);
        Assert.EndsWith("0 of 1 assertions hold\n", one.Output);
        Assert.Contains("in dev/app.yaml", scratch.Write("svclint.yaml", "connections:\n- deny: internet -> default/web\n").Lint("lint", ".").Output);
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: { name: bad }\nspec: { selector: { app: web }, ports: [{ port: 80 }, { port: 81 }] }\n", "Service bad is left out, the API server refuses it (spec.ports[0].name")]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: { name: bad, namespace: true }\nspec: { selector: { app: web }, ports: [{ port: 80 }] }\n", "must be a string, not the boolean true")]
    [InlineData("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: bad }\nspec: { podSelector: {}, ingress: [{ ports: [{ port: 99999 }] }] }\n", "NetworkPolicy bad is left out")]
    [InlineData("apiVersion: networking.k8s.io/v2\nkind: NetworkPolicy\nmetadata: { name: bad }\nspec: { podSelector: {} }\n", "networking.k8s.io/v2 NetworkPolicy is not served")]
    [InlineData("apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: { name: bad }\nspec: { priority: 5000, subject: { namespaces: {} }, ingress: [{ action: Deny, from: [{ namespaces: {} }] }] }\n", "AdminNetworkPolicy bad is left out, the API server refuses it (spec.priority")]
    public void What_the_API_server_refuses_is_named_and_decides_nothing(string refused, string said)
    {
        using var scratch = new Scratch();
        scratch.Write("k/web.yaml", Web + "---\n" + Manifests.Deployment("front", "http") + "---\n" + refused).Write("a", "allow: default/front -> default/web:8080\n");

        var run = scratch.Lint("reach", "k");

        Assert.Contains(said, run.Error);
        Assert.DoesNotContain("/bad", run.Output);
        Assert.Contains("every workload", run.Output.Replace("default/front[Deployment], ", "every workload", StringComparison.Ordinal));
        Assert.Equal(0, scratch.Lint("reach", "k", "--assert", "a").Status);
    }

    [Theory]
    [InlineData("only: [default/web, default/front -> default/web", "'[' is not closed")]
    [InlineData("only: default/web] -> default/web", "']' closes no bracket")]
    [InlineData("allow: -> default/web", "nothing stands before '->'")]
    [InlineData("allow: default/web ->", "nothing stands behind '->'")]
    [InlineData("allow: default/web -> default/web -> internet", "a second '->' makes no sense")]
    [InlineData("allow: internet, , default/web -> default/web", "between two commas stands nothing")]
    [InlineData("allow: internet default/web -> default/web", "has a blank in it")]
    [InlineData("deny: \"internet -> default/web", "a quote is not closed")]
    [InlineData("deny: internet -> [default/web, 10.0.0.0/8]:80", "a port stands behind each end, not behind the bracket")]
    [InlineData("unit: prod", "unit stands below the assertion that it is for")]
    [InlineData("- deny: \"internet -> [default/web\"", "'[' is not closed")]
    public void A_malformed_assertion_is_said_with_its_place(string line, string said)
    {
        using var scratch = new Scratch();
        scratch.Write("k/web.yaml", Web).Write("a", $"\n{line}\n");

        var run = scratch.Lint("reach", "k", "--assert", "a");

        Assert.Equal(2, run.Status);
        Assert.Matches("a:2:[13]: ", run.Error);
        Assert.Contains(said, run.Error);
    }

    [Fact]
    public void A_file_that_is_a_template_is_named()
    {
        using var scratch = new Scratch();
        scratch.Write("a/web.yaml", Web).Write("b/web.yaml", Web.Replace("port: 80\n", "port: {{ broken\n", StringComparison.Ordinal));

        Assert.Contains("note: b/web.yaml: a template that is not rendered", scratch.Lint("reach", "b").Output);
        var diff = scratch.Lint("diff", "a", "b");
        Assert.Equal(4, diff.Status);
        Assert.Contains("b/web.yaml:1", diff.Output);
    }

    [Fact]
    public void Why_from_outside_asks_the_load_balancer_first()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Web.Replace("  selector:", "  type: LoadBalancer\n  loadBalancerSourceRanges: [203.0.113.0/24]\n  selector:", StringComparison.Ordinal));

        Assert.Contains("loadBalancerSourceRanges admits 203.0.113.0/24 alone\n  because of\n    web.yaml:7 Service default/web", scratch.Lint("reach", "--from", "8.8.8.8", "--to", "service/default/web:80", "--why").Output);
        Assert.DoesNotContain("alone", scratch.Lint("reach", "--from", "203.0.113.9", "--to", "service/default/web:80", "--why").Output);
    }
}
