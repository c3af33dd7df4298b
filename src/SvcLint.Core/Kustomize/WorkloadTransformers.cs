using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary><c>replicas</c>.</summary>
internal static class ReplicaTransformer
{
    public static void Apply(ResourceList resources, KustomizationReader replica, IReadOnlyList<FieldSpec> specs, BuildLog log)
    {
        replica.Only("name", "count");
        if (replica.Text("name") is not { } name)
        {
            log.Invalid(replica.Span, "an entry of replicas has no name");
            return;
        }

        var count = replica.Number("count");
        var value = NodeEdit.Int(count?.Span ?? name.Span, count?.Value ?? "0");
        var edit = new FieldEdit(node => node is YamlScalar ? value : null, NodeShape.Scalar, replica.Span);
        var found = false;
        foreach (var spec in specs)
        {
            foreach (var resource in resources.ByAnyId(id => id.Name == name.Value && id.Gvk.IsSelectedBy(spec.Gvk)))
            {
                found = true;
                edit.Apply(resource, spec);
            }
        }

        if (!found)
        {
            log.Invalid(name.Span, $"replicas: no workload is named {name.Value}");
        }
    }
}

/// <summary><c>images</c>: the images of containers anywhere in an object, and of the field specs.</summary>
internal static class ImageTransformer
{
    public static void Apply(ResourceList resources, KustomizationReader image, IReadOnlyList<FieldSpec> specs, BuildLog log)
    {
        image.Only("name", "newName", "newTag", "digest", "tagSuffix");
        if (image.Text("name") is not { } name)
        {
            log.Invalid(image.Span, "an entry of images has no name");
            return;
        }

        if (Pattern.Parse(name.Value) is not { } pattern)
        {
            log.Unsupported(name.Span, "the image pattern " + name.Value);
            return;
        }

        var edit = new FieldEdit(node => node is YamlScalar scalar ? Rename(scalar, pattern, image) : null, NodeShape.None, image.Span);
        foreach (var resource in resources.Items)
        {
            if (resource.Gvk.Kind == "CustomResourceDefinition")
            {
                continue;
            }

            resource.Root = (YamlMapping)InContainers(resource.Root, scalar => Rename(scalar, pattern, image));
            foreach (var spec in specs)
            {
                edit.Apply(resource, spec);
            }
        }

        if (edit.Problem is { } problem)
        {
            log.Invalid(image.Span, problem);
        }
    }

    private static YamlNode InContainers(YamlNode node, Func<YamlScalar, YamlScalar> rename)
    {
        switch (node)
        {
            case YamlMapping mapping:
                YamlEntry[]? entries = null;
                for (var i = 0; i < mapping.Entries.Count; i++)
                {
                    var entry = mapping.Entries[i];
                    var value = InContainers(entry.Value, rename);
                    if (entry.Name is "containers" or "initContainers" && value is YamlSequence containers)
                    {
                        value = Map(containers, item => Image(item, rename));
                    }

                    if (!ReferenceEquals(value, entry.Value))
                    {
                        entries ??= mapping.Entries.ToArray();
                        entries[i] = entry with { Value = value };
                    }
                }

                return entries is null ? mapping : NodeEdit.WithEntries(mapping, entries);
            case YamlSequence sequence:
                return Map(sequence, item => InContainers(item, rename));
            default:
                return node;
        }
    }

    private static YamlNode Image(YamlNode container, Func<YamlScalar, YamlScalar> rename) =>
        container is YamlMapping mapping && mapping["image"] is YamlScalar image ? NodeEdit.Set(mapping, "image", rename(image), image.Span) : container;

    private static YamlSequence Map(YamlSequence sequence, Func<YamlNode, YamlNode> change)
    {
        YamlNode[]? items = null;
        for (var i = 0; i < sequence.Items.Count; i++)
        {
            var changed = change(sequence.Items[i]);
            if (!ReferenceEquals(changed, sequence.Items[i]))
            {
                items ??= sequence.Items.ToArray();
                items[i] = changed;
            }
        }

        return items is null ? sequence : NodeEdit.WithItems(sequence, items);
    }

    private static YamlScalar Rename(YamlScalar scalar, Pattern pattern, KustomizationReader image)
    {
        var (name, tag, digest) = Split(scalar.Value);
        if (!Matches(scalar.Value, pattern))
        {
            return scalar;
        }

        var newName = image.Text("newName");
        var newTag = image.Text("newTag");
        var newDigest = image.Text("digest");
        var suffix = image.Text("tagSuffix");
        if (newTag is not null || newDigest is not null)
        {
            tag = newTag?.Value ?? "";
            digest = newDigest?.Value ?? "";
        }
        else if (suffix is not null)
        {
            tag += suffix.Value;
            digest = "";
        }

        var value = (newName?.Value ?? name) + (tag.Length > 0 ? ":" + tag : "") + (digest.Length > 0 ? "@" + digest : "");
        var origin = newName ?? newTag ?? newDigest ?? suffix;
        return value == scalar.Value ? scalar : new YamlScalar(origin?.Span ?? scalar.Span, value, scalar.Style, scalar.Tag);
    }

    // The pattern, then optionally a tag, then optionally a digest: every end of the name is tried, as a regular expression would.
    private static bool Matches(string image, Pattern pattern)
    {
        for (var end = image.Length; end >= 0; end--)
        {
            if (IsTagAndDigest(image, end) && pattern.IsMatch(image.Substring(0, end)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTagAndDigest(string image, int at)
    {
        if (at < image.Length && image[at] == ':')
        {
            at = SkipTag(image, at + 1);
        }

        const string Digest = "@sha256:";
        if (string.CompareOrdinal(image, at, Digest, 0, Digest.Length) == 0)
        {
            at = SkipTag(image, at + Digest.Length);
        }

        return at == image.Length;
    }

    private static int SkipTag(string image, int at)
    {
        while (at < image.Length && image[at] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '.' or '{' or '}' or '-')
        {
            at++;
        }

        return at;
    }

    private static (string Name, string Tag, string Digest) Split(string image)
    {
        var path = Math.Max(0, image.IndexOf('/'));
        var at = image.IndexOf('@', path);
        var colon = image.IndexOf(':', path);
        if (colon >= 0 && (at < 0 || colon < at))
        {
            return at < 0
                ? (image.Substring(0, colon), image.Substring(colon + 1), "")
                : (image.Substring(0, colon), image.Substring(colon + 1, at - colon - 1), image.Substring(at + 1));
        }

        return at < 0 ? (image, "", "") : (image.Substring(0, at), "", image.Substring(at + 1));
    }
}
