namespace SvcLint.Charts.Templates;

/// <summary>What a map holds under a key.</summary>
/// <param name="Value">The value; nil is <see cref="GoNil.Interface"/>.</param>
/// <param name="KeyOrigin">Where the key itself came from; null when a template or Helm wrote it.</param>
public readonly record struct GoEntry(GoValue Value, Origin? KeyOrigin);

/// <summary>
/// A map with string keys, changed in place. Two values may share one storage: Go converts a named map type without copying. The loop over it
/// goes by sorted keys, always.
/// </summary>
public sealed class GoMap : GoValue
{
    private readonly GoType _type;
    private readonly Dictionary<string, GoEntry> _entries;

    public GoMap(GoType type, bool isNil = false, Origin? origin = null)
        : this(type, new Dictionary<string, GoEntry>(StringComparer.Ordinal), isNil, origin)
    {
    }

    private GoMap(GoType type, Dictionary<string, GoEntry> entries, bool isNil, Origin? origin)
    {
        _type = type;
        _entries = entries;
        IsNil = isNil;
        Origin = origin;
    }

    public bool IsNil { get; }

    public int Count => _entries.Count;

    public override GoType Type => _type;

    public override bool IsTrue => Count > 0;

    /// <summary>Keys in Go's order: by bytes.</summary>
    public IReadOnlyList<string> SortedKeys
    {
        get
        {
            var keys = _entries.Keys.ToArray();
            Array.Sort(keys, GoText.Compare);
            return keys;
        }
    }

    /// <summary>Keys and entries as they are now, in Go's order.</summary>
    public IReadOnlyList<KeyValuePair<string, GoEntry>> Sorted()
    {
        var entries = _entries.ToArray();
        Array.Sort(entries, static (a, b) => GoText.Compare(a.Key, b.Key));
        return entries;
    }

    /// <summary>The value under a key, or null.</summary>
    public GoValue? this[string key] => _entries.TryGetValue(key, out var entry) ? entry.Value : null;

    /// <summary>A new <c>map[string]interface {}</c>.</summary>
    public static GoMap New() => new(GoType.Map);

    public bool TryGet(string key, out GoEntry entry) => _entries.TryGetValue(key, out entry);

    public bool Contains(string key) => _entries.ContainsKey(key);

    public void Set(string key, GoValue value, Origin? keyOrigin = null) => _entries[key] = new GoEntry(value, keyOrigin);

    public void Set(string key, GoEntry entry) => _entries[key] = entry;

    public bool Remove(string key) => _entries.Remove(key);

    /// <summary>The key as a value, with its origin.</summary>
    public GoString KeyValue(string key) => new(key, _entries.TryGetValue(key, out var entry) ? entry.KeyOrigin ?? Origin.Literal : Origin.Literal);

    /// <summary>The same storage under another type of map.</summary>
    public GoMap As(GoType type) => type == _type ? this : new GoMap(type, _entries, IsNil, Origin);

    public override GoValue WithOrigin(Origin? origin) => new GoMap(_type, _entries, IsNil, origin);
}
