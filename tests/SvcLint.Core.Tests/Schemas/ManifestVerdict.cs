using System.Text.Json.Nodes;
using SvcLint.Config;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Validation;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Schemas;

/// <summary>One object as text, what svclint's readers say of it, and its value as JSON.</summary>
internal sealed class ManifestVerdict
{
    private readonly KubernetesObject? _item;

    private ManifestVerdict(YamlNode? root)
    {
        Root = root;
        _item = ManifestReader.Read(root) is [var first, ..] ? first : null;
    }

    public YamlNode? Root { get; }

    public string Kind => _item?.Kind.Value ?? "";

    public static ManifestVerdict Of(string text) => new(YamlReader.Read(TextSlice.Whole(new SourceText("manifest.yaml", text))).Root);

    public static ManifestVerdict Of(YamlNode? root) => new(root);

    /// <summary>True when the API server (of kube-proxy's configuration: kube-proxy) would refuse the object.</summary>
    public bool Refused(KubernetesVersion version) => Problems(version).Count > 0;

    /// <summary>What would be refused: field and type of each error. kube-proxy's own unknown fields count: an editor should name them too.</summary>
    public IReadOnlyList<(string Field, string Type)> Problems(KubernetesVersion version)
    {
        if (_item is null || Root is not YamlMapping mapping || FieldTables.Root(_item.ApiVersion.Value, _item.Kind.Value) is null)
        {
            return [("", "Unreadable")];
        }

        var decode = StrictDecoder.Decode(mapping, _item.ApiVersion.Value, _item.Kind.Value, version);
        return decode.Count > 0
            ? [.. decode.Select(e => (e.Field, e.Kind.ToString()))]
            : [.. ApiValidation.Validate(_item, version).Concat(_item is Service s ? ApiValidation.Allocate(s, version, ClusterFacts.DefaultNodePortRange, []) : []).Select(e => (e.Field, e.Type.ToString()))];
    }

    /// <summary>The value as the API server reads it.</summary>
    public string Json => ToJson(Root)?.ToJsonString() ?? "null";

    private static JsonNode? ToJson(YamlNode? node)
    {
        switch (node)
        {
            case YamlMapping mapping:
                var result = new JsonObject();
                foreach (var entry in mapping.Entries.Where(e => e.Name is not null))
                {
                    result[entry.Name!] = ToJson(entry.Value);
                }

                return result;
            case YamlSequence sequence:
                return new JsonArray([.. sequence.Items.Select(ToJson)]);
            case YamlScalar scalar:
                return scalar.Resolve() switch
                {
                    { Kind: ScalarKind.Null } => null,
                    { Kind: ScalarKind.Bool } value => JsonValue.Create(value.Bool),
                    { Int: { } number } => JsonValue.Create(number),
                    { Kind: ScalarKind.Float } value => JsonValue.Create(double.IsFinite(value.Float) ? value.Float : 0),
                    var value => JsonValue.Create(value.Text),
                };
            default:
                return null;
        }
    }
}
