using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>Copies of nodes with one thing changed.</summary>
internal static class NodeEdit
{
    private const string StringTag = "tag:yaml.org,2002:str";
    private const string IntTag = "tag:yaml.org,2002:int";

    /// <summary>Absent, or a scalar that reads as null.</summary>
    public static bool IsNull(YamlNode? node) => node is null || node is YamlScalar scalar && scalar.Resolve().Kind == ScalarKind.Null;

    /// <summary>The type for kustomize's reader, to which the booleans of YAML 1.1 (<c>yes</c>, <c>on</c>) are strings.</summary>
    public static ScalarKind KindOf(YamlScalar scalar)
    {
        var kind = scalar.Resolve().Kind;
        return kind == ScalarKind.Bool && scalar.Tag is null && scalar.Value.Length <= 3 ? ScalarKind.String : kind;
    }

    public static bool IsNullOrEmpty(YamlNode? node) => IsNull(node) || node is YamlMapping { Entries.Count: 0 };

    /// <summary>A scalar that reads as a string, whatever it says.</summary>
    public static YamlScalar Text(SourceSpan span, string value) => AsText(new YamlScalar(span, value));

    /// <summary>The same scalar, read as a string.</summary>
    public static YamlScalar AsText(YamlScalar scalar) =>
        scalar.Resolve().Kind == ScalarKind.String ? scalar : new YamlScalar(scalar.Span, scalar.Value, scalar.Style, StringTag);

    public static YamlScalar Int(SourceSpan span, string value) => new(span, value, ScalarStyle.Plain, IntTag);

    /// <summary>Another text in the same place and style; its type is resolved anew.</summary>
    public static YamlScalar WithValue(YamlScalar scalar, string value) =>
        scalar.Value == value ? scalar : new YamlScalar(scalar.Span, value, scalar.Style, scalar.Tag);

    public static YamlMapping WithEntries(YamlMapping mapping, IReadOnlyList<YamlEntry> entries) => new(mapping.Span, entries, mapping.IsFlow, mapping.Tag);

    public static YamlSequence WithItems(YamlSequence sequence, IReadOnlyList<YamlNode> items) => new(sequence.Span, items, sequence.IsFlow, sequence.Tag);

    public static YamlMapping EmptyMapping(SourceSpan span) => new(span, []);

    /// <summary>The entry takes the place of the field that has its name, or comes last.</summary>
    public static YamlMapping Set(YamlMapping mapping, YamlEntry entry)
    {
        var entries = new List<YamlEntry>(mapping.Entries.Count + 1);
        var done = false;
        for (var i = 0; i < mapping.Entries.Count; i++)
        {
            if (mapping.Entries[i].Name is not { } name || name != entry.Name)
            {
                entries.Add(mapping.Entries[i]);
            }
            else if (!done)
            {
                entries.Add(entry);
                done = true;
            }
        }

        if (!done)
        {
            entries.Add(entry);
        }

        return WithEntries(mapping, entries.ToArray());
    }

    /// <summary>Sets a field's value; an existing key stays, a new one lies at <paramref name="origin"/>.</summary>
    public static YamlMapping Set(YamlMapping mapping, string name, YamlNode value, SourceSpan origin)
    {
        if (mapping.TryGet(name, out var entry))
        {
            return ReferenceEquals(entry.Value, value) ? mapping : Set(mapping, new YamlEntry(entry.Key, value));
        }

        return Set(mapping, new YamlEntry(Text(origin, name), value));
    }

    public static YamlMapping Remove(YamlMapping mapping, string name)
    {
        if (!mapping.TryGet(name, out _))
        {
            return mapping;
        }

        return WithEntries(mapping, mapping.Entries.Where(e => e.Name != name).ToArray());
    }

    /// <summary>A name of metadata, or the empty string.</summary>
    public static string Metadata(YamlMapping root, string name) =>
        root["metadata"] is YamlMapping metadata && metadata[name] is YamlScalar scalar && !IsNull(scalar) ? scalar.Value : "";

    /// <summary>Sets a field of metadata.</summary>
    public static YamlMapping SetMetadata(YamlMapping root, string name, YamlNode value, SourceSpan origin)
    {
        var metadata = root["metadata"] as YamlMapping ?? EmptyMapping(origin);
        return Set(root, "metadata", Set(metadata, name, value, origin), origin);
    }

    /// <summary>Deeper than any manifest: copies can nest an object in itself.</summary>
    public static bool IsTooLarge(YamlNode node) => node.Weight > YamlReader.MaxWeight || IsDeeper(node, 2 * YamlReader.MaxDepth);

    private static bool IsDeeper(YamlNode node, int levels) => levels <= 0 || node switch
    {
        YamlMapping mapping => mapping.Entries.Any(e => IsDeeper(e.Value, levels - 1)),
        YamlSequence sequence => sequence.Items.Any(i => IsDeeper(i, levels - 1)),
        _ => false,
    };

    /// <summary>The collection with each key and value, or each item, replaced; itself where nothing changes.</summary>
    public static YamlNode Map(YamlNode collection, Func<YamlNode, YamlNode> key, Func<YamlNode, YamlNode> value)
    {
        if (collection is YamlMapping mapping)
        {
            YamlEntry[]? entries = null;
            for (var i = 0; i < mapping.Entries.Count; i++)
            {
                var old = mapping.Entries[i];
                var entry = old with { Value = value(old.Value), Key = key(old.Key) };
                if (!ReferenceEquals(entry.Value, old.Value) || !ReferenceEquals(entry.Key, old.Key))
                {
                    entries ??= mapping.Entries.ToArray();
                    entries[i] = entry;
                }
            }

            return entries is null ? mapping : WithEntries(mapping, entries);
        }

        YamlNode[]? items = null;
        var sequence = (YamlSequence)collection;
        for (var i = 0; i < sequence.Items.Count; i++)
        {
            var item = value(sequence.Items[i]);
            if (!ReferenceEquals(item, sequence.Items[i]))
            {
                items ??= sequence.Items.ToArray();
                items[i] = item;
            }
        }

        return items is null ? sequence : WithItems(sequence, items);
    }
}
