namespace SvcLint.Charts.Templates;

/// <summary>
/// A part of a text that has one origin.
/// </summary>
/// <param name="End">Where it ends, in UTF-16 units of the text; it starts where the piece before it ends.</param>
/// <param name="Origin">Where it came from.</param>
/// <param name="Shift">Of literal text: offset of the template minus offset of this text.</param>
/// <param name="Site">The outermost action whose output holds it, known in rendered text alone.</param>
public readonly record struct Piece(int End, Origin Origin, int Shift, ActionPlace? Site);

/// <summary>
/// A string. Go's strings are bytes: what is no UTF-8 is kept as lone surrogates (<see cref="GoText"/>), and lengths that templates see are those
/// of the bytes. A text of one origin has <see cref="GoValue.Origin"/>; one put together has <see cref="Pieces"/>, and its origin covers them all.
/// </summary>
public sealed class GoString : GoValue
{
    private readonly IReadOnlyList<Piece>? _pieces;

    public GoString(string value, Origin? origin = null)
    {
        Value = value;
        Origin = origin;
    }

    /// <summary>A text put together; <see cref="OriginBuilder"/> makes it.</summary>
    internal GoString(string value, IReadOnlyList<Piece> pieces)
    {
        Value = value;
        _pieces = pieces;
        Origin = pieces.Count == 1 ? pieces[0].Origin : Origin.Compute(pieces);
    }

    public static GoString Empty { get; } = new("", Origin.Literal);

    public string Value { get; }

    /// <summary>Its parts; one part when it has a single origin.</summary>
    public IReadOnlyList<Piece> Pieces => _pieces ?? [new Piece(Value.Length, Origin ?? Origin.Literal, 0, null)];

    /// <summary>True when its parts have origins of their own.</summary>
    public bool IsComposed => _pieces is not null;

    public override GoType Type => GoType.String;

    public override bool IsTrue => Value.Length > 0;

    /// <summary>A string that a function has just made.</summary>
    public static GoString Of(string value) => new(value);

    /// <summary>A part of it, with the origins of that part.</summary>
    public GoString Substring(int start, int length)
    {
        if (start == 0 && length == Value.Length)
        {
            return this;
        }

        if (_pieces is null && Origin?.Template is null)
        {
            return new GoString(Value.Substring(start, length), Origin);
        }

        var builder = new OriginBuilder();
        builder.Append(this, start, length);
        return builder.ToValue();
    }

    /// <summary>The first of <see cref="Pieces"/> that ends behind an offset; the last one where none does.</summary>
    internal int FirstAfter(int offset)
    {
        var low = 0;
        var high = (_pieces?.Count ?? 1) - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_pieces![middle].End > offset)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    public override GoValue WithOrigin(Origin? origin) => new GoString(Value, origin);

    public override string ToString() => Value;
}
