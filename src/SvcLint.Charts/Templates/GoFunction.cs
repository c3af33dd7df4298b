namespace SvcLint.Charts.Templates;

/// <summary>What the evaluator says of the origin of values that a function has just made.</summary>
public enum OriginFlow
{
    /// <summary>They are computed from all arguments: <c>upper</c>, <c>add</c>, <c>join</c>.</summary>
    Computed,

    /// <summary>The function sets them itself, or returns an argument as it is: <c>default</c>, <c>dict</c>, <c>quote</c>. What it leaves open is a literal.</summary>
    Kept,

    /// <summary>Random, or known to a cluster alone: <c>randAlphaNum</c>, <c>genCA</c>, <c>now</c>, <c>lookup</c>.</summary>
    Unknown,
}

/// <summary>What a function does. It throws <see cref="GoException"/> where Go's returns an error or panics.</summary>
public delegate GoValue FunctionBody(FunctionCall call);

/// <summary>
/// A function of templates, or a method of a type.
/// <para>
/// How to write one: give Go's name and the static types of its parameters. Arity and types of arguments are then checked by the evaluator, with
/// Go's texts, before the body runs: a parameter of type <see cref="GoType.String"/> is always a <see cref="GoString"/>, <see cref="GoType.Int"/> a
/// <see cref="GoInt"/>, <see cref="GoType.Any"/> anything, nil as <see cref="GoNil.Interface"/>. Of a variadic function the last type is that of each
/// further argument. Return values as Go types them: <c>GoInt.Of</c> for int, <c>GoInt.Of64</c> for int64, <c>GoList.Of</c> for []interface {},
/// <c>GoNil.Interface</c> for nil. For an error or a panic throw <c>new GoException("Go's text")</c>; the evaluator writes the place before it and
/// <c>error calling NAME: </c>.
/// </para>
/// <para>
/// Origins: return an argument itself and its origin stays. New values (Origin null) become computed from all arguments, unless
/// <see cref="OriginFlow.Kept"/>; then set them: <c>value.WithOrigin(argument.Origin)</c> for another notation of one scalar, and for moved text
/// (indent, trim, replace) <see cref="GoString.Substring"/> and <see cref="OriginBuilder"/>, which keep every character's origin.
/// </para>
/// </summary>
public sealed class GoFunction
{
    public GoFunction(string name, IReadOnlyList<GoType> parameters, FunctionBody body, bool variadic = false, OriginFlow origins = OriginFlow.Computed)
    {
        Name = name;
        Parameters = parameters;
        Body = body;
        IsVariadic = variadic;
        Origins = origins;
    }

    public string Name { get; }

    public IReadOnlyList<GoType> Parameters { get; }

    public FunctionBody Body { get; }

    public bool IsVariadic { get; }

    public OriginFlow Origins { get; }

    /// <summary>The same function under another name.</summary>
    public GoFunction As(string name) => new(name, Parameters, Body, IsVariadic, Origins);
}
