using SvcLint.Findings;

namespace SvcLint.Config;

/// <summary>
/// Which severity a finding gets: the host's word wins over the configuration's overrides, the last of which that fits wins
/// over its rules, and those over what the rule itself says.
/// </summary>
public sealed class SeverityPolicy(LintConfiguration configuration, IReadOnlyDictionary<string, Severity> fromHost)
{
    private readonly bool _isTrivial = configuration.Rules.Count == 0 && configuration.Overrides.Count == 0 && fromHost.Count == 0;

    /// <summary>The severity of a finding in one unit; null stands for a finding that no unit is needed for.</summary>
    public Severity Of(string ruleId, Severity reported, string path, string? unit)
    {
        if (_isTrivial)
        {
            return reported;
        }

        if (fromHost.TryGetValue(ruleId, out var severity))
        {
            return severity;
        }

        for (var i = configuration.Overrides.Count - 1; i >= 0; i--)
        {
            var entry = configuration.Overrides[i];
            if (entry.Rules.TryGetValue(ruleId, out severity)
                && (entry.Paths.Count == 0 || configuration.IsMatch(entry.Paths, path))
                && (entry.Units.Count == 0 || (unit is not null && entry.Units.Any(u => u.IsMatch(unit)))))
            {
                return severity;
            }
        }

        return configuration.Rules.TryGetValue(ruleId, out severity) ? severity : reported;
    }

    /// <summary>The findings that are left, each with the weight and the units in which it is not off.</summary>
    public IReadOnlyList<Finding> Apply(IReadOnlyList<Finding> findings) =>
        _isTrivial ? findings.Where(f => f.Severity != Severity.Off).ToArray() : findings.Select(Apply).OfType<Finding>().ToArray();

    /// <summary>How many findings the configuration turns off, and how many it lowers; what the host itself asks for is its own affair.</summary>
    public (int Off, int Lowered) Hidden(IReadOnlyList<Finding> findings)
    {
        if (configuration.Rules.Count == 0 && configuration.Overrides.Count == 0)
        {
            return (0, 0);
        }

        var (off, lowered) = (0, 0);
        foreach (var finding in findings)
        {
            if (finding.Severity == Severity.Off || finding.Confidence == Confidence.Low || fromHost.ContainsKey(finding.Rule.Id))
            {
                continue;
            }

            var left = Apply(finding);
            off += left is null ? 1 : 0;
            lowered += left is not null && left.Severity < finding.Severity ? 1 : 0;
        }

        return (off, lowered);
    }

    private Finding? Apply(Finding finding)
    {
        var path = finding.Span.Source.Path;
        if (finding.Units.Count == 0)
        {
            var alone = Of(finding.Rule.Id, finding.Severity, path, null);
            return alone == Severity.Off ? null : With(finding, alone);
        }

        var severity = Severity.Off;
        var units = new List<string>(finding.Units.Count);
        foreach (var unit in finding.Units)
        {
            var inUnit = Of(finding.Rule.Id, finding.Severity, path, unit);
            if (inUnit != Severity.Off)
            {
                units.Add(unit);
                severity = inUnit > severity ? inUnit : severity;
            }
        }

        return units.Count == 0 ? null : With(finding, severity) with { Units = units };
    }

    private Finding With(Finding finding, Severity severity) => severity == finding.Severity
        ? finding
        : finding with { Severity = severity, SetBy = fromHost.ContainsKey(finding.Rule.Id) ? SeveritySource.Host : SeveritySource.Configuration };
}
