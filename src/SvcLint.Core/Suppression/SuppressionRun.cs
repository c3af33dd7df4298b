using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Model.DotNet;
using SvcLint.Rules;
using SvcLint.Rules.Input;
using SvcLint.Text;

namespace SvcLint.Suppression;

/// <summary>What suppressions leave, what they take away, and what is to be said of them.</summary>
internal sealed record SuppressionResult(IReadOnlyList<Finding> Kept, IReadOnlyList<Finding> Suppressed, IReadOnlyList<Finding> OfSuppressions);

/// <summary>
/// Applies the suppressions of comments, annotations and the configuration, and the pragmas of C#. A finding that holds in several units
/// goes when it is suppressed in each. That a suppression is unused is only said where its rule ran and every unit concerned is fully
/// known, and that it is misspelled only where the file's units are.
/// </summary>
internal sealed class SuppressionRun
{
    private readonly LintOptions _options;
    private readonly SeverityPolicy _severities;
    private readonly UnitSet _units;
    private readonly ILookup<string, string> _silences;
    private readonly ILookup<string, DeploymentUnit> _unitsOf;
    private readonly ILookup<string, Model.ParsedFile> _files;
    private readonly List<DirectiveProblem> _problems = [];
    private readonly ILookup<string, Suppressor> _byRule;
    private readonly Dictionary<string, SuppressorIndex> _covering;
    private readonly Dictionary<SourceText, CodeFacts> _pragmas;

    public SuppressionRun(LintOptions options, SeverityPolicy severities, UnitSet units, IReadOnlyList<Silence> silences)
    {
        _options = options;
        _severities = severities;
        _units = units;
        _silences = silences.Select(s => (s.RuleId, s.Span.Source.Path)).Distinct().ToLookup(s => s.RuleId, s => s.Path, StringComparer.Ordinal);
        _unitsOf = units.Units.SelectMany(u => u.Files.Distinct().Select(f => (Unit: u, File: f))).ToLookup(u => u.File, u => u.Unit, StringComparer.Ordinal);
        _files = units.Files.ToLookup(f => f.Path, StringComparer.Ordinal);
        _byRule = units.Files.SelectMany(f => SuppressionReader.Read(f, _problems))
            .Concat(AnnotationReader.Read(units.Units, _problems))
            .Concat(options.Configuration.Suppressions.SelectMany(s => s.Rules.Select(r => new ConfiguredSuppressor(r, s, options.Configuration))))
            .ToLookup(s => s.RuleId, StringComparer.Ordinal);
        _covering = _byRule.ToDictionary(r => r.Key, r => new SuppressorIndex(r), StringComparer.Ordinal);
        _pragmas = units.Files.Select(f => f.Code).OfType<CodeFacts>().Where(c => c.Pragmas.Count > 0).ToDictionary(c => c.Source);
    }

    public SuppressionResult Apply(IReadOnlyList<Finding> findings)
    {
        if (_options.IgnoreSuppressions)
        {
            return new SuppressionResult(findings, [], []);
        }

        var kept = new List<Finding>(findings.Count);
        var suppressed = new List<Finding>();
        foreach (var finding in findings)
        {
            var left = Left(finding);
            if (left is null)
            {
                suppressed.Add(finding);
            }
            else
            {
                kept.Add(left);
            }
        }

        return new SuppressionResult(kept, suppressed, OfSuppressions().ToArray());
    }

    private Finding? Left(Finding finding)
    {
        // Both are asked, so that a suppression beside a pragma counts as used.
        var left = WithoutSuppressed(finding);
        return _pragmas.TryGetValue(finding.Span.Source, out var code) && code.IsDisabled(finding.Rule.Id, finding.Span.Start) ? null : left;
    }

    private Finding? WithoutSuppressed(Finding finding)
    {
        if (!_byRule.Contains(finding.Rule.Id))
        {
            return finding;
        }

        if (finding.Units.Count == 0)
        {
            return IsSuppressed(finding, null) ? null : finding;
        }

        var units = finding.Units.Where(u => !IsSuppressed(finding, u)).ToArray();
        return units.Length == 0 ? null : units.Length == finding.Units.Count ? finding : finding with { Units = units };
    }

