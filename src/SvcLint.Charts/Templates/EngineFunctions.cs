namespace SvcLint.Charts.Templates;

/// <summary>Helm's functions that execute templates.</summary>
internal static class EngineFunctions
{
    public static IReadOnlyList<GoFunction> All { get; } =
    [
        new("include", [GoType.String, GoType.Any], call => call.Evaluator.Renderer.Include(call.Evaluator.Templates, call.String(0), Data(call)), origins: OriginFlow.Kept),
        new("tpl", [GoType.String, GoType.Any], call => call.Evaluator.Renderer.Evaluate(call.Evaluator.Templates, call.Text(0), Data(call)), origins: OriginFlow.Kept),
    ];

    // Data that is nil is no value at all.
    private static GoValue Data(FunctionCall call) => call[1] is GoNil ? GoNil.Invalid : call[1];
}
