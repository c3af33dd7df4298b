using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Sprig's <c>semver</c> and <c>semverCompare</c>.</summary>
internal static class SemverFunctions
{
    private static readonly GoType Value = new("semver.Version", GoKind.Struct, isNamed: true, methods: Methods);

    /// <summary>The type <c>*semver.Version</c>.</summary>
    public static GoType Type { get; } = new("*semver.Version", GoKind.Pointer, Value, methods: Methods);

    public static IEnumerable<GoFunction> All()
    {
        yield return new GoFunction("semver", [GoType.String], call => Wrap(Version(call.String(0))), origins: OriginFlow.Computed);
        yield return new GoFunction("semverCompare", [GoType.String, GoType.String], call =>
        {
            var constraints = VersionConstraints.Parse(call.String(0), out var error) ?? throw new GoException(error);
            return new GoBool(constraints.Check(Version(call.String(1))));
        });
    }

    private static SemanticVersion Version(string text) => SemanticVersion.Parse(text, out var error) ?? throw new GoException(error);

    private static GoObject Wrap(SemanticVersion version, bool pointer = true) => new(pointer ? Type : Value, text: version.ToString(), payload: version);

    private static IReadOnlyList<GoFunction> Methods(GoType type) =>
    [
        new("Major", [], call => new GoUint(GoType.Uint64, Receiver(call).Major)),
        new("Minor", [], call => new GoUint(GoType.Uint64, Receiver(call).Minor)),
        new("Patch", [], call => new GoUint(GoType.Uint64, Receiver(call).Patch)),
        new("Prerelease", [], call => GoString.Of(Receiver(call).Prerelease)),
        new("Metadata", [], call => GoString.Of(Receiver(call).Metadata)),
        new("Original", [], call => GoString.Of(Receiver(call).Original)),
        new("String", [], call => GoString.Of(Receiver(call).ToString())),
        new("IncPatch", [], call => Wrap(Receiver(call).NextPatch(), pointer: false)),
        new("IncMinor", [], call => Wrap(Receiver(call).NextMinor(), pointer: false)),
        new("IncMajor", [], call => Wrap(Receiver(call).NextMajor(), pointer: false)),
        new("Compare", [Type], call => GoInt.Of(Receiver(call).CompareTo(Other(call)))),
        new("Equal", [Type], call => new GoBool(Receiver(call).CompareTo(Other(call)) == 0)),
        new("LessThan", [Type], call => new GoBool(Receiver(call).CompareTo(Other(call)) < 0)),
        new("LessThanEqual", [Type], call => new GoBool(Receiver(call).CompareTo(Other(call)) <= 0)),
        new("GreaterThan", [Type], call => new GoBool(Receiver(call).CompareTo(Other(call)) > 0)),
        new("GreaterThanEqual", [Type], call => new GoBool(Receiver(call).CompareTo(Other(call)) >= 0)),
    ];

    private static SemanticVersion Receiver(FunctionCall call) => (SemanticVersion)((GoObject)call.Receiver!).Payload!;

    private static SemanticVersion Other(FunctionCall call) => (SemanticVersion?)((GoObject)call[0]).Payload ?? throw new GoException("runtime error: invalid memory address or nil pointer dereference");
}
