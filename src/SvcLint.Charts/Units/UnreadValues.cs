using SvcLint.Cluster;
using SvcLint.Cluster.Applications;
using SvcLint.Findings;
using SvcLint.Rules.Wiring;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Charts.Units;

/// <summary>
/// Keys of values files that no template reads. Charts keep values for many reasons, so one is only told where a template reads a name that the key
/// is a slip of, or where the key is the name of a dependency that goes by another one.
/// </summary>
public static class UnreadValues
{
    /// <param name="chart">The chart with its dependencies.</param>
    /// <param name="metadata">Chart.yaml.</param>
    /// <param name="values">Values as they were read.</param>
    /// <param name="parameters">Single values by their names, as <c>--set</c> takes them.</param>
    public static IEnumerable<ChartProblem> Find(Chart chart, SourceText? metadata, IReadOnlyList<YamlMapping> values, IReadOnlyList<ReleaseParameter> parameters)
    {
        var names = new ReadNames();
        Add(names, chart);
        return [.. Find(chart, names, metadata, values), .. parameters.Select(p => Parameter(chart, names, p)).OfType<ChartProblem>()];
    }

    // A chart without templates of its own hands everything on; of a list's elements nothing is known.
    private static ChartProblem? Parameter(Chart chart, ReadNames names, ReleaseParameter parameter)
    {
        var parent = "Values";
        var path = "";
        foreach (var written in parameter.Name.Value.Split('.'))
        {
            var bracket = written.IndexOf('[');
            var key = bracket < 0 ? written : written.Substring(0, bracket);
            if (key is ChartValues.Global || key.EndsWith("\\", StringComparison.Ordinal) || names.IsTakenWhole(parent) || (parent == "Values" && chart.Dependencies.Any(d => d.Name == key)))
            {
                return null;
            }

            if (!names.Reads(key))
            {
                var near = new ReadAlikes(names.ReadOf(parent), null).Of(key);
                return near is null && chart.Dependencies.Count > 0 ? null
                    : new ChartProblem(ApplicationProblem.ValueNotRead, parameter.Name.Span, $"no template of the chart reads '{parameter.Name.Value}'" + (near is null ? "" : $"; did you mean '{path}{near}'?"));
            }

            if (bracket >= 0)
            {
                return null;
            }

            parent = key;
            path += key + ".";
        }

        return null;
    }

    private static ChartProblem[] Find(Chart chart, ReadNames names, SourceText? metadata, IReadOnlyList<YamlMapping> roots)
    {
        foreach (var root in roots)
        {
            AddTexts(names, root);
        }

        var aliases = metadata is null ? [] : Aliases(metadata).ToArray();
        return roots.SelectMany(r => Find(names, r, "Values", chart, aliases, false)).ToArray();
    }

    private static IEnumerable<ChartProblem> Find(ReadNames names, YamlMapping map, string parent, Chart chart, IReadOnlyList<(string Name, YamlScalar Alias)> aliases, bool isPartOfWhole)
    {
        ReadAlikes? alikes = null;
        foreach (var entry in map.Entries)
        {
            if (entry.Name is not { } key || entry.Merged)
            {
                continue;
            }

            var isChart = parent == "Values" && chart.Dependencies.Any(d => d.Name == key);
            if (!isChart && parent == "Values" && (chart.SwitchedOff.Contains(key) || chart.Metadata.Dependencies?.Exists(d => d?.Name == key) == true))
            {
                // A dependency that is switched off or not there reads what is its own.
                continue;
            }

            if (!isChart && !names.Reads(key))
            {
                if (parent == "Values" && Alias(aliases, key) is { } alias)
                {
                    yield return new ChartProblem(
                        UnreadValuesKey.Id, entry.Key.Span, $"values under '{key}' are not read; the dependency's alias is '{alias.Value}'", map[alias.Value] is null ? $"write '{alias.Value}'" : $"move them under '{alias.Value}'", [new RelatedSpan(alias.Span, "alias")]);
                }
                else if (!isPartOfWhole && !names.IsTakenWhole(parent) && (alikes ??= new ReadAlikes(names.ReadOf(parent), map)).Of(key) is { } near)
                {
                    yield return new ChartProblem(UnreadValuesKey.Id, entry.Key.Span, $"no template reads '{key}'; did you mean '{near}'?")
                    {
                        Fixes = map[near] is null ? [new Fix($"Rename to '{near}'", FixSafety.Unsafe, [new TextEdit(entry.Key.Span, near)])] : [],
                    };
                }
            }

            else if (!isChart && parent == "Values" && names.OnlyParentOf(key) is { } owner && map[owner] is YamlMapping other && other[key] is null)
            {
                yield return new ChartProblem(UnreadValuesKey.Id, entry.Key.Span, $"no template reads '{key}' here; did you mean '{owner}.{key}'?");
            }

            if (entry.Value is YamlMapping inner && (isChart || names.Reads(key)) && key != ChartValues.Global)
            {
                foreach (var problem in Find(names, inner, isChart ? "Values" : key, isChart ? chart.Dependencies.First(d => d.Name == key) : chart, [], !isChart && (isPartOfWhole || names.IsDumped(key))))
                {
                    yield return problem;
                }
            }
        }
    }

    private static YamlScalar? Alias(IReadOnlyList<(string Name, YamlScalar Alias)> aliases, string key) =>
        aliases.Count(a => a.Name == key) == 1 ? aliases.First(a => a.Name == key).Alias : null;

    private static IEnumerable<(string Name, YamlScalar Alias)> Aliases(SourceText metadata)
    {
        if (YamlReader.Read(TextSlice.Whole(metadata)).Root is not YamlMapping root || root["dependencies"] is not YamlSequence dependencies)
        {
            yield break;
        }

        foreach (var dependency in dependencies.Items.OfType<YamlMapping>())
        {
            if (dependency["name"] is YamlScalar name && dependency["alias"] is YamlScalar { Value.Length: > 0 } alias)
            {
                yield return (name.Value, alias);
            }
        }
    }

    private static void Add(ReadNames names, Chart chart)
    {
        foreach (var template in chart.Templates)
        {
            names.Add(template);
        }

        foreach (var dependency in chart.Dependencies)
        {
            Add(names, dependency);
        }
    }

    private static void AddTexts(ReadNames names, YamlNode node)
    {
        switch (node)
        {
            case YamlScalar scalar when scalar.Value.IndexOf("{{", StringComparison.Ordinal) >= 0:
                names.Add(scalar.Value);
                break;
            case YamlMapping map:
                foreach (var entry in map.Entries)
                {
                    AddTexts(names, entry.Value);
                }

                break;
            case YamlSequence list:
                foreach (var item in list.Items)
                {
                    AddTexts(names, item);
                }

                break;
        }
    }
}
