using SvcLint.Findings;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Suppression;

public sealed class SuppressionTests
{
    private const string Deployment = """

        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
                - name: web
                  image: registry.example/web:1
                  ports: [{name: web, containerPort: 8080}]
        """;

    /// <summary>Two wrong target ports; comments are put in at the marks.</summary>
    private static string Manifest(string top = "", string spec = "", string first = "", string inline = "", string second = "", string before = "", string metadata = "") => $$"""
        {{before}}
        apiVersion: v1{{top}}
        kind: Service
        metadata:
          name: web{{metadata}}
        {{spec}}
        spec:
          selector: {app: web}
          ports:
        {{first}}
            - name: a
              port: 80
              targetPort: http{{inline}}
            - name: b
              port: 81
        {{second}}
              targetPort: admin
        """ + Deployment;

    public static TheoryData<string, string, int> Comments => new()
    {
        { "none", Manifest(), 2 },
        { "behind its line", Manifest(inline: " # svclint:ignore SVC2002 -- x"), 1 },
        { "by name", Manifest(inline: " # svclint:ignore target-port-name-missing -- x"), 1 },
        { "alone before the key", Manifest(second: "      # svclint:ignore SVC2002 -- x"), 1 },
        { "alone before the entry", Manifest(first: "    # svclint:ignore SVC2002 -- x"), 1 },
        { "alone before spec", Manifest(spec: "# svclint:ignore SVC2002 -- x"), 0 },
        { "before the object", Manifest(before: "# svclint:ignore SVC2002 -- x"), 0 },
        { "before the object, with more comments between", Manifest(before: "# svclint:ignore SVC2002 -- x\n# The shop's front door.\n"), 0 },
        { "before the document marker", Manifest(before: "# svclint:ignore SVC2002 -- x\n---"), 0 },
        { "in another place", Manifest(top: " # svclint:ignore SVC2002 -- x"), 2 },
        { "another rule", Manifest(inline: " # svclint:ignore SVC0001 -- x"), 2 },
        { "several rules", Manifest(inline: " # svclint:ignore SVC0001, SVC2002 -- x"), 1 },
        { "not yet expired", Manifest(inline: " # svclint:ignore SVC2002 until=2027-01-01 -- x"), 1 },
        { "expired", Manifest(inline: " # svclint:ignore SVC2002 until=2026-12-31 -- x"), 2 },
        { "no reason", Manifest(inline: " # svclint:ignore SVC2002"), 2 },
        { "an empty reason", Manifest(inline: " # svclint:ignore SVC2002 --"), 2 },
        { "text inside a scalar", Manifest(metadata: "\n  annotations: {note: 'a # svclint:ignore SVC2002 -- x'}"), 2 },
        { "annotation", Manifest(metadata: "\n  annotations:\n    svclint.dev/ignore: SVC2002 -- x"), 0 },
        { "annotation with several entries", Manifest(metadata: "\n  annotations:\n    svclint.dev/ignore: \"SVC0001 -- y; z; SVC2002 -- x\""), 0 },
        { "annotation of another rule", Manifest(metadata: "\n  annotations:\n    svclint.dev/ignore: SVC0001 -- x"), 2 },
    };

    [Theory]
    [MemberData(nameof(Comments))]
    public void Covers_what_it_says(string place, string manifest, int left)
    {
        var result = Lint(manifest);
        Assert.True(left == result.Findings.Count(f => f.Rule.Id == "SVC2002"), $"{place}: {string.Join("; ", result.Findings.Select(f => f.ToString()))}");
        Assert.Equal(2 - left, result.Suppressed.Count);
        Assert.All(result.Suppressed, f => Assert.NotEmpty(f.Fingerprint));
    }

