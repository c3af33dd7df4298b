using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Text;

namespace SvcLint.Core.Tests.RulePages;

/// <summary>Lints an example with one rule alone.</summary>
public static class ExampleRun
{
    public static (IReadOnlyList<Finding> Findings, IReadOnlyList<Caret> Expected, IReadOnlyList<SourceText> Sources) Lint(RulePage page, Example example)
    {
        var expected = new List<Caret>();
        var sources = new List<SourceText>();
        foreach (var fence in example.Files)
        {
            var file = fence.Options.GetValueOrDefault("file") ?? "example." + (fence.Language is "csharp" ? "cs" : fence.Language);
            var (text, carets) = Carets.TakeOut(fence, file);
            expected.AddRange(carets);
            sources.Add(new SourceText(file, text));
        }

        KubernetesVersion? version = example.KubernetesVersion is { } v && KubernetesVersion.TryParse(v, out var parsed) ? parsed : null;
        return (Lint(page.Id, sources, version), expected, sources);
    }

    public static IReadOnlyList<Finding> Lint(string ruleId, IReadOnlyList<SourceText> sources, KubernetesVersion? version)
    {
        var result = Linter.Lint([.. sources.Select(Linter.Parse)], new LintOptions { OnlyRules = [ruleId], KubernetesVersion = version });
        return result.Findings;
    }
}
