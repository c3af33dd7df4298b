using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>What helmfile has beside Helm's functions, as far as files alone decide: values by their path, and the repository's files.</summary>
internal static class HelmfileFunctions
{
    /// <param name="readFile">A file by the path that a template writes; null where there is none.</param>
    public static FunctionTable Table(Func<string, string?> readFile) => new(HelmFunctions.Table(3).All, All(readFile));

    private static IEnumerable<GoFunction> All(Func<string, string?> readFile)
    {
        yield return new("get", [GoType.String, GoType.Any], Get, variadic: true, origins: OriginFlow.Kept);
        yield return new("getOrNil", [GoType.String, GoType.Any], call => Find(call[1], call.String(0)) ?? GoNil.Interface, origins: OriginFlow.Kept);
        yield return new("readFile", [GoType.String], call => readFile(call.String(0)) is { } text ? GoString.Of(text) : throw new GoException($"open {call.String(0)}: no such file or directory"));
        yield return new("isFile", [GoType.String], call => new GoBool(readFile(call.String(0)) is not null));
        foreach (var name in new[] { "env", "requiredEnv", "expandenv" })
        {
            yield return new(name, [GoType.String], call => throw new GoException($"{call.String(0)} is of the environment, which no file decides"));
        }

        foreach (var name in new[] { "exec", "envExec", "fetchSecretValue", "expandSecretRefs" })
        {
            yield return new(name, [GoType.Any], call => throw new GoException("what this asks is known when helmfile runs"), variadic: true);
        }
    }

    // A path, perhaps what to take where it leads nowhere, and the values.
    private static GoValue Get(FunctionCall call) =>
        call.Count is not (2 or 3) ? throw new GoException("expected a path, a default and values")
        : Find(call[call.Count - 1], call.String(0)) is { } found ? found
        : call.Count == 3 ? call[1]
        : throw new GoException($"no value exist for key \"{call.String(0)}\"");

    private static GoValue? Find(GoValue values, string path)
    {
        GoValue? at = values;
        foreach (var key in path.Split('.'))
        {
            at = (at as GoMap)?[key];
        }

        return at;
    }
}
