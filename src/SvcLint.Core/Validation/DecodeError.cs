using SvcLint.Kubernetes;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Validation;

/// <summary>What strict decoding objects to.</summary>
public enum DecodeErrorKind
{
    UnknownField,
    DuplicateKey,
    WrongType,

    /// <summary>A value of the right type that its own reader refuses (a time, a duration, a quantity).</summary>
    Unreadable,
}

/// <summary>One objection of strict decoding.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Field">Path in the object, with list indices and map keys.</param>
/// <param name="Detail">What was found and what was expected, without a final full stop.</param>
/// <param name="Span">An unknown or repeated key, or the value of a wrong type.</param>
/// <param name="Expected">The declared type of a value of a wrong type.</param>
/// <param name="Nearest">For an unknown field: the known field that is probably meant.</param>
/// <param name="First">For a repeated key: the earlier one.</param>
/// <param name="Known">For a field that other versions have: where.</param>
/// <param name="Value">The value of a wrong type.</param>
public sealed record DecodeError(
    DecodeErrorKind Kind,
    string Field,
    string Detail,
    SourceSpan Span,
    FieldType? Expected = null,
    string? Nearest = null,
    SourceSpan? First = null,
    ApiField? Known = null,
    YamlNode? Value = null)
{
    /// <summary>The object cannot be read at all: nothing else of it is checked.</summary>
    public bool IsFatal => Kind is DecodeErrorKind.WrongType or DecodeErrorKind.Unreadable;
}
