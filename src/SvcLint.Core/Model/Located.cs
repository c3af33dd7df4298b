using SvcLint.Text;

namespace SvcLint.Model;

/// <summary>
/// A leaf of the model. An absent field is null, never a located default; a value that API defaulting filled in has its
/// parent's span and <see cref="IsDefault"/> set.
/// </summary>
public sealed record Located<T>(T Value, SourceSpan Span, bool IsDefault = false)
{
    public override string ToString() => Value?.ToString() ?? "";
}

public static class LocatedText
{
    /// <summary>
    /// The span of a part of a scalar's text, by offsets within it. Where escapes or folding part text and file, the whole scalar's.
    /// </summary>
    public static SourceSpan Part(this Located<string> text, int start, int end)
    {
        var content = text.Span.Source.Content;
        var surplus = text.Span.Range.Length - text.Value.Length;
        if (surplus is not (0 or 2) || text.IsDefault)
        {
            return text.Span;
        }

        // Plain, or between quotes.
        var at = text.Span.Start + (surplus / 2);
        return string.CompareOrdinal(content, at, text.Value, 0, text.Value.Length) == 0
            ? new SourceSpan(text.Span.Source, new TextSpan(at + start, at + end))
            : text.Span;
    }

    /// <summary>A part of a scalar's text as a value of its own.</summary>
    public static Located<string> Slice(this Located<string> text, int start, int end) =>
        new(text.Value.Substring(start, end - start), text.Part(start, end));
}

/// <summary>A mapping of the model: <see cref="Span"/> covers the value, <see cref="KeySpan"/> the key or, in a list, the item's first line.</summary>
public abstract record ModelNode
{
    public required SourceSpan Span { get; init; }

    public required SourceSpan KeySpan { get; init; }
}

/// <summary>A list field that is present; it may be empty.</summary>
public sealed record LocatedList<T>(IReadOnlyList<T> Items, SourceSpan Span, SourceSpan KeySpan, bool IsDefault = false)
{
    public int Count => Items.Count;

    public T this[int index] => Items[index];
}

/// <summary>A value that Kubernetes takes as a number or a name.</summary>
public readonly record struct IntOrString(int? Int, string? String)
{
    public override string ToString() => Int is { } number ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : String ?? "";
}

/// <summary>One pair of a string map; of duplicate keys the last one is kept, as in Go's reader.</summary>
public sealed record StringMapEntry(Located<string> Key, Located<string> Value)
{
    public SourceSpan Span => Key.Span.Source == Value.Span.Source
        ? new SourceSpan(Key.Span.Source, TextSpan.Cover(Key.Span.Range, Value.Span.Range))
        : Key.Span;
}

/// <summary>Labels, annotations, selectors, ConfigMap data.</summary>
public sealed record StringMap(IReadOnlyList<StringMapEntry> Entries, SourceSpan Span, SourceSpan KeySpan)
{
    private const int Few = 16;

    private readonly KeyTable _byKey = new();

    public int Count => Entries.Count;

    public string? this[string key] => Find(key)?.Value.Value;

    public StringMapEntry? Find(string key)
    {
        if (Entries.Count > Few)
        {
            return _byKey.Of(Entries).TryGetValue(key, out var found) ? found : null;
        }

        for (var i = 0; i < Entries.Count; i++)
        {
            if (Entries[i].Key.Value == key)
            {
                return Entries[i];
            }
        }

        return null;
    }
}

/// <summary>The entries of a large map by key, made when it is first asked. It tells nothing of its own, so two tables are always equal.</summary>
internal sealed class KeyTable : IEquatable<KeyTable>
{
    private Dictionary<string, StringMapEntry>? _entries;

    public Dictionary<string, StringMapEntry> Of(IReadOnlyList<StringMapEntry> entries)
    {
        if (_entries is null)
        {
            var table = new Dictionary<string, StringMapEntry>(StringComparer.Ordinal);
            foreach (var entry in entries)
            {
                if (!table.TryGetValue(entry.Key.Value, out _))
                {
                    table[entry.Key.Value] = entry;
                }
            }

            // Two threads may both build it; either is right.
            _entries = table;
        }

        return _entries;
    }

    public bool Equals(KeyTable? other) => other is not null;

    public override bool Equals(object? obj) => obj is KeyTable;

    public override int GetHashCode() => 0;
}
