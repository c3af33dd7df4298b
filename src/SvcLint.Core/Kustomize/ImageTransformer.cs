using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary><c>images</c>: the images of containers anywhere in an object, and of the field specs.</summary>
internal sealed class ImageTransformer
{
    // Longer than any registry takes; each container would hold a copy.
    private const int LongestImage = 4096;

    private static readonly string[] Parts = ["newName", "newTag", "digest", "tagSuffix"];

    private readonly List<(KustomizationReader Image, Pattern Pattern)> _images = [];
    private readonly ImageNames _names;

    private ImageTransformer(IEnumerable<KustomizationReader> images, BuildLog log)
    {
        var names = new List<string>();
        foreach (var image in images)
        {
            image.Only("name", "newName", "newTag", "digest", "tagSuffix");
            if (image.Text("name") is not { } name)
            {
                continue;
            }

            if (Parts.Sum(part => image.TextOrEmpty(part).Length) > LongestImage)
            {
                log.BeyondLimit(image.Span, $"an image of more than {LongestImage} characters");
            }
            else if (Pattern.Parse(name.Value) is not { } pattern)
            {
                log.Unsupported(name.Span, "the image pattern " + name.Value);
            }
            else
            {
                _images.Add((image, pattern));
                names.Add(name.Value);
            }
        }

        _names = new ImageNames(names);
    }

    /// <summary>All entries in one pass: each sees what those before it made. A suffix that is added twice differs, and goes by itself.</summary>
    public static void Apply(ResourceList resources, IReadOnlyList<KustomizationReader> images, IReadOnlyList<FieldSpec> specs, BuildLog log)
    {
        for (var from = 0; from < images.Count;)
        {
            var to = from + 1;
            while (images[from].Text("tagSuffix") is null && to < images.Count && images[to].Text("tagSuffix") is null)
            {
                to++;
            }

            new ImageTransformer(images.Skip(from).Take(to - from), log).Apply(resources, specs, images[from].Text("tagSuffix") is not null, images[from].Span, log);
            from = to;
        }
    }

    private void Apply(ResourceList resources, IReadOnlyList<FieldSpec> specs, bool twice, Text.SourceSpan place, BuildLog log)
    {
        if (_images.Count == 0)
        {
            return;
        }

        // What was renamed in a container is not renamed once more where a field spec names the same field.
        var done = new HashSet<YamlScalar>();
        var edit = new FieldEdit(node => node is YamlScalar scalar ? done.Contains(scalar) ? scalar : Rename(scalar) : null, NodeShape.None, place);
        foreach (var resource in resources.Items)
        {
            if (resource.Gvk.Kind == "CustomResourceDefinition")
            {
                continue;
            }

            done.Clear();
            resource.Root = (YamlMapping)InContainers(resource.Root, scalar =>
            {
                var renamed = Rename(scalar);
                if (!twice)
                {
                    done.Add(renamed);
                }

                return renamed;
            });
            foreach (var spec in specs)
            {
                edit.Apply(resource, spec);
            }
        }

        if (edit.Problem is { } problem)
        {
            log.Invalid(place, problem);
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

    private YamlScalar Rename(YamlScalar scalar)
    {
        var names = Names(scalar.Value);
        for (var next = _names.Next(names, 0); next >= 0; next = _names.Next(names, next + 1))
        {
            if (names.Exists(_images[next].Pattern.IsMatch))
            {
                scalar = Rename(scalar, _images[next].Image);
                names = Names(scalar.Value);
            }
        }

        return scalar;
    }

    private static YamlScalar Rename(YamlScalar scalar, KustomizationReader image)
    {
        var (name, tag, digest) = Split(scalar.Value);
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

    // A name, then optionally a tag, then optionally a digest: every end of the name counts, as for a regular expression.
    private static List<string> Names(string image)
    {
        var names = new List<string>();
        for (var end = image.Length; end >= 0; end--)
        {
            if (IsTagAndDigest(image, end))
            {
                names.Add(image.Substring(0, end));
            }
        }

        return names;
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
