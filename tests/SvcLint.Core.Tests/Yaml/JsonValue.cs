using System.Globalization;
using System.Text;
using System.Text.Json;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Yaml;

/// <summary>One spelling of a value, whether it was read as YAML or as JSON.</summary>
internal static class JsonValue
{
    public static string Of(YamlNode? node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    public static string Of(JsonElement element)
    {
        var text = new StringBuilder();
        Write(element, text);
        return text.ToString();
    }

    private static void Write(YamlNode? node, StringBuilder text)
    {
        switch (node)
        {
            case YamlMapping mapping:
                // Of duplicates the last one counts.
                var names = mapping.Entries.Select(e => e.Name ?? "?").Distinct().Order(StringComparer.Ordinal);
                text.Append('{');
                foreach (var name in names)
                {
                    text.Append(JsonSerializer.Serialize(name)).Append(':');
                    Write(mapping[name], text);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case YamlSequence sequence:
                text.Append('[');
                foreach (var item in sequence.Items)
                {
                    Write(item, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case YamlScalar scalar:
                var value = scalar.Resolve();
                text.Append(value.Kind switch
                {
                    ScalarKind.Null => "null",
                    ScalarKind.Bool => value.Bool ? "true" : "false",
                    ScalarKind.Int or ScalarKind.Float => (value.Int ?? value.Float).ToString("R", CultureInfo.InvariantCulture),
                    _ => JsonSerializer.Serialize(value.Text),
                });
                break;
            default:
                text.Append("null");
                break;
        }
    }

    private static void Write(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var property in element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    text.Append(JsonSerializer.Serialize(property.Name)).Append(':');
                    Write(property.Value, text);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case JsonValueKind.Number:
                text.Append(element.GetDouble().ToString("R", CultureInfo.InvariantCulture));
                break;
            case JsonValueKind.String:
                text.Append(JsonSerializer.Serialize(element.GetString()));
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }
}
