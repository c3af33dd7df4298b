using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules;
using SvcLint.Suppression;
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

    /// <summary>What is applied together, with effective values, for hosts that ask something else than findings.</summary>
    public static IReadOnlyList<DeploymentUnit> Units(IReadOnlyList<ParsedFile> files, LintOptions options) =>
        UnitBuilder.Build(files.Where(f => !IsExcluded(f, options)).ToArray(), options).Units;

    /// <summary>Everything that rules may ask, for hosts that ask something else than findings.</summary>
    public static Repository Understand(IReadOnlyList<ParsedFile> files, LintOptions options)
    {
        files = files.Where(f => !IsExcluded(f, options)).ToArray();
        var set = UnitBuilder.Build(files, options);
        return Repository(set, files, options);
    }

    /// <summary>What whoever refers to these manifests must know of them, for <see cref="ManifestIndex.Read"/>.</summary>
    public static string Index(IReadOnlyList<ParsedFile> files, LintOptions options) =>
        ManifestIndexWriter.Write(UnitBuilder.Build(files.Where(f => !IsExcluded(f, options)).ToArray(), options));

    /// <summary>Lints files that were read. Never throws for the sake of an input: a rule that fails becomes a finding.</summary>
    public static LintResult Lint(IReadOnlyList<ParsedFile> files, LintOptions options)
    {
        var given = files.Count;
        files = files.Where(f => !IsExcluded(f, options)).ToArray();
        var set = UnitBuilder.Build(files, options);
        var units = set.Units;
        var repository = Repository(set, files, options);
        var inputs = options is { UpgradeTo: not null, InVersion: { } optionsIn } && set.Rendered.Count > 0
            ? new VersionedInputs(new VersionedInput(repository, set.Rendered), version => Input(files, optionsIn(version)))
            : null;
        var run = new RuleRun(options, inputs);
        foreach (var file in files)
        {
            run.Check(file);
        }

        foreach (var unit in set.Rendered)
        {
            run.Check(unit);
            foreach (var manifest in unit.Manifests)
            {
                run.Check(manifest.File, unit.Name);
            }
        }

        run.Check(units, repository);
        run.Check(repository);
        run.Check(options.ConfigurationProblems);
        var severities = new SeverityPolicy(options.Configuration, options.RuleSeverities);
        var found = FindingIdentity.Apply(DeployedFindings.Apply(CodeGuard.Apply(RenderedFindings.Apply(PlaceholderGuard.Apply(run.Findings(), set.Deployments.Resolved), [.. set.Rendered, .. options.EarlierRendered, .. inputs?.Rendered ?? []], files), files), set.Deployments), set.Files);
        var findings = severities.Apply(found);
        var suppression = new SuppressionRun(options, severities, set, run.Silences).Apply(findings);
        var ofSuppressions = severities.Apply(FindingIdentity.Apply(suppression.OfSuppressions, set.Files));
        return new LintResult
        {
            Findings = suppression.Kept.Concat(ofSuppressions)
                .Where(f => options.OnlyRules is null || options.OnlyRules.Contains(f.Rule.Id))
                .OrderBy(f => f.Span)
                .ThenBy(f => f.Rule.Id, StringComparer.Ordinal)
                .ThenBy(f => f.Message, StringComparer.Ordinal)
                .ToArray(),
            Suppressed = suppression.Suppressed,
            Hidden = new HiddenFindings
            {
                ExcludedFiles = given - files.Count,
                TurnedOff = severities.Hidden(found).Off,
                Lowered = severities.Hidden(found).Lowered,
                Suppressed = suppression.Suppressed.Count(f => f.Confidence != Confidence.Low),
            },
            Units = units,
            Limits = BuildLimits.Of(set),
            Expectations = ClusterExpectations.FilesOf(files),
            Silences = run.Silences,
            RuleTime = run.Time,
            Documents = Everything(files, set).Sum(f => f.Documents.Count),
            Objects = Objects(files, set),
        };
    }

    private static bool IsExcluded(ParsedFile file, LintOptions options) => options.Configuration.IsExcluded(file.Path) && !options.NamedFiles.Contains(file.Path);

    // A kustomization alone may name files that were not among the input.
    private static int Objects(IReadOnlyList<ParsedFile> files, UnitSet set) =>
        Everything(files, set).Sum(f => f.Documents.Sum(d => d.Objects.Count)) is > 0 and var count ? count : set.Units.Sum(u => u.Objects.Count);

    // A chart counts once, however many values files it has.
    private static IEnumerable<ParsedFile> Everything(IReadOnlyList<ParsedFile> files, UnitSet set) =>
        files.Concat(set.Rendered.SelectMany(u => u.Manifests).Select(m => m.File).GroupBy(f => f.Path).Select(g => g.First()));

    private static VersionedInput Input(IReadOnlyList<ParsedFile> files, LintOptions options)
    {
        var set = UnitBuilder.Build(files, options);
        return new VersionedInput(Repository(set, files, options), set.Rendered);
    }

    private static Repository Repository(UnitSet set, IReadOnlyList<ParsedFile> files, LintOptions options) =>
        new([.. set.Units, .. options.Index?.Units(options) ?? []], set.Written.Concat(options.Index?.Written ?? []), options.Configuration, files) { Deployments = set.Deployments, Projects = set.Projects };
}
