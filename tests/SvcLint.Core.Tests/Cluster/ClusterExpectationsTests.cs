using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Cluster;

public sealed class ClusterExpectationsTests
{
    // A container without an image, as a comparison of parts leaves it.
    private const string Body = "spec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: web}]}\n";

    [Theory]
    [InlineData("e2e-tests/arbiter/compare/statefulset.yml", "generation: 1", true)]
    [InlineData("tests/golden/web.yaml", "resourceVersion: '12'", true)]
    [InlineData("pkg/__snapshots__/web.yaml", "uid: 5f2c", true)]
    [InlineData("e2e-tests/arbiter/compare/statefulset.yml", "ownerReferences: [{kind: Web, name: web, controller: true}]", true)]
    [InlineData("e2e-tests/arbiter/compare/statefulset.yml", "labels: {app: web}", false)]
    [InlineData("deploy/web.yaml", "generation: 1", false)]
    public void What_a_test_compares_with_is_not_judged(string path, string field, bool isExpectation)
    {
        var found = Lint(path, $"apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: web\n  {field}\n{Body}");
        Assert.Equal(!isExpectation, found.Any(f => f.Rule.Id == "SVC1122"));
    }

    [Theory]
    [InlineData("e2e-tests/arbiter/compare/statefulset.yml", Severity.Info)]
    [InlineData("deploy/statefulset.yml", Severity.Error)]
    public void What_cannot_be_read_there_breaks_no_deployment(string path, Severity severity) =>
        Assert.Equal(severity, Assert.Single(Lint(path, "apiVersion: v1\nkind: Service\nmetadata: {name: a\n"), f => f.Rule.Id == "SVC0001").Severity);

    private static IReadOnlyList<Finding> Lint(string path, string text) =>
        Linter.Lint([Linter.Parse(new SourceText(path, text))], new LintOptions { Configuration = LintConfiguration.Default }).Findings;
}
