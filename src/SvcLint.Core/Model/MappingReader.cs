using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Model;

/// <summary>
/// The cursor over a mapping: pulls one field per call, so that immutable records are built in one expression. A value of the wrong
/// kind reads as absent; that it is wrong is said by strict decoding, which knows the types of every field.
/// </summary>
public sealed class MappingReader
{
    private readonly YamlMapping? _mapping;

    private MappingReader(YamlMapping? mapping, SourceSpan span, SourceSpan keySpan)
    {
        _mapping = mapping;
        Span = span;
        KeySpan = keySpan;
    }

    /// <summary>The mapping's value.</summary>
    public SourceSpan Span { get; }

    /// <summary>The key that holds the mapping; for a list item or a document its first line.</summary>
    public SourceSpan KeySpan { get; }

    public YamlMapping? Node => _mapping;

    public static MappingReader Of(YamlNode node, SourceSpan? keySpan = null) =>
        new(node as YamlMapping, node.Span, keySpan ?? node.FirstLine);

    public bool Has(string name) => _mapping?.TryGet(name, out _) == true;

    public YamlNode? Raw(string name) => _mapping?[name];

    /// <summary>The span of a field's key, or of the mapping's own key when the field is absent.</summary>
    public SourceSpan KeyOf(string name) => _mapping is not null && _mapping.TryGet(name, out var entry) ? entry.Key.Span : KeySpan;

    /// <summary>Text of a scalar, whatever type it resolves to; null when absent or null.</summary>
    public Located<string>? String(string name) => Text(Raw(name));

    public Located<int>? Int(string name) =>
        Raw(name) is YamlScalar scalar && scalar.Resolve() is { Int: { } number } && number is >= int.MinValue and <= int.MaxValue
            ? new Located<int>((int)number, scalar.Span)
            : null;

    public Located<long>? Long(string name) =>
        Raw(name) is YamlScalar scalar && scalar.Resolve() is { Int: { } number } ? new Located<long>(number, scalar.Span) : null;

    public Located<bool>? Bool(string name) =>
        Raw(name) is YamlScalar scalar && scalar.Resolve() is { Kind: ScalarKind.Bool } value ? new Located<bool>(value.Bool, scalar.Span) : null;

    public Located<IntOrString>? IntOrString(string name)
    {
        if (Raw(name) is not YamlScalar scalar)
        {
            return null;
        }

        var value = scalar.Resolve();
        return value.Kind switch
        {
            ScalarKind.Null => null,
            ScalarKind.Int or ScalarKind.Float when value.Int is { } number and >= int.MinValue and <= int.MaxValue =>
                new Located<IntOrString>(new IntOrString((int)number, null), scalar.Span),
            _ => new Located<IntOrString>(new IntOrString(null, scalar.Value), scalar.Span),
        };
    }

    /// <summary>A mapping of strings; a null value reads as the empty string, a collection as a missing entry.</summary>
    public StringMap? StringMap(string name)
    {
        if (_mapping is null || !_mapping.TryGet(name, out var field) || field.Value is not YamlMapping map)
        {
            return null;
        }

        var entries = new List<StringMapEntry>(map.Entries.Count);
        HashSet<string>? seen = null;
        var repeated = false;
        for (var i = 0; i < map.Entries.Count; i++)
        {
            var entry = map.Entries[i];
            if (entry.Key is YamlScalar key && entry.Value is YamlScalar value)
            {
                var read = new StringMapEntry(new Located<string>(key.Value, key.Span), Text(value) ?? new Located<string>("", value.Span));
                if (!(seen ??= new(StringComparer.Ordinal)).Add(key.Value))
                {
                    repeated = true;
                }

                entries.Add(read);
            }
        }

        return new StringMap(repeated ? LastOfEach(entries) : entries, map.Span, field.Key.Span);
    }

    private static List<StringMapEntry> LastOfEach(List<StringMapEntry> entries)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var last = new List<StringMapEntry>(entries.Count);
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            if (seen.Add(entries[i].Key.Value))
            {
                last.Add(entries[i]);
            }
        }

        last.Reverse();
        return last;
    }

    public T? Object<T>(string name, Func<MappingReader, T> read)
        where T : class => Nested(name) is { } reader ? read(reader) : null;

    /// <summary>A cursor over a nested mapping, or null when the field is no mapping.</summary>
    public MappingReader? Nested(string name) =>
        _mapping is not null && _mapping.TryGet(name, out var field) && field.Value is YamlMapping map
            ? new MappingReader(map, map.Span, field.Key.Span)
            : null;

    /// <summary>A list of mappings. A null item reads as an empty mapping, as Go decodes it.</summary>
    public LocatedList<T>? List<T>(string name, Func<MappingReader, T> read)
    {
        if (_mapping is null || !_mapping.TryGet(name, out var field) || field.Value is not YamlSequence sequence)
        {
            return null;
        }

        var items = new List<T>(sequence.Items.Count);
        for (var i = 0; i < sequence.Items.Count; i++)
        {
            items.Add(read(Of(sequence.Items[i])));
        }

        return new LocatedList<T>(items, sequence.Span, field.Key.Span);
    }

    /// <summary>A list of strings. A null item reads as the empty string.</summary>
    public LocatedList<Located<string>>? Strings(string name)
    {
        if (_mapping is null || !_mapping.TryGet(name, out var field) || field.Value is not YamlSequence sequence)
        {
            return null;
        }

        var items = new List<Located<string>>(sequence.Items.Count);
        for (var i = 0; i < sequence.Items.Count; i++)
        {
            items.Add(Text(sequence.Items[i]) ?? new Located<string>("", sequence.Items[i].Span));
        }

        return new LocatedList<Located<string>>(items, sequence.Span, field.Key.Span);
    }

    private static Located<string>? Text(YamlNode? node) =>
        node is YamlScalar scalar && scalar.Resolve().Kind != ScalarKind.Null ? new Located<string>(scalar.Value, scalar.Span) : null;
}
