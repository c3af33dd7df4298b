using SvcLint.Charts.Functions;
using SvcLint.Charts.Templates;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Charts;

/// <summary>Reads a file of values.</summary>
public static class ValuesFile
{
    /// <summary>Its map; throws <see cref="GoException"/>. Helm 4 merges all documents of a chart's own file.</summary>
    internal static GoMap Read(SourceText source, string type, bool allDocuments)
    {
        if (!allDocuments)
        {
            return AsMap(YamlDecoder.DecodeFile(source), type);
        }

        var merged = GoMap.New();
        foreach (var part in YamlStream.Split(source))
        {
            var document = AsMap(YamlDecoder.Decode(part.Slice), type);
            Merge(merged, document);
        }

        return merged;
    }

    /// <summary>A file that the user names. Throws <see cref="ChartException"/>.</summary>
    public static GoMap ReadUser(SourceText source, int helm)
    {
        try
        {
            return AsMap(YamlDecoder.DecodeFile(source), helm >= 4 ? "common.Values" : "chartutil.Values");
        }
        catch (GoException error)
        {
            throw new ChartException("failed to parse " + source.Path + ": " + error.Message);
        }
    }

    /// <summary>Values that an object holds. Throws <see cref="ChartException"/>.</summary>
    public static GoMap Of(YamlMapping values)
    {
        try
        {
            return AsMap(YamlDecoder.Decode(values), "chartutil.Values");
        }
        catch (GoException error)
        {
            throw new ChartException("failed to parse values: " + error.Message);
        }
    }

    /// <summary>Later files win, map by map; a null replaces.</summary>
    public static void Merge(GoMap target, GoMap source)
    {
        foreach (var key in source.SortedKeys)
        {
            source.TryGet(key, out var entry);
            if (entry.Value is GoMap inner && target[key] is GoMap outer)
            {
                var copy = CopyOf(outer);
                Merge(copy, inner);
                target.Set(key, copy, entry.KeyOrigin);
            }
            else
            {
                target.Set(key, entry);
            }
        }
    }

    private static GoMap CopyOf(GoMap map)
    {
        var copy = new GoMap(GoType.Map, origin: map.Origin);
        foreach (var key in map.SortedKeys)
        {
            map.TryGet(key, out var entry);
            copy.Set(key, entry);
        }

        return copy;
    }

    private static GoMap AsMap(GoValue value, string type) => value switch
    {
        GoMap map => map,
        GoNil => GoMap.New(),
        _ => throw new GoException("error unmarshaling JSON: while decoding JSON: json: cannot unmarshal " + YamlFunctions.JsonKind(value) + " into Go value of type " + type),
    };
}
