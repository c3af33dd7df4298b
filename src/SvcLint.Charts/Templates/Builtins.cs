using System.Text;

namespace SvcLint.Charts.Templates;

/// <summary>The functions that Go's text/template itself has.</summary>
internal static class Builtins
{
    private static readonly GoFunction And = new("and", [GoType.Reflected, GoType.Reflected], NotCalled, variadic: true);
    private static readonly GoFunction Or = new("or", [GoType.Reflected, GoType.Reflected], NotCalled, variadic: true);

    public static IReadOnlyList<GoFunction> All { get; } =
    [
        And,
        Or,
        new("not", [GoType.Reflected], call => new GoBool(!call[0].IsTrue)),
        new("call", [GoType.Reflected, GoType.Reflected], Call, variadic: true),
        new("html", [GoType.Any], call => GoString.Of(Html(Text(call))), variadic: true),
        new("js", [GoType.Any], call => GoString.Of(JavaScript(Text(call))), variadic: true),
        new("urlquery", [GoType.Any], call => GoString.Of(UrlQuery(Text(call))), variadic: true),
        new("index", [GoType.Reflected, GoType.Reflected], Index, variadic: true, OriginFlow.Kept),
        new("slice", [GoType.Reflected, GoType.Reflected], Slice, variadic: true, OriginFlow.Kept),
        new("len", [GoType.Reflected], Length),
        new("print", [GoType.Any], call => Print(call), variadic: true),
        new("printf", [GoType.String, GoType.Any], call => GoString.Of(GoFormat.Format(call.String(0), [.. call.Arguments.Skip(1)], call.Execution)), variadic: true),
        new("println", [GoType.Any], call => GoString.Of(GoFormat.PrintLine(call.Arguments, call.Execution)), variadic: true),
        .. Comparison.All,
    ];

    /// <summary><c>and</c> and <c>or</c> evaluate no more arguments than they need.</summary>
    public static bool ShortCircuits(GoFunction function) => function == And || function == Or;

    // The evaluator never gets here.
    private static GoValue NotCalled(FunctionCall call) => call[0];

    // One string prints as it is, with its origins.
    private static GoValue Print(FunctionCall call) => call.Count == 1 && call[0] is GoString text ? text : GoString.Of(GoFormat.Print(call.Arguments, call.Execution));

    private static GoValue Call(FunctionCall call) => throw new GoException(call[0] is GoNil ? "call of nil" : "non-function " + call.FirstNode + " of type " + call[0].Type);

    private static GoValue Length(FunctionCall call) => call[0] switch
    {
        GoString text => GoInt.Of(GoText.ByteCount(text.Value)),
        GoList list => GoInt.Of(list.Items.Count),
        GoMap map => GoInt.Of(map.Count),
        GoNil { Kind: GoKind.Invalid } => throw new GoException("reflect: call of reflect.Value.Type on zero Value"),
        GoNil or GoObject { IsNil: true } => throw new GoException("len of nil pointer"),
        _ => throw new GoException("len of type " + Pointed(call[0])),
    };

    // They look through pointers.
    private static GoType Pointed(GoValue value) => value.Type is { Kind: GoKind.Pointer, Element: { } element } ? element : value.Type;

    private static GoValue Index(FunctionCall call)
    {
        var item = call[0];
        if (item is GoNil)
        {
            throw new GoException("index of untyped nil");
        }

        for (var i = 1; i < call.Count; i++)
        {
            var index = call[i];
            switch (item)
            {
                case GoNil or GoObject { IsNil: true }:
                    throw new GoException("index of nil pointer");
                case GoList list:
                    var at = IndexOf(index, list.Items.Count);
                    item = at < list.Items.Count ? list.Items[at] : throw new GoException("reflect: slice index out of range");
                    break;
                case GoString text:
                    var bytes = GoText.ToBytes(text.Value);
                    at = IndexOf(index, bytes.Length);
                    item = at < bytes.Length ? new GoUint(GoType.Uint8, bytes[at], Origin.Compute([text])) : throw new GoException("reflect: string index out of range");
                    break;
                case GoMap map:
                    item = map[Key(index)] ?? Evaluator.Zero(map.Type.Element!);
                    break;
                default:
                    throw new GoException("can't index item of type " + Pointed(item));
            }
        }

        return item;
    }

