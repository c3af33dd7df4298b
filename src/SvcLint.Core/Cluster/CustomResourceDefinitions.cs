using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster;

/// <summary>One version of a CustomResourceDefinition.</summary>
/// <param name="Name">v1alpha1.</param>
/// <param name="IsServed">The API server answers to it.</param>
/// <param name="Schema">Its structural schema; null where there is none to hold objects against.</param>
/// <param name="Span">The version's name in the definition; its file tells what the definition is applied with.</param>
public sealed record CustomResourceVersion(string Name, bool IsServed, YamlMapping? Schema, SourceSpan Span);

/// <summary>
/// The CustomResourceDefinitions of the input. Reading passes over most of them, since they are half of a repository's bytes: one is parsed
/// when an object of its kind is asked for.
/// </summary>
public sealed class CustomResourceDefinitions
{
    private readonly Dictionary<GroupKind, List<Lazy<IReadOnlyList<CustomResourceVersion>>>> _definitions = [];

    public CustomResourceDefinitions(IReadOnlyList<ParsedFile> files)
    {
        foreach (var file in files)
        {
            foreach (var document in file.Documents)
            {
                if (document.IsPassedOver)
                {
                    var (text, range) = (file.Source.Content, document.Range);
                    Add((After(text, range, "\n  group: "), After(text, range, "\n    kind: ")), () => YamlReader.Read(TextSlice.Part(file.Source, range.Start, range.End)).Root as YamlMapping);
                }

                foreach (var item in document.Objects)
                {
                    if (item is { Kind.Value: "CustomResourceDefinition", Node: { } node })
                    {
                        var spec = node["spec"] as YamlMapping;
                        Add((Text(spec?["group"]), Text((spec?["names"] as YamlMapping)?["kind"])), () => node);
                    }
                }
            }
        }
    }

    /// <summary>For each definition of a kind in the input, its versions; empty when the input defines no such kind.</summary>
    public IEnumerable<IReadOnlyList<CustomResourceVersion>> Find(GroupKind kind) =>
        _definitions.TryGetValue(kind, out var found) ? found.Select(f => f.Value) : [];

    private void Add((string? Group, string? Kind) defined, Func<YamlMapping?> read)
    {
        if (defined is not ({ } group, { } kind))
        {
            return;
        }

        var key = new GroupKind(group, kind);
        if (!_definitions.TryGetValue(key, out var known))
        {
            _definitions.Add(key, known = []);
        }

        known.Add(new Lazy<IReadOnlyList<CustomResourceVersion>>(() => Versions(read())));
    }

    // Group and kind stand on lines as every generator writes them; in another layout they are not found, and objects are not judged.
    private static string? After(string text, TextSpan range, string key)
    {
        var at = text.IndexOf(key, range.Start, range.Length, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        at += key.Length;
        var end = text.IndexOf('\n', at);
        var value = text.Substring(at, (end < 0 ? text.Length : end) - at).Trim().Trim('"', '\'');
        return value.Length == 0 || value.Contains(' ') ? null : value;
    }

    private static IReadOnlyList<CustomResourceVersion> Versions(YamlMapping? definition)
    {
        // The older shape has one schema for all versions, and need not be structural.
        if (definition is null || Text(definition["apiVersion"]) != "apiextensions.k8s.io/v1" || definition["spec"] is not YamlMapping spec || spec["versions"] is not YamlSequence versions)
        {
            return [];
        }

        var keepsUnknown = spec["preserveUnknownFields"] is YamlScalar keep && keep.Resolve().Bool;
        return
        [
            .. from version in versions.Items.OfType<YamlMapping>()
               let name = version["name"] as YamlScalar
               where name is not null
               select new CustomResourceVersion(
                   name.Value,
                   (version["served"] as YamlScalar)?.Resolve() is not { Kind: ScalarKind.Bool, Bool: false },
                   keepsUnknown ? null : (version["schema"] as YamlMapping)?["openAPIV3Schema"] as YamlMapping,
                   name.Span),
        ];
    }

    private static string? Text(YamlNode? node) => (node as YamlScalar)?.Value;
}
