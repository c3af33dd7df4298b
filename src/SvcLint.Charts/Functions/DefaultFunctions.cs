using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Sprig's functions that choose: what they return is one of their arguments, with its origin.</summary>
internal static class DefaultFunctions
{
    public static IEnumerable<GoFunction> All()
    {
        GoType[] any = [GoType.Any];
        yield return new("default", [GoType.Any, GoType.Any], call => call.Count < 2 || Emptiness.IsEmpty(call[1]) ? call[0] : call[1], variadic: true, origins: OriginFlow.Kept);
        yield return new("empty", any, call => new GoBool(Emptiness.IsEmpty(call[0])));
        yield return new("coalesce", any, call => call.Arguments.FirstOrDefault(value => !Emptiness.IsEmpty(value)) ?? GoNil.Interface, variadic: true, origins: OriginFlow.Kept);
        yield return new("all", any, call => new GoBool(call.Arguments.All(value => !Emptiness.IsEmpty(value))), variadic: true);
        yield return new("any", any, call => new GoBool(call.Arguments.Any(value => !Emptiness.IsEmpty(value))), variadic: true);
        yield return new("ternary", [GoType.Any, GoType.Any, GoType.Bool], call => call.Bool(2) ? call[0] : call[1], origins: OriginFlow.Kept);
    }
}
