using SvcLint.Charts.Units;
using SvcLint.Config;
using SvcLint.CSharp;
using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.RulePages;

/// <summary>Lints an example with one rule alone.</summary>
public static class ExampleRun
{
    /// <summary>The day on which the pages are read: suppressions that expire need one.</summary>
    public static readonly DateTime Today = new(2027, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    public static (IReadOnlyList<Finding> Findings, IReadOnlyList<Caret> Expected, IReadOnlyList<SourceText> Sources) Lint(RulePage page, Example example)
    {
        var sources = Sources(example);
        var expected = example.Files.SelectMany(f => Carets.TakeOut(f, f.File).Carets).ToArray();
        var (files, options) = Prepare(page.Id, example, sources);
        return (Linter.Lint(files, options).Findings, expected, sources);
    }

    /// <summary>What an example gives the linter.</summary>
    public static (IReadOnlyList<ParsedFile> Files, LintOptions Options) Prepare(string ruleId, Example example, IReadOnlyList<SourceText>? sources = null)
    {
        var (files, options) = Prepare(ruleId, sources ?? Sources(example), Version(example), example.Before is null ? null : Sources(example.Before));
        options = example.UpgradeTo is { } text && KubernetesVersion.TryParse(text, out var version) ? options with { UpgradeTo = version } : options;
        return (files, example.MigrateTo is { } mode ? options with { MigrateTo = Enum.Parse<ProxyMode>(mode, ignoreCase: true) } : options);
    }

    public static IReadOnlyList<SourceText> Sources(Example example) =>
        [.. example.Files.Select(f => new SourceText(f.File, Carets.TakeOut(f, f.File).Text))];

    public static KubernetesVersion? Version(Example example) =>
        example.KubernetesVersion is { } text && KubernetesVersion.TryParse(text, out var version) ? version : null;

    private static (IReadOnlyList<ParsedFile> Files, LintOptions Options) Prepare(
        string ruleId, IReadOnlyList<SourceText> sources, KubernetesVersion? version, IReadOnlyList<SourceText>? before = null)
    {
        var configured = sources.FirstOrDefault(s => s.Path == "svclint.yaml") is { } text
            ? Linter.ReadConfiguration(text, path => sources.FirstOrDefault(s => s.Path == path))
            : new ConfigurationResult(LintConfiguration.Default, []);
        Assert.True(ruleId == "SVC0003" || configured.Problems.Count == 0, $"the configuration of an example of {ruleId} is wrong: {string.Join(", ", configured.Problems.Select(p => p.Message))}");
        var options = new LintOptions
        {
            OnlyRules = [ruleId],
            KubernetesVersion = version,
            Configuration = configured.Configuration,
            ConfigurationProblems = configured.Problems,
            Today = Today,
        };
        var files = sources.Where(s => s.Path != "svclint.yaml").ToDictionary(s => s.Path, StringComparer.Ordinal);
        if (files.Keys.Any(ChartInput.IsMetadata))
        {
            var input = ChartInput.Of(files, options);
            options = options with { Rendered = ChartUnits.Render(input), Engine = new ReleaseEngine(() => input) };
        }

        return (Parse(sources), before is null ? options : options with { Earlier = Linter.Units(Parse(before), options) });
    }

    private static IReadOnlyList<ParsedFile> Parse(IReadOnlyList<SourceText> sources) => [.. sources.Where(s => s.Path != "svclint.yaml").Select(Parse)];

    private static ParsedFile Parse(SourceText source) =>
        CodeFacts.IsCode(source.Path) ? ParsedFile.Of(CodeReader.Read(source)) : Linter.Parse(source);
}
