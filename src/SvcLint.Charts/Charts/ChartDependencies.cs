using SvcLint.Charts.Functions;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>Decides which dependencies a release has, gives them their aliases, and imports their values.</summary>
internal sealed class ChartDependencies(int helm, Action<string> warn)
{
    private readonly ChartValues _values = new(helm, warn);

    /// <summary>Every entry must have its chart. Throws <see cref="ChartException"/>.</summary>
    public static void CheckPresent(Chart chart)
    {
        var missing = (chart.Metadata.Dependencies ?? []).Where(entry => chart.Dependencies.All(child => child.Name != entry!.Name)).Select(entry => entry!.Name).ToList();
        if (missing.Count > 0)
        {
            throw new ChartException("found in Chart.yaml, but missing in charts/ directory: " + string.Join(", ", missing));
        }
    }

    /// <summary>The entries that tags and conditions take out of a release.</summary>
    public IReadOnlyCollection<ChartDependency> SwitchedOff(Chart chart, GoMap values)
    {
        if (chart.Metadata.Dependencies is not { } entries)
        {
            return [];
        }

        entries.ForEach(entry => entry!.Enabled = true);
        var combined = _values.Coalesce(chart, values);
        ByTags(entries, combined);
        ByConditions(entries, combined, "");
        return [.. entries.OfType<ChartDependency>().Where(entry => !entry.Enabled)];
    }

    public void Process(Chart chart, GoMap values)
    {
        Enable(chart, values, "");
        Import(chart);
    }

    private void Enable(Chart chart, GoMap values, string path)
    {
        if (chart.Metadata.Dependencies is not { } entries)
        {
            return;
        }

        var charts = chart.Dependencies.Where(child => !entries.Any(entry => entry!.Name == child.Name && Fits(entry.Version, child.Metadata.Version))).ToList();
        foreach (var entry in entries)
        {
            var found = chart.Dependencies.FirstOrDefault(child => child.Name == entry!.Name && Fits(entry.Version, child.Metadata.Version));
            if (found is not null)
            {
                charts.Add(found.Alias(entry!.Alias.Length > 0 ? entry.Alias : null, helm >= 4));
            }

            if (entry!.Alias.Length > 0)
            {
                entry.Name = entry.Alias;
            }
        }

        chart.SetDependencies(charts);
        foreach (var entry in entries)
        {
            entry!.Enabled = true;
        }

        var combined = _values.Coalesce(chart, values);
        ByTags(entries, combined);
        ByConditions(entries, combined, path);
        var disabled = new HashSet<string>(entries.Where(entry => !entry!.Enabled).Select(entry => entry!.Name), StringComparer.Ordinal);
        var kept = chart.Dependencies.Where(child => !disabled.Contains(child.Name)).ToList();
        foreach (var child in kept)
        {
            Enable(child, combined, path + child.Name + ".");
        }

        chart.SwitchedOff = disabled;
        chart.Metadata.Dependencies = entries.Where(entry => !disabled.Contains(entry!.Name)).ToList() is { Count: > 0 } left ? left : null;
        chart.SetDependencies(kept);
    }

    public static bool Fits(string range, string version) =>
        VersionConstraints.Parse(range, out _) is { } constraints && SemanticVersion.Parse(version, out _) is { } parsed && constraints.Check(parsed);

    private void ByTags(IReadOnlyList<ChartDependency?> entries, GoMap values)
    {
        if (values["tags"] is not GoMap tags)
        {
            return;
        }

        foreach (var entry in entries)
        {
            var (on, off) = (false, false);
            foreach (var tag in entry!.Tags)
            {
                switch (tags[tag])
                {
                    case null:
                        break;
                    case GoBool flag:
                        on |= flag.Value;
                        off |= !flag.Value;
                        break;
                    default:
                        warn("Warning: Tag '" + tag + "' for chart " + entry.Name + " returned non-bool value");
                        break;
                }
            }

            entry.Enabled = on || !off;
        }
    }

    // The first path that leads to a value decides.
    private void ByConditions(IReadOnlyList<ChartDependency?> entries, GoMap values, string path)
    {
        foreach (var entry in entries)
        {
            foreach (var condition in entry!.Condition.Trim().Split(','))
            {
                if (condition.Length == 0 || At(values, path + condition) is not { } value)
                {
                    continue;
                }

                if (value is GoBool flag)
                {
                    entry.Enabled = flag.Value;
                    break;
                }

                warn("Warning: Condition path '" + condition + "' for chart " + entry.Name + " returned non-bool value");
            }
        }
    }

    private static GoValue? At(GoMap values, string path)
    {
        var parts = path.Split('.');
        for (var i = 0; i < parts.Length - 1; i++)
        {
            if (values[parts[i]] is not GoMap inner)
            {
                return null;
            }

            values = inner;
        }

        return values[parts[parts.Length - 1]] is { } value and not GoMap ? value : null;
    }

    private void Import(Chart chart)
    {
        foreach (var child in chart.Dependencies)
        {
            Import(child);
        }

        if (chart.Metadata.Dependencies is not { } entries)
        {
            return;
        }

        // Helm merges for a release, and keeps nulls on the way.
        var values = _values.Coalesce(chart, null, merge: true);
        var imported = GoMap.New();
        foreach (var entry in entries)
        {
            var written = new List<GoValue>();
            foreach (var import in entry!.ImportValues)
            {
                string child, parent;
                switch (import)
                {
                    // Aliases of one chart share its entries in Helm 3; the second finds what the first made of them, and knows it no more.
                    case GoMap map when map.Type != GoType.StringMap:
                        (child, parent) = (GoFormat.Print(map["child"] ?? GoNil.Interface), GoFormat.Print(map["parent"] ?? GoNil.Interface));
                        break;
                    case GoString text:
                        (child, parent) = ("exports." + text.Value, ".");
                        break;
                    default:
                        continue;
                }

                written.Add(Written(child, parent));
                var table = Table(values, entry.Name + "." + child, out var missing);
                if (table is null)
                {
                    warn("Warning: ImportValues missing table" + (import is GoMap ? " from chart " + entry.Name : "") + ": " + GoQuote.Quote(missing) + " is not a table");
                    continue;
                }

                imported = _values.Tables(imported, Below(parent, table), "", merge: true);
            }

            entry.ImportValues = written;
        }

        chart.Values = _values.Tables(ChartValues.Copy(values), imported, "", merge: true);
    }

    private static GoMap Written(string child, string parent)
    {
        var map = new GoMap(GoType.StringMap);
        map.Set("child", GoString.Of(child));
        map.Set("parent", GoString.Of(parent));
        return map;
    }

    private static GoMap? Table(GoMap values, string path, out string missing)
    {
        missing = "";
        foreach (var part in path.Split('.'))
        {
            missing = part;
            if (values[part] is not GoMap inner)
            {
                return null;
            }

            values = inner;
        }

        return values;
    }

    private static GoMap Below(string path, GoMap table)
    {
        if (path == ".")
        {
            return table;
        }

        foreach (var part in Enumerable.Reverse(path.Split('.')))
        {
            var outer = GoMap.New();
            outer.Set(part, table);
            table = outer;
        }

        return table;
    }
}
