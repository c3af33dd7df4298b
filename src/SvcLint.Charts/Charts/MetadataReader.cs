using SvcLint.Charts.Functions;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>Reads Chart.yaml and requirements.yaml into <see cref="ChartMetadata"/>, with the errors of Go's JSON reader.</summary>
internal sealed class MetadataReader(string file, int helm)
{
    private readonly string _package = helm >= 4 ? "v2" : "chart";

    public void Read(ChartFile source, ChartMetadata metadata)
    {
        try
        {
            switch (YamlDecoder.DecodeFile(source.Source))
            {
                case GoMap map:
                    Fields(map, metadata);
                    break;
                case GoNil:
                    break;
                case var other:
                    throw new GoException("error unmarshaling JSON: while decoding JSON: json: cannot unmarshal " + YamlFunctions.JsonKind(other) + " into Go value of type " + _package + ".Metadata");
            }
        }
        catch (GoException error)
        {
            throw new ChartException("cannot load " + file + ": " + error.Message);
        }
    }

    private void Fields(GoMap map, ChartMetadata metadata)
    {
        foreach (var key in map.SortedKeys)
        {
            var value = map[key]!;
            if (value is GoNil)
            {
                continue;
            }

            metadata.Origins[key] = value.Origin;
            switch (key)
            {
                case "name":
                    metadata.Name = Text(value, key);
                    break;
                case "home":
                    metadata.Home = Text(value, key);
                    break;
                case "sources":
                    metadata.Sources = Texts(value, key);
                    break;
                case "version":
                    metadata.Version = Text(value, key);
                    break;
                case "description":
                    metadata.Description = Text(value, key);
                    break;
                case "keywords":
                    metadata.Keywords = Texts(value, key);
                    break;
                case "maintainers":
                    metadata.Maintainers = Objects(value, key, "[]*" + _package + ".Maintainer", item => new ChartMaintainer(
                        Inner(item, key, "Maintainer", "name"), Inner(item, key, "Maintainer", "email"), Inner(item, key, "Maintainer", "url")));
                    break;
                case "icon":
                    metadata.Icon = Text(value, key);
                    break;
                case "apiVersion":
                    metadata.ApiVersion = Text(value, key);
                    break;
                case "condition":
                    metadata.Condition = Text(value, key);
                    break;
                case "tags":
                    metadata.Tags = Text(value, key);
                    break;
                case "appVersion":
                    metadata.AppVersion = Text(value, key);
                    break;
                case "deprecated":
                    metadata.Deprecated = value is GoBool flag ? flag.Value : throw Mismatch(value, key, "bool");
                    break;
                case "annotations":
                    metadata.Annotations = TextMap(value, key);
                    break;
                case "kubeVersion":
                    metadata.KubeVersion = Text(value, key);
                    break;
                case "dependencies":
                    metadata.Dependencies = [.. Objects(value, key, "[]*" + _package + ".Dependency", Dependency)];
                    break;
                case "type":
                    metadata.Type = Text(value, key);
                    break;
            }
        }
    }

    private static ChartDependency Dependency(GoMap map) => new()
    {
        Name = Inner(map, "dependencies", "Dependency", "name"),
        Version = Inner(map, "dependencies", "Dependency", "version"),
        Repository = Inner(map, "dependencies", "Dependency", "repository"),
        Condition = Inner(map, "dependencies", "Dependency", "condition"),
        Alias = Inner(map, "dependencies", "Dependency", "alias"),
        Tags = map["tags"] is { } tags and not GoNil ? Texts(tags, "dependencies.tags") : [],
        Enabled = map["enabled"] is GoBool { Value: true },
        ImportValues = map["import-values"] switch
        {
            GoList list => list.Items,
            null or GoNil => [],
            var other => throw Mismatch(other, "dependencies.import-values", "[]interface {}"),
        },
    };

    // The YAML reader hands numbers and booleans to fields of type string as text.
    private static string Text(GoValue value, string field) => Shown(value) ?? throw Mismatch(value, field, "string");

    private static string Inner(GoMap map, string outer, string type, string key) => map[key] switch
    {
        null or GoNil => "",
        var value => Shown(value) ?? throw Error("cannot unmarshal " + YamlFunctions.JsonKind(value) + " into Go struct field " + type + "." + outer + "." + key + " of type string"),
    };

    private static string? Shown(GoValue value) => value switch
    {
        GoString text => text.Value,
        GoBool flag => flag.Value ? "true" : "false",
        // A number goes by way of 32 bits when it has a fraction.
        GoFloat number => Math.Floor(number.Value) == number.Value && Math.Abs(number.Value) < 9.2e18 ? ((long)number.Value).ToString(System.Globalization.CultureInfo.InvariantCulture) : Single(number.Value),
        _ => null,
    };

    private static string Single(double value)
    {
        var text = ((float)value).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        return GoFloatText.Format(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture), 'g', -1);
    }

    private static string[] Texts(GoValue value, string field) => value is GoList list
        ? [.. list.Items.Select(item => item is GoNil ? "" : Shown(item) ?? throw Mismatch(item, field, "string"))]
        : throw Mismatch(value, field, "[]string");

    private static Dictionary<string, string> TextMap(GoValue value, string field)
    {
        var map = value as GoMap ?? throw Mismatch(value, field, "map[string]string");
        return map.SortedKeys.ToDictionary(key => key, key => map[key] is GoNil ? "" : Shown(map[key]!) ?? throw Mismatch(map[key]!, field, "string"), StringComparer.Ordinal);
    }

    private static List<T?> Objects<T>(GoValue value, string field, string type, Func<GoMap, T> read)
        where T : class
    {
        var list = value as GoList ?? throw Mismatch(value, field, type);
        return [.. list.Items.Select(item => item switch
        {
            GoNil => null,
            GoMap map => read(map),
            _ => throw Mismatch(item, field, type.Substring(3)),
        })];
    }

    private static GoException Mismatch(GoValue value, string field, string type) => Error("cannot unmarshal " + YamlFunctions.JsonKind(value) + " into Go struct field Metadata." + field + " of type " + type);

    private static GoException Error(string message) => new("error unmarshaling JSON: while decoding JSON: json: " + message);
}
