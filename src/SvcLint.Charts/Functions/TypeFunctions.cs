using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Sprig's functions about types and kinds.</summary>
internal static class TypeFunctions
{
    public static IEnumerable<GoFunction> All()
    {
        GoType[] any = [GoType.Any];
        GoType[] named = [GoType.String, GoType.Any];
        yield return new("typeOf", any, call => GoString.Of(Name(call[0])));
        yield return new("typeIs", named, call => new GoBool(call.String(0) == Name(call[1])));
        yield return new("typeIsLike", named, call => new GoBool(call.String(0) == Name(call[1]) || "*" + call.String(0) == Name(call[1])));
        yield return new("kindOf", any, call => GoString.Of(Kind(call[0])));
        yield return new("kindIs", named, call => new GoBool(call.String(0) == Kind(call[1])));
        yield return new("deepEqual", [GoType.Any, GoType.Any], call => new GoBool(DeepEquality.Equal(call.Execution, call[0], call[1])));
    }

    private static string Name(GoValue value) => value is GoNil ? "<nil>" : value.Type.Name;

    private static string Kind(GoValue value) => value is GoNil ? "invalid" : Casts.KindName(value.Kind);
}
