using SvcLint.Text;

namespace SvcLint.Yaml;

/// <summary>How a scalar is written.</summary>
public enum ScalarStyle
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
}

/// <summary>A YAML value with its place. Immutable; an aliased node carries the alias's span and its children the anchor's.</summary>
public abstract class YamlNode(SourceSpan span, string? tag)
{
    public SourceSpan Span { get; } = span;

    /// <summary>The explicit tag, resolved (<c>tag:yaml.org,2002:str</c>), or null.</summary>
    public string? Tag { get; } = tag;

    /// <summary>Number of nodes when aliases are expanded; capped by the reader.</summary>
    public abstract int Weight { get; }

    /// <summary>The part of <see cref="Span"/> that lies on its first line.</summary>
    public SourceSpan FirstLine
    {
        get
        {
            var lines = Span.Source.Lines;
            var end = lines.Line(lines.LineIndex(Span.Start)).End;
            return Span.Source.Span(Span.Start, Math.Max(Span.Start, Math.Min(Span.End, end)));
        }
    }

    public abstract YamlNode WithSpan(SourceSpan span);
}

public sealed class YamlScalar(SourceSpan span, string value, ScalarStyle style = ScalarStyle.Plain, string? tag = null) : YamlNode(span, tag)
{
    // Two threads may both find it; either is right.
    private string? _keyName;

    /// <summary>The text after unquoting, unfolding and unescaping; types are not yet resolved.</summary>
    public string Value { get; } = value;

    public ScalarStyle Style { get; } = style;

    public override int Weight => 1;

    /// <summary>What this is called as a key: in JSON a number, a boolean or a date is text too.</summary>
    public string KeyName => _keyName ??= ScalarResolver.KeyName(this);

    /// <summary>What the API server's reader makes of this scalar.</summary>
    public ScalarValue Resolve() => ScalarResolver.Resolve(this);

    public override YamlNode WithSpan(SourceSpan span) => new YamlScalar(span, Value, Style, Tag);

    public override string ToString() => Value;
}

/// <summary>One key and its value. <paramref name="Merged"/>: it came through a merge key (<c>&lt;&lt;</c>).</summary>
public readonly record struct YamlEntry(YamlNode Key, YamlNode Value, bool Merged = false)
{
    /// <summary>The key's text; null for a key that is itself a collection.</summary>
    public string? Name => (Key as YamlScalar)?.KeyName;

    public SourceSpan Span => Key.Span.Source == Value.Span.Source
        ? new SourceSpan(Key.Span.Source, TextSpan.Cover(Key.Span.Range, Value.Span.Range))
        : Key.Span;
}

public sealed class YamlMapping : YamlNode
{
    public YamlMapping(SourceSpan span, IReadOnlyList<YamlEntry> entries, bool flow = false, string? tag = null)
        : base(span, tag)
    {
        _entries = entries as YamlEntry[] ?? [.. entries];
        IsFlow = flow;
        var weight = 1L;
        foreach (ref readonly var entry in AsSpan())
        {
            weight += (long)entry.Key.Weight + entry.Value.Weight;
        }

        Weight = (int)Math.Min(weight, int.MaxValue);
    }

    private const int Few = 24;

    private readonly YamlEntry[] _entries;

    // Two threads may both build the table or compare the names; either is right.
    private Dictionary<string, YamlEntry>? _byName;
    private bool? _repeats;

    /// <summary>Entries in file order, duplicates included; merged ones last.</summary>
    public IReadOnlyList<YamlEntry> Entries => _entries;

    public bool IsFlow { get; }

    public override int Weight { get; }

    /// <summary>The value of a key: of duplicates the last one counts, as in Go's reader.</summary>
    public YamlNode? this[string name] => TryGet(name, out var entry) ? entry.Value : null;

    public bool TryGet(string name, out YamlEntry entry)
    {
        if (_entries.Length > Few)
        {
            return (_byName ??= Table(_entries)).TryGetValue(name, out entry);
        }

        YamlEntry? merged = null;
        for (var i = _entries.Length - 1; i >= 0; i--)
        {
            if (_entries[i].Name == name)
            {
                if (!_entries[i].Merged)
                {
                    entry = _entries[i];
                    return true;
                }

                merged = _entries[i];
            }
        }

        entry = merged ?? default;
        return merged is not null;
    }

    /// <summary>Some name stands here twice, be it that one of the two is merged.</summary>
    public bool Repeats => _repeats ??= HasRepeats(_entries);

    /// <summary>The entries for those who look at every mapping there is.</summary>
    internal ReadOnlySpan<YamlEntry> AsSpan() => _entries;

    public override YamlNode WithSpan(SourceSpan span) => new YamlMapping(span, _entries, IsFlow, Tag);

    private static bool HasRepeats(YamlEntry[] entries)
    {
        var seen = entries.Length > Few ? new HashSet<string>(StringComparer.Ordinal) : null;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Name is not { } name)
            {
                continue;
            }

            if (seen is not null)
            {
                if (!seen.Add(name))
                {
                    return true;
                }

                continue;
            }

            for (var earlier = 0; earlier < i; earlier++)
            {
                if (entries[earlier].Name == name)
                {
                    return true;
                }
            }
        }

        return false;
    }

    // Of its own keys the last one counts, of merged ones the first, and any of its own before those.
    private static Dictionary<string, YamlEntry> Table(YamlEntry[] entries)
    {
        var table = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        for (var i = entries.Length - 1; i >= 0; i--)
        {
            if (entries[i].Name is { } name && (!table.TryGetValue(name, out var known) || known.Merged))
            {
                table[name] = entries[i];
            }
        }

        return table;
    }
}

public sealed class YamlSequence : YamlNode
{
    public YamlSequence(SourceSpan span, IReadOnlyList<YamlNode> items, bool flow = false, string? tag = null)
        : base(span, tag)
    {
        Items = items;
        IsFlow = flow;
        var weight = 1L;
        foreach (var item in items)
        {
            weight += item.Weight;
        }

        Weight = (int)Math.Min(weight, int.MaxValue);
    }

    public IReadOnlyList<YamlNode> Items { get; }

    public bool IsFlow { get; }

    public override int Weight { get; }

    public override YamlNode WithSpan(SourceSpan span) => new YamlSequence(span, Items, IsFlow, Tag);
}

/// <summary>A comment: its span starts at the <c>#</c>; the text comes without it and trimmed.</summary>
public readonly record struct YamlComment(SourceSpan Span, string Text, bool IsInline);
