using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules.Input;
using SvcLint.Text;

namespace SvcLint.Rules;

/// <summary>Runs rules over files and units and gathers what they say: one finding for the same rule, place and words, with all its units.</summary>
internal sealed class RuleRun
{
    private const string Validation = "validation";
    private const string Addresses = "addresses";

    private readonly LintOptions _options;
    private readonly List<Rule> _rules;
    private readonly EarlierState? _earlier;
    private readonly VersionedInputs? _inputs;
    private readonly Dictionary<(string Rule, SourceText Source, TextSpan Range, string Message), (Finding Finding, List<string> Units)> _found = [];
    private readonly List<Silence> _silences = [];
    private readonly Dictionary<string, long> _time = new(StringComparer.Ordinal);

    /// <param name="options">What the host tells.</param>
    /// <param name="inputs">The input for other versions, where the host asks about them and charts are among it.</param>
    public RuleRun(LintOptions options, VersionedInputs? inputs = null)
    {
        _options = options;
        _inputs = inputs;
        _earlier = options.Earlier is { } units ? new EarlierState(units) : null;
        // Whether a suppression is used is known by its own rule alone.
        var all = options.OnlyRules is null || options.OnlyRules.Any(id => RuleCatalog.Find(id) is UnusedSuppression or ExpiredSuppression);
        // What the host turns off is counted nowhere. What the configuration turns off is, and so it runs.
        _rules = RuleCatalog.All.Where(r => (all || options.OnlyRules!.Contains(r.Info.Id)) && !(options.RuleSeverities.TryGetValue(r.Info.Id, out var asked) && asked == Severity.Off)).ToList();
    }

    private RuleRun(RuleRun run)
    {
        _options = run._options;
        _earlier = run._earlier;
        _inputs = run._inputs;
        _rules = run._rules;
    }

    public IReadOnlyList<Silence> Silences => _silences;

    public IReadOnlyDictionary<string, long> Time => _time;

    /// <param name="file">A file of the input, or what a template rendered.</param>
    /// <param name="unit">The unit that rendered it.</param>
    public void Check(ParsedFile file, string? unit = null)
    {
        foreach (var rule in _rules)
        {
            if (rule is FileRule fileRule)
            {
                Run(rule, unit, () => fileRule.Check(file), file.Source);
            }
        }
    }

    /// <summary>Each unit is checked by itself, perhaps at once with others; what they say is gathered in their order.</summary>
    public void Check(IReadOnlyList<DeploymentUnit> units, Repository repository)
    {
        var runs = new RuleRun[units.Count];
        _options.ForEach(units.Count, i =>
        {
            runs[i] = new RuleRun(this);
            runs[i].Check(units[i], repository);
        });
        foreach (var run in runs)
        {
            Take(run);
        }
    }

    private void Check(DeploymentUnit unit, Repository repository)
    {
        var context = new RuleContext(unit, repository, _earlier, _options.MigrateTo, _options.UpgradeTo) { Inputs = _inputs };
        if (_options.Clock is { } clock && _rules.Count > 0)
        {
            // Twenty rules ask for the verdicts, and as many for the addresses; the time that they take is none of the first one's.
            var start = clock();
            _ = context.Verdicts;
            _time[Validation] = clock() - start;
            start = clock();
            _ = unit.Addresses.Any();
            _time[Addresses] = clock() - start;
        }

        foreach (var rule in _rules)
        {
            if (rule is not (FileRule or RepositoryRule or LinterRule))
            {
                Run(rule, unit.Name, () => rule.Check(context), unit.Objects.Count > 0 ? unit.Objects[0].Span.Source : null);
            }
        }

        _silences.AddRange(context.Silences);
    }

    /// <summary>Shows what the configuration says that cannot be followed, where the host wants that as findings.</summary>
    public void Check(IReadOnlyList<ConfigurationProblem> problems)
    {
        if (_rules.OfType<BadConfiguration>().FirstOrDefault() is { } rule)
        {
            foreach (var problem in problems)
            {
                Add(rule.At(problem), null);
            }
        }
    }

    /// <summary>Shows what is wrong with a chart itself.</summary>
    public void Check(RenderedUnit chart)
    {
        foreach (var finding in ChartRule.Of(chart, _rules))
        {
            Add(finding, chart.Name);
        }
    }

    public void Check(Repository repository)
    {
        foreach (var rule in _rules.OfType<RepositoryRule>())
        {
            Run(rule, null, () => rule.Check(repository), repository.Files.Count > 0 ? repository.Files[0].Source : null);
        }

        foreach (var rule in _earlier is null ? [] : _rules.OfType<UpdateRule>())
        {
            Run(rule, null, () => rule.Check(repository, _earlier!), repository.Files.Count > 0 ? repository.Files[0].Source : null);
        }
    }

    /// <summary>Everything found, sorted by place, then rule.</summary>
    public IReadOnlyList<Finding> Findings() => _found.Values
        .Select(f => f.Units.Count > 0 ? f.Finding with { Units = f.Units } : f.Finding)
        .OrderBy(f => f.Span)
        .ThenBy(f => f.Rule.Id, StringComparer.Ordinal)
        .ThenBy(f => f.Message, StringComparer.Ordinal)
        .ToArray();

    private void Run(Rule rule, string? unit, Func<IEnumerable<Finding>> check, SourceText? place)
    {
        var start = _options.Clock?.Invoke() ?? 0;
        try
        {
            foreach (var finding in check())
            {
                Add(finding, unit);
            }
        }
#pragma warning disable CA1031 // A defect of one rule must not cost the findings of the others.
        catch (Exception exception)
        {
            if (place is not null && RuleCatalog.All.OfType<RuleCrash>().FirstOrDefault() is { } crash)
            {
                Add(crash.At(place.Span(0, 0), $"rule {rule.Info.Id} failed in {unit ?? place.Path} ({exception.Message.Trim().TrimEnd('.')})", "report this as a bug of svclint"), unit);
            }
        }
#pragma warning restore CA1031

        if (_options.Clock is { } clock)
        {
            _time[rule.Info.Id] = (_time.TryGetValue(rule.Info.Id, out var sum) ? sum : 0) + clock() - start;
        }
    }

    private void Take(RuleRun run)
    {
        foreach (var (finding, units) in run._found.Values)
        {
            foreach (var unit in units)
            {
                Add(finding, unit);
            }
        }

        _silences.AddRange(run._silences);
        foreach (var time in run._time)
        {
            _time[time.Key] = (_time.TryGetValue(time.Key, out var sum) ? sum : 0) + time.Value;
        }
    }

    private void Add(Finding finding, string? unit)
    {
        var key = (finding.Rule.Id, finding.Span.Source, finding.Span.Range, finding.FullMessage);
        if (!_found.TryGetValue(key, out var known))
        {
            _found.Add(key, known = (finding, []));
        }

        if (unit is not null && !known.Units.Contains(unit))
        {
            known.Units.Add(unit);
        }
    }
}
