using System.Globalization;
using SvcLint.Model;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests;

/// <summary>Hosts may lint units on many threads; nobody must be able to tell.</summary>
public sealed class ParallelLintTests
{
    [Fact]
    public void Many_threads_and_any_order_say_what_one_says()
    {
        var files = Repository();
        var one = Say(files, new LintOptions());
        Assert.NotEmpty(one);

        for (var round = 0; round < 5; round++)
        {
            Assert.Equal(one, Say(files, new LintOptions { ForEach = (count, action) => Parallel.For(0, count, action) }));
        }

        Assert.Equal(one, Say(files, new LintOptions
        {
            ForEach = (count, action) =>
            {
                for (var i = count - 1; i >= 0; i--)
                {
                    action(i);
                }
            },
        }));
    }

    private static string[] Say(ParsedFile[] files, LintOptions options)
    {
        var result = Linter.Lint(files, options);
        return
        [
            .. result.Findings.Select(f => $"{f.Span} {f.Rule.Id} {f.Severity} {f.Message} {string.Join(",", f.Units)} {f.Fingerprint} {string.Join(",", f.Related.Select(r => r.Span))}"),
            .. result.Silences.Select(s => $"{s.Span} {s.RuleId} {s.Reason}"),
        ];
    }

    // The samples, and overlays of one base, whose findings are one finding with many units.
    private static ParsedFile[] Repository()
    {
        var root = Path.Combine(RepositoryRoot.Path, "samples");
        var samples = Directory.EnumerateFiles(root, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => (Path: Path.GetRelativePath(root, f).Replace('\\', '/'), Text: File.ReadAllText(f)));
        var overlays = Enumerable.Range(0, 40).Select(i => (Path: $"many/overlay-{i.ToString(CultureInfo.InvariantCulture)}/kustomization.yaml", Text: "resources: [../base]\n"));
        (string Path, string Text)[] shared =
        [
            ("many/base/kustomization.yaml", "resources: [web.yaml]\n"),
            ("many/base/web.yaml", """
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {selector: {app: web}, ports: [{port: 80, targetPort: htpp}]}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: web, ports: [{name: http, containerPort: 80}]}]}}}
                """),
        ];
        return [.. samples.Concat(overlays).Concat(shared).Select(f => Linter.Parse(new SourceText(f.Path, f.Text)))];
    }
}
