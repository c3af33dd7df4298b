using SvcLint.Charts.Templates;
using SvcLint.Text;

namespace SvcLint.Charts.Units;

/// <summary>
/// Puts into a chart what <c>helm dependency build</c> would: dependencies that lie in the repository itself (<c>file://</c>). What only a registry
/// has is left out where no template speaks of it, so that the chart's own templates can be looked at.
/// </summary>
internal sealed class ChartCompletion(ChartInput input, ChartLoader loader)
{
    private const string Local = "file://";

    // What a person keeps in one repository is far below.
    private const int MostCharts = 100;

    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private int _added;

    /// <summary>Adds the dependencies of the repository to the chart of a folder, which is empty or ends with a slash. Throws <see cref="ChartException"/>.</summary>
    public void AddLocal(Chart chart, string folder)
    {
        _open.Add(folder);
        foreach (var entry in Missing(chart))
        {
            if (!entry.Repository.StartsWith(Local, StringComparison.Ordinal) || _added == MostCharts || chart.Dependencies.Any(child => child.Name == entry.Name)
                || RelativePath.Resolve(folder.TrimEnd(RelativePath.Separator), entry.Repository.Substring(Local.Length)) is not { } path)
            {
                continue;
            }

            var other = path.Length == 0 ? "" : path + RelativePath.Separator;
            // Charts may name each other.
            if (!_open.Contains(other) && input.Files.ContainsKey(other + ChartInput.MetadataName) && input.Load(other, loader) is { } found && found.Name == entry.Name && ChartDependencies.Fits(entry.Version, found.Metadata.Version))
            {
                _added++;
                AddLocal(found, other);
                chart.SetDependencies([.. chart.Dependencies, found]);
            }
        }

        _open.Remove(folder);
    }

    /// <summary>
    /// Takes the dependencies that are not there out of Chart.yaml's list. Null when something of the chart speaks of one of them; else how many
    /// were taken out. What the values switch off is no part of the release, there or not.
    /// </summary>
    public static int? TakeOutMissing(Chart chart, GoMap values, int helm)
    {
        if (Missing(chart).Any())
        {
            var off = new ChartDependencies(helm, static _ => { }).SwitchedOff(chart, values);
            chart.Metadata.Dependencies = chart.Metadata.Dependencies!.FindAll(entry => !off.Contains(entry!) || chart.Dependencies.Any(child => child.Name == entry!.Name));
        }

        var missing = Missing(chart).ToList();
        if (missing.Count == 0)
        {
            return 0;
        }

        var names = new ReadNames();
        foreach (var template in chart.Templates)
        {
            names.Add(template);
        }

        if (missing.Exists(entry => entry.ImportValues.Count > 0 || names.Reads(entry.Name) || names.Reads(entry.Alias)))
        {
            return null;
        }

        chart.Metadata.Dependencies = chart.Metadata.Dependencies!.FindAll(entry => !missing.Contains(entry!));
        return missing.Count;
    }

    private static IEnumerable<ChartDependency> Missing(Chart chart) =>
        (chart.Metadata.Dependencies ?? []).OfType<ChartDependency>().Where(entry => chart.Dependencies.All(child => child.Name != entry.Name)).ToList();
}
