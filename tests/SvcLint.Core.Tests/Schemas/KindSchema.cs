using System.Text.Json.Nodes;
using SvcLint.Kubernetes;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Schemas;

/// <summary>
/// The JSON Schema of one kind: fields, types and versions from the field tables, deprecations from the version table, words and limits
/// from validation, examples from a full manifest, the rest from <see cref="FieldNotes"/> and <see cref="TypeRules"/>.
/// </summary>
internal sealed class KindSchema
{
    public static readonly IReadOnlyList<KindSchema> All =
    [
        new("Service", "v1", ValueFormat.Dns1123Label, ValueFormat.LabelPrefix),
        new("Endpoints", "v1", ValueFormat.Subdomain, ValueFormat.SubdomainPrefix),
        new("EndpointSlice", "discovery.k8s.io/v1", ValueFormat.Subdomain, ValueFormat.SubdomainPrefix),
        new("NetworkPolicy", "networking.k8s.io/v1", ValueFormat.Subdomain, ValueFormat.SubdomainPrefix),
        new("KubeProxyConfiguration", FieldTables.KubeProxyGroupVersion, ValueFormat.Subdomain, ValueFormat.SubdomainPrefix),
    ];

    private readonly ValueFormat _name;
    private readonly ValueFormat _generateName;
    private readonly SortedDictionary<string, JsonNode> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, string Field), List<JsonNode>> _examples = [];
    private readonly Dictionary<(string Type, string Field), List<VersionEntry>> _lives = [];

    private KindSchema(string kind, string apiVersion, ValueFormat name, ValueFormat generateName)
    {
        Kind = kind;
        ApiVersion = apiVersion;
        _name = name;
        _generateName = generateName;
    }

    public string Kind { get; }

    public string ApiVersion { get; }

    public string Path => System.IO.Path.Combine(RepositoryRoot.Path, "schemas", Kind.ToLowerInvariant() + ".schema.json");

    /// <summary>Manifests that together hold every field of the kind, each accepted by the newest version that has its fields.</summary>
    public IReadOnlyList<ManifestVerdict> FullManifests
    {
        get
        {
            var text = File.ReadAllText(System.IO.Path.Combine(RepositoryRoot.Path, "tests/SvcLint.Core.Tests/Schemas", Kind.ToLowerInvariant() + ".full.yaml"));
            return [.. YamlStream.Split(new SourceText("full.yaml", text)).Select(p => ManifestVerdict.Of(YamlReader.Read(p.Slice).Root))];
        }
    }

    public override string ToString() => Kind;

    public JsonObject Build()
    {
        _definitions.Clear();
        _examples.Clear();
        _lives.Clear();
        foreach (var kind in All)
        {
            foreach (var manifest in kind.FullManifests)
            {
                Examples(manifest.Root, kind.Kind);
            }
        }

        foreach (var entry in VersionTable.Entries.Where(e => e.Thing == VersionedThing.Field && e.Name.StartsWith(Kind + ".", StringComparison.Ordinal)))
        {
            var place = Place(entry.Name.Split('=')[0]);
            _lives.TryAdd(place, []);
            _lives[place].Add(entry);
        }

        var root = Type(Kind);
        var api = ApiTable.Find(ApiVersion, Kind);
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["$id"] = $"https://raw.githubusercontent.com/svclint/svclint/main/schemas/{System.IO.Path.GetFileName(Path)}",
            ["title"] = $"{ApiVersion} {Kind}",
            ["description"] = $"{Kind} of Kubernetes {KubernetesVersion.Oldest} to {KubernetesVersion.Newest}." + (api?.Deprecated is { } deprecated ? $" Deprecated since Kubernetes {deprecated}; use {api.Replacement}." : ""),
        };
        foreach (var (key, value) in root)
        {
            schema[key] = value!.DeepClone();
        }

        schema["type"] = "object";
        schema["definitions"] = new JsonObject(_definitions.Select(d => KeyValuePair.Create(d.Key, (JsonNode?)d.Value.DeepClone())));
        return schema;
    }

    private JsonObject Type(string type)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var name in FieldTables.Fields(type).Select(f => f.Name).Distinct().Order(StringComparer.Ordinal))
        {
            var field = FieldTables.Find(type, name, null)!.Value;
            var note = FieldNotes.Find(type, name) ?? throw new InvalidOperationException($"{type}.{name} has no note");
            properties[name] = Property(type, field, note);
            if (note.Required || (type == Kind && name is "apiVersion" or "kind"))
            {
                required.Add((JsonNode)name);
            }
        }

        var schema = new JsonObject { ["type"] = new JsonArray("object", "null"), ["additionalProperties"] = false, ["properties"] = properties };
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        if (TypeRules.Of(type) is { Count: > 0 } rules)
        {
            schema["allOf"] = new JsonArray([.. rules]);
        }

        return schema;
    }

    private JsonObject Property(string type, ApiField field, FieldNote note)
    {
        var schema = new JsonObject { ["description"] = Description(type, field, note) };
        if (_lives.TryGetValue((type, field.Name), out var lives) && lives.FirstOrDefault(l => !l.Name.Contains('=')) is { } whole)
        {
            schema["deprecationMessage"] = Life(whole);
        }

        if (type == Kind && field.Name is "apiVersion" or "kind")
        {
            schema["enum"] = new JsonArray(field.Name == "kind" ? Kind : ApiVersion);
            return schema;
        }

        note = (type, field.Name) switch
        {
            ("ObjectMeta", "name") => note with { Format = _name, OrEmpty = true },
            ("ObjectMeta", "generateName") => note with { Format = _generateName, OrEmpty = true },
            _ => note,
        };
        Value(schema, field, note);
        if (_examples.TryGetValue((type, field.Name), out var examples) && schema["enum"] is null && note.Words is null && field.Type.Kind is not (FieldKind.Bool or FieldKind.Object))
        {
            schema["examples"] = new JsonArray([.. examples.Select(e => e.DeepClone())]);
        }

        return schema;
    }

    private void Value(JsonObject schema, ApiField field, FieldNote note)
    {
        switch (field.Type.Kind)
        {
            case FieldKind.List:
                schema["type"] = note.Required ? "array" : new JsonArray("array", "null");
                Set(schema, "minItems", note.MinItems);
                Set(schema, "maxItems", note.MaxItems);
                if (note.Unique)
                {
                    schema["uniqueItems"] = true;
                }

                schema["items"] = Element(field, note);
                break;
            case FieldKind.Map:
                schema["type"] = new JsonArray("object", "null");
                if (note.KeyFormat is { } keys)
                {
                    schema["patternProperties"] = new JsonObject { [keys.Pattern] = Element(field, note) };
                    schema["additionalProperties"] = false;
                }
                else
                {
                    schema["additionalProperties"] = Element(field, note);
                }

                break;
            default:
                Scalar(schema, field, note);
                break;
        }
    }

    private JsonObject Element(ApiField field, FieldNote note)
    {
        // A null entry reads as the empty text or mapping.
        var type = field.Type.Element;
        var needs = type.Kind switch
        {
            FieldKind.Object => FieldTables.Fields(type.Notation).Any(f => FieldNotes.Find(type.Notation, f.Name)?.Required == true) || type.Notation is "EndpointSubset" or "NetworkPolicyPeer",
            FieldKind.String => note.Words is not null || note.Format?.Accepts("") == false,
            _ => false,
        };
        var element = new JsonObject();
        Scalar(element, field with { Type = type }, note with { Required = needs });
        return element;
    }

    private void Scalar(JsonObject schema, ApiField field, FieldNote note)
    {
        switch (field.Type.Kind)
        {
            case FieldKind.Any:
                break;
            case FieldKind.DurationOrNumber:
                schema["anyOf"] = new JsonArray(new JsonObject { ["type"] = new JsonArray("integer", "null") }, Reference(note.Format!));
                break;
            case FieldKind.Object:
                Define(field.Type.Notation, () => Type(field.Type.Notation));
                schema["allOf"] = new JsonArray(Reference(field.Type.Notation));
                if (note.Required)
                {
                    schema["type"] = "object";
                }

                break;
            case FieldKind.Bool:
                schema["type"] = new JsonArray("boolean", "null");
                break;
            case FieldKind.Quantity:
                schema["anyOf"] = new JsonArray(new JsonObject { ["type"] = new JsonArray("number", "null") }, Reference(note.Format!));
                break;
            case FieldKind.Number:
                schema["type"] = new JsonArray("number", "null");
                break;
            case FieldKind.Int32 or FieldKind.Int64:
                schema["type"] = note.Required ? "integer" : new JsonArray("integer", "null");
                Set(schema, "minimum", note.Min ?? (field.Type.Kind == FieldKind.Int32 ? int.MinValue : null));
                Set(schema, "maximum", note.Max ?? (field.Type.Kind == FieldKind.Int32 ? int.MaxValue : null));
                break;
            case FieldKind.UInt32:
                schema["type"] = new JsonArray("integer", "null");
                Set(schema, "minimum", 0);
                Set(schema, "maximum", note.Max);
                break;
            case FieldKind.IntOrString:
                schema["anyOf"] = new JsonArray(
                    new JsonObject { ["type"] = "integer", ["minimum"] = note.OrEmpty ? 0 : note.Min, ["maximum"] = note.Max },
                    Reference(note.Format!),
                    Absent(note.OrEmpty, nullable: true));
                break;
            case FieldKind.Duration:
                schema["allOf"] = new JsonArray(Reference(note.Format!));
                break;
            default:
                Words(schema, note);
                break;
        }
    }

    private void Words(JsonObject schema, FieldNote note)
    {
        var value = note.Words is { } words ? new JsonObject { ["enum"] = new JsonArray([.. words.Select(w => (JsonNode)w)]) }
            : note.Format is { } format ? Reference(format)
            : null;
        if (value is null)
        {
            schema["type"] = note.Required ? "string" : new JsonArray("string", "null");
            Set(schema, "minLength", note.Required ? 1 : null);
        }
        else if (note.Required && note.Words is not null)
        {
            schema["enum"] = value["enum"]!.DeepClone();
        }
        else
        {
            schema["anyOf"] = note.Required ? new JsonArray(value) : new JsonArray(value, Absent(note.OrEmpty, nullable: true));
        }
    }

    // What counts as absent, beside leaving the field out.
    private static JsonObject Absent(bool orEmpty, bool nullable) =>
        orEmpty ? new JsonObject { ["type"] = nullable ? new JsonArray("string", "null") : "string", ["maxLength"] = 0 } : new JsonObject { ["type"] = "null" };

    private static JsonObject Reference(string definition) => new() { ["$ref"] = "#/definitions/" + definition };

    private JsonObject Reference(ValueFormat format)
    {
        Define(format.Name, () =>
        {
            var schema = new JsonObject { ["description"] = format.Description, ["type"] = "string", ["pattern"] = format.Pattern };
            Set(schema, "maxLength", format.MaxLength);
            return schema;
        });
        return Reference(format.Name);
    }

    // Entered before it is built: a type may hold itself.
    private void Define(string name, Func<JsonObject> build)
    {
        if (_definitions.TryAdd(name, new JsonObject()))
        {
            _definitions[name] = build();
        }
    }

    private static void Set(JsonObject schema, string keyword, int? value)
    {
        if (value is { } number)
        {
            schema[keyword] = number;
        }
    }

    private string Description(string type, ApiField field, FieldNote note)
    {
        var parts = new List<string> { note.Text };
        if (!FieldTables.ExistsThroughout(type, field))
        {
            parts.Add(field.Since > KubernetesVersion.Oldest ? $"Since Kubernetes {field.Since}." : $"Until Kubernetes {field.Until}.");
        }

        if (_lives.TryGetValue((type, field.Name), out var lives))
        {
            parts.AddRange(lives.Select(Life));
        }

        return string.Join(" ", parts);
    }

    private static string Life(VersionEntry entry)
    {
        var value = entry.Name.IndexOf('=');
        return (value < 0 ? "Deprecated" : $"{entry.Name[(value + 1)..]} is deprecated") + $" since Kubernetes {entry.Deprecated}"
            + (entry.Replacement is { } other ? $"; use {other}{(entry.ReplacementSince is { } since ? $" (from {since} on)" : "")}." : ".");
    }

    // The type and field that a path such as Service.spec.loadBalancerIP ends in.
    private static (string Type, string Field) Place(string path)
    {
        var names = path.Split('.');
        var type = names[0];
        for (var i = 1; i < names.Length - 1; i++)
        {
            type = FieldTables.Find(type, names[i], null)!.Value.Type.Notation.TrimStart('*', '{');
        }

        return (type, names[^1]);
    }

    private void Examples(YamlNode? node, string type)
    {
        foreach (var entry in (node as YamlMapping)?.Entries ?? [])
        {
            var field = FieldTables.Find(type, entry.Name!, null)!.Value;
            var element = field.Type.Kind is FieldKind.List or FieldKind.Map ? field.Type.Element : field.Type;
            if (element.Kind != FieldKind.Object)
            {
                var value = JsonNode.Parse(ManifestVerdict.Of(entry.Value).Json)!;
                _examples.TryAdd((type, entry.Name!), []);
                if (!_examples[(type, entry.Name!)].Any(e => JsonNode.DeepEquals(e, value)))
                {
                    _examples[(type, entry.Name!)].Add(value);
                }
            }
            else if (entry.Value is YamlSequence list)
            {
                foreach (var item in list.Items)
                {
                    Examples(item, element.Notation);
                }
            }
            else
            {
                Examples(entry.Value, element.Notation);
            }
        }
    }
}
