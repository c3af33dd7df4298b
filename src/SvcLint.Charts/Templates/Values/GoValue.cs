using System.Numerics;

namespace SvcLint.Charts.Templates;

/// <summary>
/// A value of a template in execution. Scalars and lists are immutable; maps are not, and functions such as <c>set</c> change them in place as
/// Helm's do. An interface is never seen: its content is, or <see cref="GoNil"/>.
/// </summary>
public abstract class GoValue
{
    /// <summary>Where it came from; null for what a function has just made, until the evaluator says that it was computed.</summary>
    public Origin? Origin { get; protected init; }

    public abstract GoType Type { get; }

    public GoKind Kind => Type.Kind;

    /// <summary>Whether templates take it for true.</summary>
    public abstract bool IsTrue { get; }

    /// <summary>The same value with another origin. Of a map the same map.</summary>
    public abstract GoValue WithOrigin(Origin? origin);
}

/// <summary>nil: <see cref="Interface"/> where it lies in a map, list or parameter, <see cref="Invalid"/> as the outcome of a pipeline.</summary>
public sealed class GoNil : GoValue
{
    private static readonly GoType InvalidType = new("<nil>", GoKind.Invalid);
    private readonly GoType _type;

    private GoNil(GoType type, Origin? origin)
    {
        _type = type;
        Origin = origin;
    }

    public static GoNil Interface { get; } = new(GoType.Any, Origin.Literal);

    public static GoNil Invalid { get; } = new(InvalidType, Origin.Literal);

    public override GoType Type => _type;

    public override bool IsTrue => false;

    public override GoValue WithOrigin(Origin? origin) => new GoNil(_type, origin);
}

public sealed class GoBool : GoValue
{
    public GoBool(bool value, Origin? origin = null)
    {
        Value = value;
        Origin = origin;
    }

    public bool Value { get; }

    public override GoType Type => GoType.Bool;

    public override bool IsTrue => Value;

    public override GoValue WithOrigin(Origin? origin) => new GoBool(Value, origin);
}

/// <summary>A signed integer of any width.</summary>
public sealed class GoInt : GoValue
{
    private readonly GoType _type;

    public GoInt(GoType type, long value, Origin? origin = null)
    {
        _type = type;
        Value = value;
        Origin = origin;
    }

    public long Value { get; }

    public override GoType Type => _type;

    public override bool IsTrue => Value != 0;

    /// <summary>An <c>int</c>.</summary>
    public static GoInt Of(long value) => new(GoType.Int, value);

    /// <summary>An <c>int64</c>.</summary>
    public static GoInt Of64(long value) => new(GoType.Int64, value);

    public override GoValue WithOrigin(Origin? origin) => new GoInt(_type, Value, origin);
}

/// <summary>An unsigned integer of any width.</summary>
public sealed class GoUint : GoValue
{
    private readonly GoType _type;

    public GoUint(GoType type, ulong value, Origin? origin = null)
    {
        _type = type;
        Value = value;
        Origin = origin;
    }

    public ulong Value { get; }

    public override GoType Type => _type;

    public override bool IsTrue => Value != 0;

    public override GoValue WithOrigin(Origin? origin) => new GoUint(_type, Value, origin);
}

public sealed class GoFloat : GoValue
{
    public GoFloat(double value, Origin? origin = null)
    {
        Value = value;
        Origin = origin;
    }

    public double Value { get; }

    public override GoType Type => GoType.Float64;

    public override bool IsTrue => Value != 0;

    public override GoValue WithOrigin(Origin? origin) => new GoFloat(Value, origin);
}

public sealed class GoComplex : GoValue
{
    public GoComplex(Complex value, Origin? origin = null)
    {
        Value = value;
        Origin = origin;
    }

    public Complex Value { get; }

    public override GoType Type => GoType.Complex128;

    public override bool IsTrue => Value != Complex.Zero;

    public override GoValue WithOrigin(Origin? origin) => new GoComplex(Value, origin);
}
