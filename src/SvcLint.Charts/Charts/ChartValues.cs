using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>
/// Combines the user's values with a chart's and its dependencies', the user's first: map by map, a null takes a default away, and
/// <c>global</c> goes down to every chart.
/// </summary>
internal sealed class ChartValues(int helm, Action<string> warn)
{
    public const string Global = "global";

    /// <summary>The values of a chart. <paramref name="merge"/> keeps nulls.</summary>
    public GoMap Coalesce(Chart chart, GoMap? values, bool merge = false) => Coalesce(chart, values is null ? GoMap.New() : Copy(values), "", merge);

    /// <summary>A copy that shares no map.</summary>
    public static GoMap Copy(GoMap map)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var copy = new GoMap(GoType.Map, origin: map.Origin);
        foreach (var key in map.SortedKeys)
        {
            map.TryGet(key, out var entry);
            copy.Set(key, CopyOf(entry.Value), entry.KeyOrigin);
        }

        return copy;
    }

    private static GoValue CopyOf(GoValue value) => value switch
    {
        GoMap map => Copy(map),
        GoList list when list.Items.Any(item => item is GoMap or GoList) => new GoList(list.Type, [.. list.Items.Select(CopyOf)], list.IsNil, list.Origin),
        _ => value,
    };

    private GoMap Coalesce(Chart chart, GoMap target, string prefix, bool merge)
    {
        FromChart(chart, target, prefix, merge);
        foreach (var child in chart.Dependencies)
        {
            var inner = target[child.Name];
            if (inner is null)
            {
                inner = GoMap.New();
                target.Set(child.Name, inner);
            }
            else if (inner is not GoMap)
            {
                throw new ChartException("type mismatch on " + child.Name + ": " + GoFormat.Format("%t", [inner]));
            }

            var below = Join(prefix, chart.Name);
            Globals((GoMap)inner, target, below);
            Coalesce(child, (GoMap)inner, below, merge);
        }

        return target;
    }

    private void Globals(GoMap target, GoMap source, string prefix)
    {
        if (target[Global] is not (null or GoMap))
        {
            warn("warning: skipping globals because destination global is not a table.");
            return;
        }

        if (source[Global] is not (null or GoMap))
        {
            warn("warning: skipping globals because source global is not a table.");
            return;
        }

        var inner = (GoMap?)target[Global] ?? GoMap.New();
        var outer = (GoMap?)source[Global] ?? GoMap.New();
        foreach (var key in outer.SortedKeys)
        {
            outer.TryGet(key, out var entry);
            switch (entry.Value)
            {
                case GoMap map:
                    var shallow = Shallow(map);
                    if (inner[key] is GoMap own)
                    {
                        Tables(shallow, own, Join(prefix, key), merge: true);
                        inner.Set(key, shallow, entry.KeyOrigin);
                    }
                    else if (!inner.Contains(key))
                    {
                        inner.Set(key, shallow, entry.KeyOrigin);
                    }
                    else
                    {
                        warn("Conflict: cannot merge map onto non-map for " + GoQuote.Quote(key) + ". Skipping.");
                    }

                    break;
                case var _ when inner[key] is GoMap:
                    warn("key " + key + " is table. Skipping");
                    break;
                // Helm 4 lets a null of the parent pass.
                case GoNil when helm >= 4 && inner.Contains(key):
                    break;
                default:
                    inner.Set(key, entry);
                    break;
            }
        }

        target.Set(Global, inner);
    }

    private static GoMap Shallow(GoMap map)
    {
        var copy = new GoMap(GoType.Map, origin: map.Origin);
        foreach (var key in map.SortedKeys)
        {
            map.TryGet(key, out var entry);
            copy.Set(key, entry);
        }

        return copy;
    }

    private void FromChart(Chart chart, GoMap target, string prefix, bool merge)
    {
        var below = Join(prefix, chart.Name);
        var defaults = Copy(chart.Values);
        foreach (var key in defaults.SortedKeys)
        {
            defaults.TryGet(key, out var entry);
            switch (target[key])
            {
                case null:
                    if (helm < 4 || entry.Value is not GoNil || merge)
                    {
                        target.Set(key, helm >= 4 && !merge ? new GoEntry(WithoutNulls(entry.Value), entry.KeyOrigin) : entry);
                    }

                    break;
                case GoNil when !merge && (helm < 4 || entry.Value is not GoNil):
                    target.Remove(key);
                    break;
                case GoMap own:
                    if (entry.Value is GoMap table)
                    {
                        Tables(own, table, Join(below, key), merge || chart.Dependencies.Any(child => child.Name == key));
                    }
                    else if (entry.Value is not GoNil)
                    {
                        warn("warning: skipped value for " + below + "." + key + ": Not a table.");
                    }

                    break;
            }
        }
    }

    private static GoValue WithoutNulls(GoValue value)
    {
        if (value is not GoMap map)
        {
            return value;
        }

        foreach (var key in map.SortedKeys)
        {
            if (map[key] is GoNil)
            {
                map.Remove(key);
            }
            else
            {
                WithoutNulls(map[key]!);
            }
        }

        return map;
    }

    /// <summary>Fills what the target lacks from the source. Both are changed, as in Helm.</summary>
    public GoMap Tables(GoMap target, GoMap source, string prefix, bool merge)
    {
        var notNil = new HashSet<string>(source.SortedKeys.Where(key => source[key] is not GoNil), StringComparer.Ordinal);
        foreach (var key in target.SortedKeys)
        {
            if (target[key] is GoNil)
            {
                target.TryGet(key, out var entry);
                source.Set(key, entry);
            }
        }

        foreach (var key in source.SortedKeys)
        {
            source.TryGet(key, out var entry);
            var own = target[key];
            if (own is GoNil && !merge && notNil.Contains(key))
            {
                target.Remove(key);
            }
            else if (own is null)
            {
                if (helm < 4 || merge || entry.Value is not GoNil)
                {
                    target.Set(key, helm >= 4 && !merge ? new GoEntry(WithoutNulls(entry.Value), entry.KeyOrigin) : entry);
                }
            }
            else if (entry.Value is GoMap table)
            {
                if (own is GoMap inner)
                {
                    Tables(inner, table, Join(prefix, key), merge);
                }
                else
                {
                    warn("warning: cannot overwrite table with non table for " + Join(prefix, key) + " (" + GoFormat.Print(table) + ")");
                }
            }
            else if (own is GoMap && entry.Value is not GoNil)
            {
                warn("warning: destination for " + Join(prefix, key) + " is a table. Ignoring non-table value (" + GoFormat.Print(entry.Value) + ")");
            }
        }

        return target;
    }

    private static string Join(string left, string right) => left.Length == 0 ? right : left + "." + right;
}
