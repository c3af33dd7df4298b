using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>TOML in and out.</summary>
internal static class TomlFunctions
{
    public static IEnumerable<GoFunction> All(int helm)
    {
        yield return new("toToml", [GoType.Any], call => Encode(call, must: false));
        yield return new("fromToml", [GoType.String], Decode, origins: OriginFlow.Kept);
        if (helm >= 4)
        {
            yield return new("mustToToml", [GoType.Any], call => Encode(call, must: true));
        }
    }

    private static GoString Encode(FunctionCall call, bool must)
    {
        if (call[0] is GoNil)
        {
            throw new GoException("reflect: call of reflect.Value.Type on zero Value");
        }

        try
        {
            return GoString.Of(TomlEncoder.Encode(call[0], call.Execution));
        }
        catch (GoException error) when (!must)
        {
            // Helm prints the error in place of the text.
            return GoString.Of(error.Message);
        }
    }

    private static GoMap Decode(FunctionCall call)
    {
        call.Execution.Spend(1 + (call.String(0).Length / 16));
        var origin = Origin.Compute(call.Arguments);
        try
        {
            return TomlDecoder.Decode(call.String(0), origin);
        }
        catch (GoException error)
        {
            var failed = new GoMap(GoType.Map, origin: origin);
            failed.Set("Error", new GoString(error.Message, origin));
            return failed;
        }
    }
}