    private bool IsSuppressed(Finding finding, string? unit)
    {
        var suppressed = false;
        foreach (var group in _covering[finding.Rule.Id].Covering(finding, unit))
        {
            suppressed |= group.Use(HasExpired);
        }

        return suppressed;
    }

    private bool HasExpired(Suppressor suppressor) => suppressor.Until is { } until && _options.Today > until;

    private IEnumerable<Finding> OfSuppressions()
    {
        foreach (var problem in _problems.Where(p => IsKnown(p.Span.Source.Path)))
        {
            yield return RuleCatalog.Get<BadSuppression>().At(problem.Span, problem.Message);
        }

        foreach (var suppressor in _byRule.SelectMany(s => s))
        {
            if (suppressor.IsUsed && HasExpired(suppressor))
            {
                yield return Expired(suppressor);
            }
            else if (!suppressor.IsUsed && IsJudged(suppressor))
            {
                yield return Unused(suppressor);
            }
        }
    }

    private static Finding Expired(Suppressor suppressor) => RuleCatalog.Get<ExpiredSuppression>().At(
        suppressor.Span,
        $"the suppression of {suppressor.RuleId} expired on {DateText.Write(suppressor.Until!.Value)}",
        "repair the finding, or set a new date");

    private static Finding Unused(Suppressor suppressor) => RuleCatalog.Get<UnusedSuppression>().At(
        suppressor.Span,
        $"unused suppression: {suppressor.RuleId} finds nothing here",
        "remove it; it would hide the next mistake") with
    {
        Fixes = suppressor.Removal is { } edit ? [new Fix("Remove the suppression", FixSafety.Safe, [edit])] : [],
    };

    // Beside what is not understood, a line that looks wrong may be for something else.
    private bool IsKnown(string path) => _unitsOf[path].All(u => u.IsFullyKnown);

    // Whoever says "unused" must have looked everywhere the suppression speaks of, with a rule that had all it needs.
    private bool IsJudged(Suppressor suppressor)
    {
        var rule = RuleCatalog.Find(suppressor.RuleId)!;
        // Of a change that was made long ago nothing is to be seen.
        return rule is not (UpdateRule or MigrationRule or UpgradeRule)
            && (_options.IsComplete || suppressor is not ConfiguredSuppressor)
            && (rule.Info.Category != Category.DotNet || (_options.IsComplete && suppressor.IsUnderstood))
            && HasRun(rule, suppressor)
            && !_silences[suppressor.RuleId].Any(p => suppressor.Concerns(p, null));
    }

    private bool HasRun(Rule rule, Suppressor suppressor)
    {
        if (rule is FileRule)
        {
            return IsOnInFiles(rule, suppressor);
        }

        bool? ran = null;
        foreach (var (unit, path) in Places(suppressor).Where(p => suppressor.Concerns(p.Path, p.Unit.Name)))
        {
            if (!unit.IsFullyKnown)
            {
                return false;
            }

            ran = ran == true || _severities.Of(rule.Info.Id, rule.Info.Severity, path, unit.Name) != Severity.Off;
        }

        return ran ?? (suppressor is CommentSuppressor && rule.Info.Category == Category.DotNet && HasRunBesideUnits(rule, suppressor));
    }

    // A comment speaks of its own file; whatever else of all.
    private IEnumerable<(DeploymentUnit Unit, string Path)> Places(Suppressor suppressor) => suppressor is CommentSuppressor { Covered.Source.Path: var own }
        ? _unitsOf[own].Select(u => (u, own))
        : _unitsOf.SelectMany(f => f.Select(u => (u, f.Key)));

    // Code and settings are in no unit, and are held against all of them.
    private bool HasRunBesideUnits(Rule rule, Suppressor suppressor) =>
        _units.Units.Count > 0
        && _units.Units.All(u => u.IsFullyKnown)
        && (rule is RepositoryRule || !_silences.Any(s => RuleCatalog.Find(s.Key)!.Info.Category == Category.DotNet))
        && IsOnInFiles(rule, suppressor);

    private bool IsOnInFiles(Rule rule, Suppressor suppressor) =>
        (suppressor is CommentSuppressor { Covered.Source.Path: var own } ? _files[own] : _units.Files).Any(f => suppressor.Concerns(f.Path, null) && _severities.Of(rule.Info.Id, rule.Info.Severity, f.Path, null) != Severity.Off);
}
