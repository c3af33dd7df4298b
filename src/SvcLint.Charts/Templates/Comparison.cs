namespace SvcLint.Charts.Templates;

/// <summary>Go's comparisons: numbers of one kind, strings, booleans; anything else is an error or equality with nil.</summary>
internal static class Comparison
{
    private const string BadType = "invalid type for comparison";

    public static IReadOnlyList<GoFunction> All { get; } =
    [
        new("eq", [GoType.Reflected, GoType.Reflected], call => new GoBool(Equal(call)), variadic: true),
        new("ne", [GoType.Reflected, GoType.Reflected], call => new GoBool(!AreEqual(call.Execution, call[0], call[1]))),
        new("lt", [GoType.Reflected, GoType.Reflected], call => new GoBool(IsLess(call[0], call[1]))),
        new("le", [GoType.Reflected, GoType.Reflected], call => new GoBool(IsLess(call[0], call[1]) || AreEqual(call.Execution, call[0], call[1]))),
        new("gt", [GoType.Reflected, GoType.Reflected], call => new GoBool(!(IsLess(call[0], call[1]) || AreEqual(call.Execution, call[0], call[1])))),
        new("ge", [GoType.Reflected, GoType.Reflected], call => new GoBool(!IsLess(call[0], call[1]))),
    ];

    private enum Basic
    {
        None,
        Bool,
        Complex,
        Int,
        Float,
        String,
        Uint,
    }

    private static bool Equal(FunctionCall call)
    {
        if (call.Count == 1)
        {
            throw new GoException("missing argument for comparison");
        }

        for (var i = 1; i < call.Count; i++)
        {
            if (AreEqual(call.Execution, call[0], call[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreEqual(Execution execution, GoValue a, GoValue b)
    {
        var (kindA, kindB) = (KindOf(a), KindOf(b));
        if (kindA != kindB)
        {
            return (a, b) switch
            {
                (GoInt signed, GoUint unsigned) => signed.Value >= 0 && (ulong)signed.Value == unsigned.Value,
                (GoUint unsigned, GoInt signed) => signed.Value >= 0 && (ulong)signed.Value == unsigned.Value,
                _ => a is GoNil || b is GoNil ? false : throw Incompatible(a, b),
            };
        }

        return (a, b) switch
        {
            (GoBool x, GoBool y) => x.Value == y.Value,
            (GoComplex x, GoComplex y) => x.Value == y.Value,
            (GoFloat x, GoFloat y) => x.Value == y.Value,
            (GoInt x, GoInt y) => x.Value == y.Value,
            (GoUint x, GoUint y) => x.Value == y.Value,
            (GoString x, GoString y) => x.Value == y.Value,
            _ => AreSame(execution, a, b),
        };
    }

    private static bool AreSame(Execution execution, GoValue a, GoValue b)
    {
        if (a is not GoNil && b is not GoNil && a.Kind != b.Kind)
        {
            throw new GoException("non-comparable types " + GoFormat.Format("%s", [a], execution) + ": " + a.Type + ", " + b.Type + ": " + GoFormat.Print(b, execution));
        }

        if (IsNil(a) || IsNil(b))
        {
            return IsNil(a) == IsNil(b);
        }

        return b is GoList or GoMap ? throw new GoException("non-comparable type " + GoFormat.Format("%s", [b], execution) + ": " + b.Type) : ReferenceEquals(a, b);
    }

    private static bool IsNil(GoValue value) => value is GoNil or GoList { IsNil: true } or GoMap { IsNil: true } or GoObject { IsNil: true };

    private static bool IsLess(GoValue a, GoValue b)
    {
        var (kindA, kindB) = (KindOf(a), KindOf(b));
        if (kindA == Basic.None || kindB == Basic.None)
        {
            throw new GoException(BadType);
        }

        return (a, b) switch
        {
            (GoInt signed, GoUint unsigned) => signed.Value < 0 || (ulong)signed.Value < unsigned.Value,
            (GoUint unsigned, GoInt signed) => signed.Value >= 0 && unsigned.Value < (ulong)signed.Value,
            _ when kindA != kindB => throw Incompatible(a, b),
            (GoFloat x, GoFloat y) => x.Value < y.Value,
            (GoInt x, GoInt y) => x.Value < y.Value,
            (GoUint x, GoUint y) => x.Value < y.Value,
            (GoString x, GoString y) => GoText.Compare(x.Value, y.Value) < 0,
            _ => throw new GoException(BadType),
        };
    }

    private static GoException Incompatible(GoValue a, GoValue b) => new("incompatible types for comparison: " + a.Type + " and " + b.Type);

    private static Basic KindOf(GoValue value) => value switch
    {
        GoBool => Basic.Bool,
        GoInt => Basic.Int,
        GoUint => Basic.Uint,
        GoFloat => Basic.Float,
        GoComplex => Basic.Complex,
        GoString => Basic.String,
        _ => Basic.None,
    };
}
