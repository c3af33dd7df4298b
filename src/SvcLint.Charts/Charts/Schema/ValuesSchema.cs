using System.Text;
using SvcLint.Charts.Functions;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>Holds values against values.schema.json, a chart's and its dependencies'. A schema that lies elsewhere is not fetched and admits everything.</summary>
internal static class ValuesSchema
{
    /// <summary>Throws <see cref="ValuesSchemaException"/> in Helm's words.</summary>
    public static void Check(Chart chart, GoMap values)
    {
        var text = new StringBuilder();
        var faults = new List<SchemaFault>();
        Gather(chart, values, text, faults);
        if (text.Length > 0)
        {
            throw new ValuesSchemaException("values don't meet the specifications of the schema(s) in the following chart(s):\n" + text, faults);
        }
    }

    private static void Gather(Chart chart, GoMap values, StringBuilder text, List<SchemaFault> faults)
    {
        if (chart.Schema is { } schema && Validate(schema, values, faults) is { } fault)
        {
            text.Append(chart.Name).Append(":\n").Append(fault);
        }

        foreach (var child in chart.Dependencies)
        {
            if (values[child.Name] is GoMap inner)
            {
                Gather(child, inner, text, faults);
            }
        }
    }

    private static string? Validate(ChartFile schema, GoMap values, List<SchemaFault> faults)
    {
        try
        {
            var errors = new SchemaValidator(JsonParser.Parse(schema.Source.Content)).Validate(values);
            var text = new StringBuilder();
            foreach (var error in errors)
            {
                error.Write(text, 0);
                var leaf = error.Leaf;
                string[] path = [.. leaf.Path.Split('/').Skip(1).Select(segment => segment.Replace("~1", "/").Replace("~0", "~"))];
                faults.Add(new SchemaFault(path, leaf.Message, values, schema.Source));
            }

            return text.Length == 0 ? null : text.ToString();
        }
        catch (GoException error)
        {
            return error.Message;
        }
        catch (InsufficientExecutionStackException)
        {
            return "unable to validate schema: it nests too deeply";
        }
    }
}

/// <summary>What is wrong at a place of the values, and why.</summary>
internal sealed record SchemaError(string Path, string Message, IReadOnlyList<SchemaError>? Causes = null)
{
    /// <summary>Of several causes the first, as far down as it goes.</summary>
    public SchemaError Leaf => Causes is [var first, ..] ? first.Leaf : this;

    /// <summary>One line each, causes indented below.</summary>
    public void Write(StringBuilder text, int depth)
    {
        text.Append(' ', depth * 2).Append("- at '").Append(Path).Append("': ").Append(Message).Append('\n');
        foreach (var cause in Causes ?? [])
        {
            cause.Write(text, depth + 1);
        }
    }
}
