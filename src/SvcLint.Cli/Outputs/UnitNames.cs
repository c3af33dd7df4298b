using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Cli.Outputs;

/// <summary>Names the units in which a finding holds, where its place is in others too or there are several, with their clusters.</summary>
internal sealed class UnitNames
{
    private const int MostNamed = 4;

    private readonly Dictionary<string, int> _unitsOfFile = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeploymentUnit> _units = new(StringComparer.Ordinal);

    public UnitNames(LintResult result)
    {
        foreach (var unit in result.Findings.Any(f => f.Units.Count > 0) ? result.Units : [])
        {
            _units[unit.Name] = unit;
            foreach (var file in unit.Files)
            {
                _unitsOfFile[file] = _unitsOfFile.GetValueOrDefault(file) + 1;
            }
        }
    }

    /// <summary>The same finding with the words where they are needed.</summary>
    public Finding Name(Finding finding)
    {
        var isOfSome = finding.Units.Count > 0 && finding.Units.Count < _unitsOfFile.GetValueOrDefault(finding.Span.Source.Path);
        return isOfSome || finding.Units.Count > 1 ? finding with { Where = "in " + Names(finding.Units), IsOfSomeUnits = isOfSome } : finding;
    }

    private string Names(IReadOnlyList<string> units) =>
        string.Join(", ", units.Take(MostNamed).Select(Named)) + (units.Count > MostNamed ? $" and {Words.Count(units.Count - MostNamed, "more unit")}" : "");

    private string Named(string unit) =>
        _units.GetValueOrDefault(unit)?.Facts is { Name.Length: > 0 } facts ? $"{unit} (cluster {facts.Name}{(facts.Version is { } version ? $", {version}" : "")})" : unit;
}