    private static GoValue Slice(FunctionCall call)
    {
        var item = call[0];
        if (item is GoNil)
        {
            throw new GoException("slice of untyped nil");
        }

        if (call.Count > 4)
        {
            throw new GoException("too many slice indexes: " + GoFormat.Invariant(call.Count - 1));
        }

        var count = item switch
        {
            GoString when call.Count == 4 => throw new GoException("cannot 3-index slice a string"),
            GoString text => GoText.ByteCount(text.Value),
            GoList list => list.Items.Count,
            _ => throw new GoException("can't slice item of type " + Pointed(item)),
        };
        int[] bounds = [0, count, count];
        for (var i = 1; i < call.Count; i++)
        {
            bounds[i - 1] = IndexOf(call[i], count);
        }

        if (bounds[0] > bounds[1])
        {
            throw new GoException("invalid slice index: " + GoFormat.Invariant(bounds[0]) + " > " + GoFormat.Invariant(bounds[1]));
        }

        if (call.Count == 4 && bounds[1] > bounds[2])
        {
            throw new GoException("invalid slice index: " + GoFormat.Invariant(bounds[1]) + " > " + GoFormat.Invariant(bounds[2]));
        }

        return item is GoString sliced
            ? GoText.Slice(sliced, bounds[0], bounds[1] - bounds[0])
            : new GoList(item.Type, [.. ((GoList)item).Items.Skip(bounds[0]).Take(bounds[1] - bounds[0])], origin: item.Origin);
    }

    private static int IndexOf(GoValue index, int count)
    {
        var at = index switch
        {
            GoInt signed => signed.Value,
            GoUint unsigned => unchecked((long)unsigned.Value),
            GoNil => throw new GoException("cannot index slice/array with nil"),
            _ => throw new GoException("cannot index slice/array with type " + index.Type),
        };
        return at < 0 || at > count ? throw new GoException("index out of range: " + GoFormat.Invariant(at)) : (int)at;
    }

    private static string Key(GoValue index) => index switch
    {
        GoString text => text.Value,
        GoNil => throw new GoException("value is nil; should be of type string"),
        _ => throw new GoException("value has type " + index.Type + "; should be string"),
    };

    private static string Text(FunctionCall call) => call.Count == 1 && call[0] is GoString text
        ? text.Value
        : GoFormat.Print([.. call.Arguments.Select(a => a is GoNil ? GoString.Of(Evaluator.NoValue) : a)], call.Execution);

    private static string Html(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\0' => result.Append('\uFFFD'),
                '"' => result.Append("&#34;"),
                '\'' => result.Append("&#39;"),
                '&' => result.Append("&amp;"),
                '<' => result.Append("&lt;"),
                '>' => result.Append("&gt;"),
                _ => result.Append(c),
            };
        }

        return result.ToString();
    }

    private static string JavaScript(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in GoText.Runes(text))
        {
            _ = rune switch
            {
                '\\' => result.Append("\\\\"),
                '\'' => result.Append("\\'"),
                '"' => result.Append("\\\""),
                '<' => result.Append("\\u003C"),
                '>' => result.Append("\\u003E"),
                '&' => result.Append("\\u0026"),
                '=' => result.Append("\\u003D"),
                _ when GoQuote.IsPrint(rune) => result.Append(GoText.FromRune(rune)),
                _ => result.Append("\\u").Append(rune.ToString("X4", System.Globalization.CultureInfo.InvariantCulture)),
            };
        }

        return result.ToString();
    }

    private static string UrlQuery(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var b in GoText.ToBytes(text))
        {
            _ = b switch
            {
                (byte)' ' => result.Append('+'),
                (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~' => result.Append((char)b),
                _ => result.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)),
            };
        }

        return result.ToString();
    }
}
