using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary><c>configMapGenerator</c> and <c>secretGenerator</c>. Literals keep their span; the content of a file lies where the file is named.</summary>
internal sealed class Generator(ResourceList resources, KustomizationSource source, string kustomizationPath, KustomizationReader? globalOptions, BuildLog log)
{
    private readonly HashSet<ResourceId> _ids = resources.Ids();
    private readonly NameIndex _names = new(resources);

    public void Apply(KustomizationReader args, bool isSecret)
    {
        args.Only("name", "namespace", "behavior", "literals", "files", "envs", "env", "options", isSecret ? "type" : "name");
        if (args.Text("name") is not { } name)
        {
            log.Invalid(args.Span, "a generator needs a name");
            return;
        }

        var options = args.Nested("options");
        var root = Metadata(args, name, options, isSecret);
        root = isSecret ? SecretData(root, args) : ConfigMapData(root, args);
        if (Flag(options, "immutable"))
        {
            root = NodeEdit.Set(root, "immutable", new YamlScalar(args.Span, "true"), args.Span);
        }

        var generated = new Resource(root, kustomizationPath) { NeedsHash = !Flag(options, "disableNameSuffixHash") };
        Place(generated, args.Text("behavior"), name.Span);
    }

    // A true global flag wins; a local one cannot take it back.
    private bool Flag(KustomizationReader? options, string flag) => options?.Flag(flag) == true | globalOptions?.Flag(flag) == true;

    private YamlMapping Metadata(KustomizationReader args, YamlScalar name, KustomizationReader? options, bool isSecret)
    {
        var span = args.Span;
        var metadata = NodeEdit.Set(NodeEdit.EmptyMapping(span), "name", name, span);
        if (args.Text("namespace") is { } @namespace)
        {
            metadata = NodeEdit.Set(metadata, "namespace", @namespace, span);
        }

        foreach (var field in (string[])["labels", "annotations"])
        {
            var pairs = NodeEdit.EmptyMapping(span);
            foreach (var pair in (globalOptions?.Pairs(field) ?? []).Concat(options?.Pairs(field) ?? []))
            {
                pairs = NodeEdit.Set(pairs, pair with { Value = NodeEdit.AsText((YamlScalar)pair.Value) });
            }

            metadata = pairs.Entries.Count > 0 ? NodeEdit.Set(metadata, field, pairs, span) : metadata;
        }

        var root = NodeEdit.Set(NodeEdit.EmptyMapping(span), "apiVersion", NodeEdit.Text(span, "v1"), span);
        root = NodeEdit.Set(root, "kind", NodeEdit.Text(span, isSecret ? "Secret" : "ConfigMap"), span);
        root = NodeEdit.Set(root, "metadata", metadata, span);
        return isSecret ? NodeEdit.Set(root, "type", args.Text("type") ?? NodeEdit.Text(span, "Opaque"), span) : root;
    }

    private YamlMapping ConfigMapData(YamlMapping root, KustomizationReader args)
    {
        foreach (var pair in GeneratorPairs.Read(args, source, log))
        {
            var field = pair.Text is null ? "binaryData" : "data";
            var data = root[field] as YamlMapping ?? NodeEdit.EmptyMapping(args.Span);
            var value = NodeEdit.Text(pair.ValueSpan, pair.Text ?? Base64(pair.Bytes));
            root = NodeEdit.Set(root, field, NodeEdit.Set(data, new YamlEntry(NodeEdit.Text(pair.KeySpan, pair.Key), value)), args.Span);
        }

        return root;
    }

    private YamlMapping SecretData(YamlMapping root, KustomizationReader args)
    {
        var data = NodeEdit.EmptyMapping(args.Span);
        foreach (var pair in GeneratorPairs.Read(args, source, log))
        {
            data = NodeEdit.Set(data, new YamlEntry(NodeEdit.Text(pair.KeySpan, pair.Key), NodeEdit.Text(pair.ValueSpan, Base64(pair.Bytes))));
        }

        return NodeEdit.Set(root, "data", data, args.Span);
    }

    // kustomize breaks long values into lines of 70, the last one ended too; the hash sees that.
    private static string Base64(byte[] bytes)
    {
        const int Line = 70;
        var text = Convert.ToBase64String(bytes);
        if (text.Length < Line)
        {
            return text;
        }

        var lines = new System.Text.StringBuilder(text.Length + (text.Length / Line) + 1);
        for (var at = 0; at < text.Length; at += Line)
        {
            lines.Append(text, at, Math.Min(Line, text.Length - at)).Append('\n');
        }

        return lines.ToString();
    }

    private void Place(Resource generated, YamlScalar? behavior, SourceSpan span)
    {
        var found = _names.ByAnyId(generated.Name, id => id == generated.Id);
        switch (behavior?.Value)
        {
            case "merge" or "replace" when found.Count == 1:
                var merged = Merge(found[0], generated, withData: behavior.Value == "merge");
                resources.Replace(found[0], merged);
                _names.Remove(found[0]);
                _names.Add(merged);
                _ids.Add(merged.Id);
                break;
            case "merge" or "replace":
                log.Invalid(behavior.Span, $"no {generated.Id} to {behavior.Value}");
                Append(generated, span);
                break;
            default:
                Append(generated, span);
                break;
        }
    }

    private void Append(Resource generated, SourceSpan span)
    {
        var count = resources.Count;
        resources.Append([generated], _ids, span);
        if (resources.Count > count)
        {
            _names.Add(generated);
        }
    }

    private static Resource Merge(Resource old, Resource generated, bool withData)
    {
        var root = generated.Root;
        var metadata = (YamlMapping)root["metadata"]!;
        var oldMetadata = old.Root["metadata"] as YamlMapping;
        foreach (var field in (string[])["labels", "annotations"])
        {
            metadata = Overlay(metadata, oldMetadata, field);
        }

        foreach (var field in (string[])["name", "namespace"])
        {
            metadata = oldMetadata?.TryGet(field, out var entry) == true ? NodeEdit.Set(metadata, entry) : NodeEdit.Remove(metadata, field);
        }

        root = NodeEdit.Set(root, "metadata", metadata, metadata.Span);
        if (withData)
        {
            root = Overlay(Overlay(root, old.Root, "data"), old.Root, "binaryData");
        }

        return old.Successor(root, generated.Path, old.NeedsHash && generated.NeedsHash);
    }

    // The old pairs, then the new ones over them.
    private static YamlMapping Overlay(YamlMapping mapping, YamlMapping? old, string field)
    {
        if (old?[field] is not YamlMapping { Entries.Count: > 0 } pairs)
        {
            return mapping;
        }

        foreach (var entry in (mapping[field] as YamlMapping)?.Entries ?? [])
        {
            pairs = NodeEdit.Set(pairs, entry);
        }

        return NodeEdit.Set(mapping, field, pairs, pairs.Span);
    }
}
