using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Validation;

/// <summary>One thing about a custom resource that the schema of its definition does not accept.</summary>
/// <param name="Field">The path, <c>spec.routes[0].port</c>.</param>
/// <param name="Span">The value, the unknown key, or the kind of what lacks a field.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Help">The repair, where it is known.</param>
/// <param name="Schema">The place of the schema that says so.</param>
/// <param name="Kind">What becomes of it.</param>
public sealed record CustomResourceProblem(string Field, SourceSpan Span, string Message, string? Help, SourceSpan Schema, CustomResourceProblemKind Kind);

public enum CustomResourceProblemKind
{
    /// <summary>The API server rejects the object.</summary>
    Invalid,

    /// <summary>The API server rejects the object, unless a mutating webhook fills the field in before.</summary>
    Missing,

    /// <summary>The API server drops the field, and rejects the object when asked for strict validation.</summary>
    Unknown,
}

/// <summary>
/// The structural schema of a CustomResourceDefinition: types, enumerations, required and unknown fields, as apiextensions-apiserver reads
/// them. Patterns, formats, combinations and expressions are left out, and null is accepted: what it stands for depends on defaults.
/// </summary>
public sealed class CustomResourceSchema(YamlMapping root)
{
    // What an embedded object needs to be one.
    private static readonly string[] EmbeddedFields = ["apiVersion", "kind"];

    // The API server's own; what a manifest writes into status it drops.
    private static readonly string[] ObjectFields = ["apiVersion", "kind", "metadata", "status"];

    /// <summary>What the schema says against an object, in the order of the file.</summary>
    public IReadOnlyList<CustomResourceProblem> Check(YamlMapping item)
    {
        var problems = new List<CustomResourceProblem>();
        Mapping(item, root, "", problems, isObject: true);
        return problems;
    }

    private static void Value(YamlNode value, YamlMapping schema, string path, List<CustomResourceProblem> problems)
    {
        if (value is YamlScalar scalar && (Placeholder.Is(scalar.Value) || scalar.Resolve().Kind == ScalarKind.Null))
        {
            return;
        }

        var type = Text(schema["type"]);
        var isIntOrString = IsTrue(schema, "x-kubernetes-int-or-string");
        if (isIntOrString ? !Is(value, "integer") && !Is(value, "string") : type is not null && !Is(value, type))
        {
            var expected = isIntOrString ? "integer or string" : type!;
            problems.Add(new CustomResourceProblem(path, value.FirstLine, $"{path} must be {Article(expected)}, not {NameOf(value)}", null, (schema["type"] ?? schema).FirstLine, CustomResourceProblemKind.Invalid));
            return;
        }

        switch (value)
        {
            case YamlMapping mapping:
                Mapping(mapping, schema, path, problems, IsTrue(schema, "x-kubernetes-embedded-resource"));
                break;
            case YamlSequence sequence when schema["items"] is YamlMapping items:
                for (var i = 0; i < sequence.Items.Count; i++)
                {
                    Value(sequence.Items[i], items, $"{path}[{i}]", problems);
                }

                break;
            case YamlScalar text when schema["enum"] is YamlSequence { Items.Count: > 0 } allowed && !allowed.Items.Any(a => a is YamlScalar one && Same(one, text)):
                var words = allowed.Items.OfType<YamlScalar>().Select(a => a.Value).ToArray();
                var near = words.FirstOrDefault(w => string.Equals(w, text.Value, StringComparison.OrdinalIgnoreCase)) ?? NearMiss.Nearest(text.Value, words);
                problems.Add(new CustomResourceProblem(
                    path, text.FirstLine, $"{path} '{text.Value}' is not valid{(near is null ? "" : $"; did you mean '{near}'?")}", words.Length > 8 ? null : $"use {Join(words)}", allowed.FirstLine, CustomResourceProblemKind.Invalid));
                break;
        }
    }

