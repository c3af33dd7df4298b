using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>
/// A field of certain kinds. Lists on the way are entered without being named, or are named with <c>[]</c>, which keeps
/// them from being created. A slash inside a name is escaped.
/// </summary>
internal sealed record FieldSpec(string Path, Gvk Gvk, bool Create)
{
    public IReadOnlyList<string> Segments { get; } = Split(Path, '/');

    public static FieldSpec Any(string path, bool create) => new(path, new Gvk("", "", ""), create);

    public static FieldSpec Of(string kind, string path, bool create = false, string group = "", string version = "") =>
        new(path, new Gvk(group, version, kind), create);

    public static IReadOnlyList<string> Split(string path, char delimiter)
    {
        var parts = path.Split(delimiter);
        var result = new List<string>(parts.Length) { parts[0] };
        for (var i = 1; i < parts.Length; i++)
        {
            var last = result[result.Count - 1];
            if (last.EndsWith("\\", StringComparison.Ordinal))
            {
                result[result.Count - 1] = last.Substring(0, last.Length - 1) + delimiter + parts[i];
            }
            else
            {
                result.Add(parts[i]);
            }
        }

        return result.ToArray();
    }
}

/// <summary>What a field spec makes where its field is missing.</summary>
internal enum NodeShape
{
    None,
    Scalar,
    Mapping,
}

/// <summary>Changes the fields that field specs name.</summary>
/// <param name="set">The new value for the node found or made; null: it has the wrong kind.</param>
/// <param name="shape">What the last segment is made of.</param>
/// <param name="origin">Where made nodes lie.</param>
internal sealed class FieldEdit(Func<YamlNode, YamlNode?> set, NodeShape shape, SourceSpan origin)
{
    /// <summary>What kustomize would refuse, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Applies the spec where it selects the object.</summary>
    public void Apply(Resource resource, FieldSpec spec)
    {
        if (resource.Gvk.IsSelectedBy(spec.Gvk))
        {
            ApplyAnyKind(resource, spec);
        }
    }

    public void ApplyAnyKind(Resource resource, FieldSpec spec)
    {
        if (Apply(resource.Root, spec, 0) is YamlMapping root)
        {
            resource.Root = root;
        }
    }

    private YamlNode Apply(YamlNode node, FieldSpec spec, int at)
    {
        if (at == spec.Segments.Count)
        {
            if (set(node) is { } changed)
            {
                return changed;
            }

            return Refuse(node, spec);
        }

        switch (node)
        {
            case YamlSequence sequence:
                return ApplyToItems(sequence, spec, at);
            case YamlMapping mapping:
                return ApplyToField(mapping, spec, at);
            default:
                return NodeEdit.IsNull(node) ? node : Refuse(node, spec);
        }
    }

    private YamlNode Refuse(YamlNode node, FieldSpec spec)
    {
        Problem ??= "the field " + spec.Path + " is of another type";
        return node;
    }

    private YamlSequence ApplyToItems(YamlSequence sequence, FieldSpec spec, int at)
    {
        YamlNode[]? items = null;
        for (var i = 0; i < sequence.Items.Count; i++)
        {
            var changed = Apply(sequence.Items[i], spec, at);
            if (!ReferenceEquals(changed, sequence.Items[i]))
            {
                items ??= sequence.Items.ToArray();
                items[i] = changed;
            }
        }

        return items is null ? sequence : NodeEdit.WithItems(sequence, items);
    }

    private YamlMapping ApplyToField(YamlMapping mapping, FieldSpec spec, int at)
    {
        var name = spec.Segments[at];
        var isSequence = name.EndsWith("[]", StringComparison.Ordinal);
        name = isSequence ? name.Substring(0, name.Length - 2) : name;
        var creates = spec.Create && shape != NodeShape.None && !isSequence;
        var value = mapping.TryGet(name, out var entry) ? entry.Value : null;
        if (value is null || NodeEdit.IsNull(value))
        {
            if (!creates)
            {
                return mapping;
            }

            value = at + 1 < spec.Segments.Count || shape == NodeShape.Mapping ? NodeEdit.EmptyMapping(origin) : NodeEdit.Text(origin, "");
        }

        return NodeEdit.Set(mapping, name, Apply(value, spec, at + 1), origin);
    }
}
