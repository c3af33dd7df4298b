using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint;

/// <summary>The whole of svclint as two pure functions: read one file, and lint what was read.</summary>
public static class Linter
{
    /// <summary>Reads one file. Never throws; may be called in parallel.</summary>
    public static ParsedFile Parse(SourceText source) => FileReader.Read(source);

    /// <summary>Reads a configuration and what it extends; never throws. See <see cref="ConfigurationReader.Read"/>.</summary>
    public static ConfigurationResult ReadConfiguration(SourceText source, Func<string, SourceText?> resolveExtends) =>
        ConfigurationReader.Read(source, [.. RuleCatalog.All.Select(r => r.Info)], resolveExtends);

    /// <summary>Lints files that were read. Never throws for the sake of an input: a rule that fails becomes a finding.</summary>
    public static LintResult Lint(IReadOnlyList<ParsedFile> files, LintOptions options)
    {
        files = files.Where(f => !options.Configuration.IsExcluded(f.Path)).ToArray();
        var (units, all, written) = UnitBuilder.Build(files, options);
        var repository = new Repository(units, written, options.Configuration.Externals);
        var run = new RuleRun(options);
        foreach (var file in files)
        {
            run.Check(file);
        }

        foreach (var unit in units)
        {
            run.Check(unit, repository);
        }

        run.Check(options.ConfigurationProblems);
        var severities = new SeverityPolicy(options.Configuration, options.RuleSeverities);
        var findings = PlaceholderGuard.Apply(run.Findings());
        findings = FindingIdentity.Apply(findings, all);
        findings = severities.Apply(findings);
        return new LintResult
        {
            Findings = findings,
            Units = units,
            Silences = run.Silences,
            RuleTime = run.Time,
            Documents = files.Sum(f => f.Documents.Count),
            Objects = files.Sum(f => f.Documents.Sum(d => d.Objects.Count)),
        };
    }
}
