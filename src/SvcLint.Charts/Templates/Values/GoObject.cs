namespace SvcLint.Charts.Templates;

/// <summary>
/// A struct, a pointer to one, or another value that templates know only by its fields, methods and text: <c>.Chart</c>, <c>.Capabilities</c>,
/// a time, a version, an error.
/// </summary>
public sealed class GoObject : GoValue
{
    private readonly GoType _type;

    /// <param name="type">The struct's type, or that of the pointer to it.</param>
    /// <param name="fields">Values of the type's fields, in their order.</param>
    /// <param name="text">What its <c>String()</c> or <c>Error()</c> says; null when it has none.</param>
    /// <param name="payload">What its methods work on.</param>
    /// <param name="isNil">Whether it is a nil pointer.</param>
    /// <param name="origin">Where it came from.</param>
    /// <param name="pointerText">What a pointer to it says: an action prints that, functions do not.</param>
    public GoObject(GoType type, IReadOnlyList<GoValue>? fields = null, string? text = null, object? payload = null, bool isNil = false, Origin? origin = null, string? pointerText = null)
    {
        _type = type;
        Fields = fields ?? [];
        Text = text;
        Payload = payload;
        IsNil = isNil;
        PointerText = pointerText;
        Origin = origin;
    }

    public IReadOnlyList<GoValue> Fields { get; }

    public string? Text { get; }

    public string? PointerText { get; }

    public object? Payload { get; }

    public bool IsNil { get; }

    public override GoType Type => _type;

    /// <summary>A struct is always true, a pointer unless nil; of what has neither fields nor a pointer's kind, its kind decides.</summary>
    public override bool IsTrue => !IsNil;

    /// <summary>The field's value, or null when there is none of that name.</summary>
    public GoValue? Field(string name)
    {
        for (var i = 0; i < _type.Fields.Count; i++)
        {
            if (_type.Fields[i].Name == name)
            {
                return Fields[i];
            }
        }

        return null;
    }

    public override GoValue WithOrigin(Origin? origin) => new GoObject(_type, Fields, Text, Payload, IsNil, origin, PointerText);
}
