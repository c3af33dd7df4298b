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
        Assert.Contains("  default/web:80  blocked  for default/p0[Deployment], default/p1[Deployment], default/p2[Deployment] and 6 more with the same access  a policy denies it", lines);
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
}
