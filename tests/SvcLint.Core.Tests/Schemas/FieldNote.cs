namespace SvcLint.Core.Tests.Schemas;

/// <summary>What a schema says of a field beside its name, type and versions. Of a list or map the value's constraints are its entries'.</summary>
/// <param name="Text">For the reader of the manifest.</param>
internal sealed record FieldNote(string Text)
{
    /// <summary>The only values.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    public ValueFormat? Format { get; init; }

    /// <summary>Of a map.</summary>
    public ValueFormat? KeyFormat { get; init; }

    /// <summary>The empty text (of a port the number 0) counts as absent.</summary>
    public bool OrEmpty { get; init; }

    public int? Min { get; init; }

    public int? Max { get; init; }

    public int? MinItems { get; init; }

    public int? MaxItems { get; init; }

    /// <summary>Of a list.</summary>
    public bool Unique { get; init; }

    /// <summary>Without it the object is refused; null is no value then.</summary>
    public bool Required { get; init; }

    public static implicit operator FieldNote(string text) => new(text);
}
