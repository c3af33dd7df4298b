using SvcLint.Findings;
using SvcLint.Rules;
using SvcLint.Suppression;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Suppression;

public sealed class BaselineTests
{
    [Fact]
    public void What_is_written_is_accepted_and_nothing_more()
    {
        var old = Findings("web", "http", "admin");
        var text = Baseline.Write(old);
        var baseline = Read(text);
        var (added, accepted) = baseline.Apply(Findings("web", "http", "admin", "metrics"));
        Assert.Equal(2, accepted.Count);
        Assert.Contains("metrics", Assert.Single(added).Message, StringComparison.Ordinal);
        Assert.Equal(text, Baseline.Write(old.Reverse().ToArray()));
        System.Text.Json.JsonDocument.Parse(text).Dispose();
    }

    /// <summary>Fingerprints hold no line: edits elsewhere make no finding new.</summary>
    [Fact]
    public void A_finding_that_only_moved_stays_accepted()
    {
        var baseline = Read(Baseline.Write(Findings("web", "http")));
        Assert.Empty(baseline.Apply(Findings("\n\n# The shop\nweb", "http")).New);
        Assert.Single(baseline.Apply(Findings("shop", "http")).New);
    }

    [Fact]
    public void Findings_alike_are_counted()
    {
        var finding = Findings("web", "http")[0];
        var text = Baseline.Write([finding, finding]);
        Assert.Contains("\"count\": 2", text, StringComparison.Ordinal);
        var (added, accepted) = Read(text).Apply([finding, finding, finding]);
        Assert.Equal((1, 2), (added.Count, accepted.Count));
    }

    [Fact]
    public void An_empty_baseline_accepts_nothing()
    {
        Assert.Single(Read(Baseline.Write([])).Apply(Findings("web", "http")).New);
    }

    [Theory]
    [InlineData("", "no version")]
    [InlineData("[]", "no version")]
    [InlineData("{\"version\": 2}", "version 2")]
    [InlineData("{", "")]
    public void What_is_no_baseline_is_said(string text, string message)
    {
        Assert.Null(Baseline.Read(new SourceText("baseline.json", text), out var problem));
        Assert.Contains(message, problem!.Message, StringComparison.Ordinal);
    }

    private static Baseline Read(string text)
    {
        var baseline = Baseline.Read(new SourceText("baseline.json", text), out var problem);
        Assert.Null(problem);
        return baseline!;
    }

    private static IReadOnlyList<Finding> Findings(string name, params string[] ports)
    {
        var lead = name.LastIndexOf('\n') + 1;
        var manifest = $$$"""
            {{{name[..lead]}}}apiVersion: v1
            kind: Service
            metadata:
              name: {{{name[lead..]}}}
            spec:
              selector: {app: web}
              ports:
            {{{string.Join("\n", ports.Select((p, i) => $"    - name: {p}\n      port: {80 + i}\n      targetPort: {p}"))}}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: web, labels: {app: web}}
            spec: {containers: [{name: web, image: registry.example/web:1, ports: [{containerPort: 8080}]}]}
            """;
        return Linter.Lint([Linter.Parse(new SourceText("web.yaml", manifest))], new LintOptions { OnlyRules = ["SVC2002"] }).Findings;
    }
}
