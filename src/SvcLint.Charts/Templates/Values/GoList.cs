namespace SvcLint.Charts.Templates;

/// <summary>A slice: <c>[]interface {}</c>, <c>[]string</c>, <c>[]int</c>, <c>[]uint8</c>. Immutable: no function of a template writes an element.</summary>
public sealed class GoList : GoValue
{
    private readonly GoType _type;

    public GoList(GoType type, IReadOnlyList<GoValue> items, bool isNil = false, Origin? origin = null)
    {
        _type = type;
        Items = items;
        IsNil = isNil;
        Origin = origin;
    }

    public IReadOnlyList<GoValue> Items { get; }

    /// <summary>A nil slice: prints as an empty one and is <c>null</c> in JSON.</summary>
    public bool IsNil { get; }

    public override GoType Type => _type;

    public override bool IsTrue => Items.Count > 0;

    /// <summary>A <c>[]interface {}</c>.</summary>
    public static GoList Of(IReadOnlyList<GoValue> items) => new(GoType.List, items);

    /// <summary>A <c>[]string</c>.</summary>
    public static GoList OfStrings(IEnumerable<string> items) => new(GoType.StringList, [.. items.Select(GoString.Of)]);

    public override GoValue WithOrigin(Origin? origin) => new GoList(_type, Items, IsNil, origin);

    /// <summary>The same elements as another type of slice.</summary>
    public GoList As(GoType type) => type == _type ? this : new GoList(type, Items, IsNil, Origin);
}