    private static void Mapping(YamlMapping mapping, YamlMapping schema, string path, List<CustomResourceProblem> problems, bool isObject = false)
    {
        var properties = schema["properties"] as YamlMapping;
        var others = schema["additionalProperties"] as YamlMapping;
        var isOpen = others is not null || IsTrue(schema, "additionalProperties") || IsTrue(schema, "x-kubernetes-preserve-unknown-fields") || (properties is null && !isObject);
        var misspelled = new List<string>();
        foreach (var entry in mapping.Entries)
        {
            if (entry.Name is not { } name || (isObject && Array.IndexOf(ObjectFields, name) >= 0))
            {
                continue;
            }

            var field = path.Length == 0 ? name : $"{path}.{name}";
            if (properties?[name] is YamlMapping known)
            {
                Value(entry.Value, known, field, problems);
            }
            else if (others is not null)
            {
                Value(entry.Value, others, field, problems);
            }
            else if (!isOpen && !Placeholder.Is(name))
            {
                var names = properties?.Entries.Select(e => e.Name).OfType<string>() ?? [];
                var near = names.FirstOrDefault(n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase)) ?? NearMiss.Nearest(name, names);
                misspelled.Add(near ?? "");
                problems.Add(new CustomResourceProblem(
                    field, entry.Key.FirstLine, $"unknown field {field}{(near is null ? "" : $"; did you mean '{near}'?")}", null, (properties ?? schema).FirstLine, CustomResourceProblemKind.Unknown));
            }
        }

        foreach (var name in isObject && path.Length > 0 ? EmbeddedFields : [])
        {
            if (mapping[name] is null)
            {
                problems.Add(new CustomResourceProblem($"{path}.{name}", mapping.FirstLine, $"{path}.{name} is required: {path} is an object of its own", $"add {name}", schema.FirstLine, CustomResourceProblemKind.Missing));
            }
        }

        foreach (var required in (schema["required"] as YamlSequence)?.Items.OfType<YamlScalar>() ?? [])
        {
            // What has a default is filled in before the object is judged; what is misspelled has been told.
            if (!misspelled.Contains(required.Value) && mapping[required.Value] is null && (properties?[required.Value] as YamlMapping)?["default"] is null && !(isObject && Array.IndexOf(ObjectFields, required.Value) >= 0))
            {
                var field = path.Length == 0 ? required.Value : $"{path}.{required.Value}";
                problems.Add(new CustomResourceProblem(field, mapping.FirstLine, $"{field} is required", $"add {required.Value}", required.FirstLine, CustomResourceProblemKind.Missing));
            }
        }
    }

    private static bool Is(YamlNode value, string type) => type switch
    {
        "object" => value is YamlMapping,
        "array" => value is YamlSequence,
        "string" => value is YamlScalar scalar && scalar.Resolve().Kind == ScalarKind.String,
        "boolean" => value is YamlScalar scalar && scalar.Resolve().Kind == ScalarKind.Bool,
        "integer" => value is YamlScalar scalar && scalar.Resolve() is { Kind: ScalarKind.Int } or { Int: not null, Kind: ScalarKind.Float },
        "number" => value is YamlScalar scalar && scalar.Resolve().Kind is ScalarKind.Int or ScalarKind.Float,
        _ => true,
    };

    private static bool Same(YamlScalar one, YamlScalar other)
    {
        var (a, b) = (one.Resolve(), other.Resolve());
        return a.Kind == ScalarKind.String || b.Kind == ScalarKind.String ? a.Kind == b.Kind && one.Value == other.Value : a.Kind == ScalarKind.Bool ? a.Bool == b.Bool && b.Kind == a.Kind : a.Float == b.Float && a.Int == b.Int;
    }

    private static string NameOf(YamlNode value) => value switch
    {
        YamlMapping => "an object",
        YamlSequence => "a list",
        YamlScalar scalar => scalar.Resolve().Kind switch
        {
            ScalarKind.Bool => "a boolean",
            ScalarKind.Int => "an integer",
            ScalarKind.Float => "a number",
            _ => "a string",
        },
        _ => "null",
    };

    private static string Article(string type) => type switch
    {
        "array" => "a list",
        "object" or "integer" or "integer or string" => "an " + type,
        _ => "a " + type,
    };

    private static string Join(string[] words) => words.Length < 2 ? string.Concat(words) : string.Join(", ", words.Take(words.Length - 1)) + " or " + words[words.Length - 1];

    private static bool IsTrue(YamlMapping schema, string key) => schema[key] is YamlScalar scalar && scalar.Resolve() is { Kind: ScalarKind.Bool, Bool: true };

    private static string? Text(YamlNode? node) => (node as YamlScalar)?.Value;
}
