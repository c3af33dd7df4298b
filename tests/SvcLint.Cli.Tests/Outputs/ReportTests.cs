using System.Globalization;
using System.Text.RegularExpressions;

namespace SvcLint.Cli.Tests.Outputs;

public sealed class ReportTests
{
    private const int MostBytes = 300_000;

    private const string Hostile = """
        apiVersion: v1
        kind: Service
        metadata: { name: "x</title><script>alert(1)</script>", namespace: "a\"onload=\"b" }
        spec: { selector: { app: web }, ports: [{ port: 80 }] }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: "<img src=x onerror=alert(1)>", labels: { app: web } }
        spec: { containers: [{ name: a, image: a }] }

        """;

    [Theory]
    [InlineData("reach")]
    [InlineData("lint")]
    [InlineData("diff")]
    public void A_page_stands_alone_and_takes_no_text_for_markup(string command)
    {
        using var scratch = new Scratch();
        scratch.Write("before/a.yaml", Manifests.Both("web", "http", "http")).Write("after/a.yaml", Hostile);
        string[] words = command == "diff" ? ["before", "after"] : ["after"];

        var page = scratch.Lint([command, "--format", "html", .. words]).Output;

        Assert.StartsWith("<!doctype html>", page);
        Assert.EndsWith("</html>\n", page);
        Assert.DoesNotContain("<script>alert", page);
        Assert.DoesNotContain("<img", page);
        Assert.DoesNotMatch(new Regex("(src|href|url)\\s*[=(]\\s*[\"']?(https?:)?//"), page);
        Assert.Single(Regex.Matches(page, "<script>"));
    }

    [Fact]
    public void A_hundred_workloads_fit_into_a_page()
    {
        using var scratch = new Scratch();
        scratch.Write("all.yaml", Many(100));

        var page = scratch.Lint("reach", "--format", "html").Output;

        Assert.Contains("Matrix", page);
        Assert.True(page.Length < MostBytes, $"{page.Length} characters");
    }

    [SkippableFact]
    public void A_browser_shows_filters_and_complains_of_nothing()
    {
        const string Browser = "/usr/bin/chromium";
        Skip.IfNot(File.Exists(Browser), $"there is no {Browser}");
        using var scratch = new Scratch();
        scratch.Write("all.yaml", Many(6));
        var page = scratch.Lint("reach", "--format", "html").Output;
        // What a person would do: search, and look at what is left.
        scratch.Write("page.html", page.Replace("</body>", "<script>var s=document.getElementById('search');s.value='app-3';s.dispatchEvent(new Event('input'));document.querySelector('details').open=true;document.getElementById('theme').click()</script></body>", StringComparison.Ordinal));

        var run = Tool.Start(Browser, ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-logging=stderr", "--user-data-dir=" + scratch["profile"], "--dump-dom", "file://" + scratch["page.html"]], scratch.Folder);

        Assert.Equal(0, run.Status);
        Assert.DoesNotContain("CONSOLE", run.Error);
        Assert.Matches(new Regex("[1-9][0-9]* of [0-9]+ shown"), run.Output);
        Assert.Contains("find off", run.Output);
        Assert.Contains("data-theme=", run.Output);
        Assert.DoesNotContain("class=\"tools\" hidden", run.Output);
        Assert.Contains("<svg", run.Output);
    }

    [Fact]
    public void The_picture_of_the_manual_is_what_the_tool_draws()
    {
        var root = RepositoryRoot.Path;
        var drawn = Tool.Svclint(root, null, "reach", "--format", "svg", "samples/connections").Output;
        Assert.Equal(File.ReadAllText(Path.Combine(root, "docs", "reach-map.svg")), drawn);
    }

    internal static string Many(int count) => string.Concat(Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: app-{{i}}, namespace: team-{{i % 7}}, labels: { app: app-{{i}}, tier: "{{i % 5}}" } }
        spec: { containers: [{ name: a, image: a, ports: [{ containerPort: 8080 }] }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: app-{{i}}, namespace: team-{{i % 7}} }
        spec: { selector: { app: app-{{i}} }, ports: [{ port: 80, targetPort: 8080 }] }
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: app-{{i}}, namespace: team-{{i % 7}} }
        spec: { podSelector: { matchLabels: { app: app-{{i}} } }, ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { tier: "{{(i + 1) % 5}}" } } }], ports: [{ port: 8080 }] }] }

        """)));
}
