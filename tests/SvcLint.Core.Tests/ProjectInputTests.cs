using SvcLint.Suppression;
using SvcLint.Text;

namespace SvcLint.Core.Tests;

public sealed class ProjectInputTests
{
    [Theory]
    [InlineData("/repo", "/repo/k8s/web.yaml", "k8s/web.yaml")]
    [InlineData("/repo/", "/repo/web.yaml", "web.yaml")]
    [InlineData("/repo", "/repository/web.yaml", "../repository/web.yaml")]
    [InlineData("/src/repo", "/src/shared/svclint.yaml", "../shared/svclint.yaml")]
    [InlineData("/src/a/b", "/src/web.yaml", "../../web.yaml")]
    [InlineData(@"C:\Repo", @"c:\repo\k8s\web.yaml", "k8s/web.yaml")]
    [InlineData(@"C:\Repo", @"D:\Repo\web.yaml", "D:/Repo/web.yaml")]
    [InlineData("", "/repo/web.yaml", "/repo/web.yaml")]
    public void Paths_are_relative_to_the_root(string root, string path, string expected) =>
        Assert.Equal(expected, ProjectInput.RelativePath(root, path));

    [Fact]
    public void A_baseline_accepts_and_a_broken_one_is_reported()
    {
        var input = new ProjectInput { Files = [(Linter.Parse(new SourceText("old.yaml", "a: [\n")), ProjectFileRole.Manifest), (Linter.Parse(new SourceText("new.yaml", "b: [\n")), ProjectFileRole.Manifest)] };
        var accepted = Baseline.Write([.. input.Lint().Where(f => f.Span.Source.Path == "old.yaml")]);

        Assert.Equal(["new.yaml SVC0001"], Lines(input with { Baseline = new SourceText("baseline.json", accepted) }));
        Assert.Equal(["baseline.json SVC0003", "new.yaml SVC0001", "old.yaml SVC0001"], Lines(input with { Baseline = new SourceText("baseline.json", "{}") }));

        static IEnumerable<string> Lines(ProjectInput input) => input.Lint().Select(f => $"{f.Span.Source.Path} {f.Rule.Id}");
    }

    [Fact]
    public void What_a_build_prints_of_a_manifest_is_escaped()
    {
        const string Evil = "\\n##vso[task.complete]\\n::error::x\\e[31m\\u202e\\u0085";
        var text = $"apiVersion: v1\nkind: Service\nmetadata: {{name: \"a{Evil}\"}}\nspec: {{type: \"{Evil}\", selector: {{app: a}}, ports: [{{port: 80, protocol: \"{Evil}\", \"{Evil}\": 1}}]}}\n";
        var findings = new ProjectInput { Files = [(Linter.Parse(new SourceText("a.yaml", text)), ProjectFileRole.Manifest)] }.Lint();

        Assert.True(findings.Count > 2);
        Assert.All(findings.SelectMany(f => new[] { f.OneLine, f.Message, f.Effect ?? "", f.Help ?? "" }), said =>
        {
            Assert.DoesNotContain(said, c => c is < ' ' or '\u202e' or '\u0085');
            Assert.DoesNotContain("##vso[", said, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Only_manifests_and_the_configuration_are_reported()
    {
        var broken = Linter.Parse(new SourceText("broken.yaml", "a: [\n"));
        var known = Linter.Parse(new SourceText("known.yaml", "b: [\n"));
        var input = new ProjectInput
        {
            Files = [(broken, ProjectFileRole.Manifest), (known, ProjectFileRole.Reference)],
            Configuration = new SourceText("svclint.yaml", "rule: {}\n"),
        };

        Assert.Equal(["broken.yaml SVC0001", "svclint.yaml SVC0003"], input.Lint().Select(f => $"{f.Span.Source.Path} {f.Rule.Id}"));
        Assert.Empty((input with { Files = [(broken, ProjectFileRole.Reference)] }).Lint());
    }
}