    [Theory]
    [InlineData("# svclint:ignore SVC2002", "SVC0004", "suppression has no reason")]
    [InlineData("# svclint:ignore", "SVC0004", "names no rule and no reason")]
    [InlineData("# svclint:ignore -- x", "SVC0004", "suppression names no rule")]
    [InlineData("# svclint:ignore SVC9999 -- x", "SVC0004", "no rule is called SVC9999")]
    [InlineData("# svclint:ignore target-port-name-mising -- x", "SVC0004", "did you mean 'target-port-name-missing'?")]
    [InlineData("# svclint:ignore SVC2002 until=soon -- x", "SVC0004", "'until=soon' is not a date")]
    [InlineData("# svclint:ignore SVC0005 -- x", "SVC0004", "cannot be suppressed")]
    [InlineData("# svclint:ingore SVC2002 -- x", "SVC0004", "malformed suppression; write svclint:ignore")]
    [InlineData("# svclint: ignore SVC2002 -- x", "SVC0004", "malformed suppression; write svclint:ignore")]
    [InlineData("# svclint-ignore SVC2002 -- x", "SVC0004", "malformed suppression; write svclint:ignore")]
    [InlineData("# svclint:disable SVC2002 -- x", "SVC0004", "malformed suppression; write svclint:ignore")]
    [InlineData("# svclint:ignore SVC2002 until=2026-12-31 -- x", "SVC0006", "expired on 2026-12-31")]
    [InlineData("# svclint:ignore SVC2001 -- x", "SVC0005", "SVC2001 finds nothing here")]
    [InlineData("# svclint:ignore SVC2001, SVC2002 -- x", "SVC0005", "SVC2001 finds nothing here")]
    [InlineData("# svclint:ignore SVC2001 until=2026-12-31 -- x", "SVC0005", "SVC2001 finds nothing here")]
    public void Says_what_is_wrong_with_it(string comment, string rule, string message)
    {
        var finding = Assert.Single(Lint(Manifest(inline: " " + comment)).Findings, f => f.Rule.Id.StartsWith("SVC000", StringComparison.Ordinal));
        Assert.Equal(rule, finding.Rule.Id);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# svclint is a fine tool")]
    [InlineData("# svclint: see the wiki")]
    [InlineData("# the svclint:ignore comment below")]
    public void Leaves_other_comments_alone(string comment)
    {
        Assert.DoesNotContain(Lint(Manifest(inline: " " + comment)).Findings, f => f.Rule.Id.StartsWith("SVC000", StringComparison.Ordinal));
    }

    [Fact]
    public void Unused_is_said_only_where_the_rule_ran_and_the_unit_is_known()
    {
        const string comment = "# svclint:ignore SVC2001 -- x\n";
        Assert.Contains(Lint(Manifest(before: comment)).Findings, IsUnused);
        Assert.DoesNotContain(Lint(Manifest(before: comment), rules: "rules: {SVC2001: off}").Findings, IsUnused);
        Assert.DoesNotContain(Lint(Manifest(before: comment) + "\n---\na: [\n").Findings, IsUnused);
        var patch = Linter.Lint([.. new[] { ("app/kustomization.yaml", "resources: [https://example.com/base]\npatches: [{path: web.yaml}]"), ("app/web.yaml", Manifest(before: comment)) }.Select(f => Linter.Parse(new SourceText(f.Item1, f.Item2)))], new LintOptions());
        Assert.DoesNotContain(patch.Findings, IsUnused);
    }

    [Fact]
    public void Misspelt_is_said_only_where_the_unit_is_known()
    {
        const string comment = "# svclint:ingore SVC2002 -- x\n";
        Assert.Contains(Lint(Manifest(before: comment)).Findings, f => f.Rule.Id == "SVC0004");
        Assert.DoesNotContain(Lint(Manifest(before: comment) + "\n---\na: [\n").Findings, f => f.Rule.Id == "SVC0004");
    }

    [Theory]
    [InlineData("", "", 2)]
    [InlineData("    # svclint:ignore SVC7003 -- x\n", "", 0)]
    [InlineData("", "    # svclint:ignore SVC7003 -- x\n", 1)]
    [InlineData("", " # svclint:ignore SVC7003 -- x", 2)]
    public void A_comment_inside_an_embedded_configuration_speaks_of_it(string first, string before, int left)
    {
        var inline = before.EndsWith('\n') ? "" : before;
        var own = before.EndsWith('\n') ? before : "";
        var result = Lint($$"""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: kube-proxy, namespace: kube-system}
            data:
              other: |{{inline}}
                # svclint:ignore SVC7003 -- this text is no configuration
                mode: ipvs
              config.conf: |
            {{first}}    apiVersion: kubeproxy.config.k8s.io/v1alpha1
                kind: KubeProxyConfiguration
            {{own}}    mode: IPVS
                clusterCIDR: nowhere
            """);
        Assert.True(left == result.Findings.Count(f => f.Rule.Id == "SVC7003"), string.Join("; ", result.Findings.Select(f => f.ToString())));
    }

    [Fact]
    public void The_fix_of_an_unused_comment_takes_it_out()
    {
        var manifest = Manifest(inline: " # svclint:ignore SVC2001 -- x", second: "      # svclint:ignore SVC2001 -- x");
        var edits = Lint(manifest).Findings.Where(IsUnused).SelectMany(f => f.Fixes).SelectMany(f => f.Edits);
        Assert.Equal(Manifest().Replace("\n\n      targetPort: admin", "\n      targetPort: admin", StringComparison.Ordinal), SvcLint.Yaml.YamlEdit.Apply(manifest, edits));
    }

    [Fact]
    public void An_annotation_on_the_pod_template_is_in_the_wrong_place()
    {
        var manifest = Manifest().Replace("metadata: {labels: {app: web}}", "metadata: {labels: {app: web}, annotations: {svclint.dev/ignore: SVC2002 -- x}}", StringComparison.Ordinal);
        Assert.Contains(Lint(manifest).Findings, f => f.Rule.Id == "SVC0004" && f.Message.Contains("put it on Deployment web", StringComparison.Ordinal));
    }

    [Fact]
    public void An_overlay_suppresses_by_annotation_in_its_own_unit_alone()
    {
        (string Path, string Text)[] files =
        [
            ("base/kustomization.yaml", "resources: [web.yaml]"),
            ("base/web.yaml", Manifest()),
            ("dev/kustomization.yaml", "resources: [../base]\npatches: [{path: ignore.yaml}]"),
            ("dev/ignore.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: web, annotations: {svclint.dev/ignore: SVC2002 -- x}}"),
            ("prod/kustomization.yaml", "resources: [../base]"),
        ];
        var result = Linter.Lint([.. files.Select(f => Linter.Parse(new SourceText(f.Path, f.Text)))], new LintOptions());
        Assert.All(result.Findings.Where(f => f.Rule.Id == "SVC2002"), f => Assert.Equal(["prod"], f.Units));
        Assert.Equal(2, result.Findings.Count(f => f.Rule.Id == "SVC2002"));
    }

    [Theory]
    [InlineData("suppress: [{rule: SVC2002, reason: x}]", 0, 0)]
    [InlineData("suppress: [{rule: SVC2002, reason: x, paths: ['*.yaml'], object: Service/web}]", 0, 0)]
    [InlineData("suppress: [{rule: SVC2002, reason: x, paths: [k8s]}]", 2, 0)]
    [InlineData("suppress: [{rule: SVC2002, reason: x, object: Service/db}]", 2, 1)]
    [InlineData("suppress: [{rule: [SVC2002, SVC2001], reason: x}]", 0, 1)]
    [InlineData("suppress: [{rule: SVC2002, reason: x, until: 2026-12-31}]", 2, 1)]
    public void The_configuration_suppresses_too(string configuration, int left, int ofSuppressions)
    {
        var findings = Lint(Manifest(), configuration).Findings;
        Assert.Equal(left, findings.Count(f => f.Rule.Id == "SVC2002"));
        Assert.Equal(ofSuppressions, findings.Count(f => f.Span.Source.Path == "svclint.yaml"));
    }

    [Theory]
    [InlineData("rules: {SVC2002: off}", null)]
    [InlineData("rules: {SVC2002: info}", Severity.Info)]
    [InlineData("rules: {SVC2002: off}\noverrides: [{paths: [web.yaml], rules: {SVC2002: warning}}]", Severity.Warning)]
    [InlineData("overrides: [{paths: [web.yaml], rules: {SVC2002: off}}, {units: ['web.*'], rules: {SVC2002: info}}]", Severity.Info)]
    [InlineData("overrides: [{units: [other], rules: {SVC2002: off}}]", Severity.Error)]
    public void Severities_follow_the_configuration(string configuration, Severity? severity)
    {
        Assert.Equal(severity is null ? [] : new[] { severity.Value }, Lint(Manifest(), configuration).Findings.Where(f => f.Rule.Id == "SVC2002").Select(f => f.Severity).Distinct());
    }

    private static bool IsUnused(Finding finding) => finding.Rule.Id == "SVC0005";

    private static LintResult Lint(string manifest, string rules = "") => Linter.Lint(
        [Linter.Parse(new SourceText("web.yaml", manifest))],
        new LintOptions
        {
            Configuration = Linter.ReadConfiguration(new SourceText("svclint.yaml", rules), _ => null).Configuration,
            Today = new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Unspecified),
            IsComplete = true,
        });
}
