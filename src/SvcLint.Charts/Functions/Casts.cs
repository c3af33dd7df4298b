using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Sprig's lenient conversions: what cannot be converted is zero.</summary>
internal static class Casts
{
    public const string NilPointer = "runtime error: invalid memory address or nil pointer dereference";

    /// <summary><c>toString</c>: the text of anything.</summary>
    public static string String(GoValue value, Execution? execution = null) => value switch
    {
        GoString text => text.Value,
        GoObject { IsNil: false, Text: { } text } => text,
        GoList { Type.Element.Kind: GoKind.Uint8 } bytes => GoText.FromBytes([.. bytes.Items.Select(item => (byte)((GoUint)item).Value)]),
        _ => GoFormat.Print(value, execution),
    };

    public static long Int64(GoValue value) => value switch
    {
        GoInt integer => integer.Value,
        GoUint integer => unchecked((long)integer.Value),
        GoFloat number => Truncate(number.Value),
        GoBool boolean => boolean.Value ? 1 : 0,
        GoString text => GoNumber.TryInt(WithoutZeroDecimals(text.Value), out var integer, 0) ? integer : 0,
        _ => 0,
    };

    public static double Float64(GoValue value) => value switch
    {
        GoInt integer => integer.Value,
        GoUint integer => integer.Value,
        GoFloat number => number.Value,
        GoBool boolean => boolean.Value ? 1 : 0,
        GoString text => GoNumber.TryFloat(text.Value, out var number) ? number : 0,
        _ => 0,
    };

    /// <summary>A float64 as an int64, as the processor does it: what does not fit is the least number.</summary>
    public static long Truncate(double value) => value is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)value : long.MinValue;

    /// <summary>The elements of a slice; else Go's panic, or what <paramref name="error"/> says of the kind.</summary>
    public static GoList Items(GoValue value, string error) => value switch
    {
        GoList list => list,
        GoNil => throw new GoException(NilPointer),
        _ => throw new GoException(error + KindName(value.Kind)),
    };

    /// <summary>What <c>kindOf</c> says.</summary>
    public static string KindName(GoKind kind) => kind switch
    {
        GoKind.Pointer => "ptr",
        GoKind.Interface => "invalid",
        _ => kind.ToString().ToLowerInvariant(),
    };

    // "12.0" is 12.
    private static string WithoutZeroDecimals(string text)
    {
        var zeros = false;
        for (var i = text.Length; i > 0; i--)
        {
            switch (text[i - 1])
            {
                case '.':
                    return zeros ? text.Substring(0, i - 1) : text;
                case '0':
                    zeros = true;
                    break;
                default:
                    return text;
            }
        }

        return text;
    }
}
