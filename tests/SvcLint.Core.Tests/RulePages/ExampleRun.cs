using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Text;

namespace SvcLint.Core.Tests.RulePages;

/// <summary>Lints an example with one rule alone.</summary>
public static class ExampleRun
{
    /// <summary>The day on which the pages are read: suppressions that expire need one.</summary>
    public static readonly DateTime Today = new(2027, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

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
        var configured = sources.FirstOrDefault(s => s.Path == "svclint.yaml") is { } text
            ? Linter.ReadConfiguration(text, path => sources.FirstOrDefault(s => s.Path == path))
            : new ConfigurationResult(LintConfiguration.Default, []);
        var options = new LintOptions
        {
            OnlyRules = [ruleId],
            KubernetesVersion = version,
            Configuration = configured.Configuration,
            ConfigurationProblems = configured.Problems,
            Today = Today,
        };
        return Linter.Lint([.. sources.Where(s => s.Path != "svclint.yaml").Select(Linter.Parse)], options).Findings;
    }
}
