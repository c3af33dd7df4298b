using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace SvcLint.Core.Tests.Schemas;

/// <summary>One thing that a JSON Schema does not accept.</summary>
/// <param name="Path">JSON pointer of the value.</param>
/// <param name="Keyword">The keyword of the schema, or "combination" where only branches of anyOf, oneOf and not fail.</param>
/// <param name="Message">The engine's words.</param>
public sealed record SchemaError(string Path, string Keyword, string Message)
{
    public override string ToString() => $"{Path}: {Keyword}: {Message}";
}

/// <summary>A JSON Schema as an editor understands it: formats count.</summary>
public sealed class SchemaFile
{
    private readonly JsonSchema _schema;

    public SchemaFile(string path)
    {
        var root = JsonNode.Parse(File.ReadAllText(path))!;
        SpellOutSlashes(root);
        _schema = JsonSchema.FromText(root.ToJsonString());
    }

    /// <summary>What the schema says against a text of JSON; empty when it is accepted.</summary>
    public IReadOnlyList<SchemaError> Validate(string json)
    {
        using var document = JsonDocument.Parse(json);
        var result = _schema.Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        if (result.IsValid)
        {
            return [];
        }

        // A branch of anyOf that fails is no error while another one holds; what fails outside of branches is.
        SchemaError[] errors =
        [
            .. from detail in result.Details ?? []
               let path = detail.EvaluationPath.ToString()
               where detail.Errors is not null && !path.Contains("/anyOf/", StringComparison.Ordinal) && !path.Contains("/oneOf/", StringComparison.Ordinal) && !path.Contains("/not", StringComparison.Ordinal)
               from error in detail.Errors!
               select new SchemaError(detail.InstanceLocation.ToString(), error.Key.Length > 0 ? error.Key : path[(path.LastIndexOf('/') + 1)..], error.Value),
        ];
        return errors.Length > 0 ? errors : [new SchemaError("", "combination", "no branch accepts it")];
    }

    // JsonSchema.Net 8.0.5 looks a pattern of patternProperties up by its JSON pointer, and does not find one with a slash.
    private static void SpellOutSlashes(JsonNode? node)
    {
        if (node is JsonObject { } map)
        {
            if (map["patternProperties"] is JsonObject patterns)
            {
                map["patternProperties"] = new JsonObject(patterns.Select(p => KeyValuePair.Create(p.Key.Replace("/", "\\x2F", StringComparison.Ordinal), p.Value?.DeepClone())));
            }

            foreach (var (_, value) in map)
            {
                SpellOutSlashes(value);
            }
        }
        else if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                SpellOutSlashes(item);
            }
        }
    }
}
