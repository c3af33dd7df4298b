using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>What Sprig takes for empty: nil, false, zero, and whatever has no length.</summary>
internal static class Emptiness
{
    public static bool IsEmpty(GoValue value) => value switch
    {
        GoNil => true,
        GoObject { Type.Kind: GoKind.Struct } => false,
        _ => !value.IsTrue,
    };
}
