using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Helm's functions that stop a rendering, and <c>lookup</c>, which without a cluster finds nothing.</summary>
internal static class FlowFunctions
{
    public static IEnumerable<GoFunction> All()
    {
        yield return new("fail", [GoType.String], Fail);
        yield return new("required", [GoType.String, GoType.Any], Required, origins: OriginFlow.Kept);
        yield return new("lookup", [GoType.String, GoType.String, GoType.String, GoType.String], _ => new GoMap(GoType.Map, origin: Origin.Unknown), origins: OriginFlow.Unknown);
    }

    private static GoString Fail(FunctionCall call)
    {
        if (call.Execution.Settings.IsLint)
        {
            call.Execution.Warn("[INFO] Fail: " + call.String(0));
            return GoString.Of("");
        }

        throw new GoException(HelmErrors.Marked(call.String(0)));
    }

    private static GoValue Required(FunctionCall call)
    {
        if (call[1] is not (GoNil or GoString { Value: "" }))
        {
            return call[1];
        }

        if (call.Execution.Settings.IsLint)
        {
            call.Execution.Warn("[INFO] Missing required value: " + call.String(0));
            return GoString.Empty;
        }

        throw new GoException(HelmErrors.Marked(call.String(0)));
    }
}
