using System.Globalization;

namespace SvcLint.Charts.Templates;

/// <summary>Go's package fmt: how values print. What a template prints counts in its execution.</summary>
public static class GoFormat
{
    /// <summary>What <c>%v</c> prints, and <c>fmt.Sprint</c> of one value.</summary>
    public static string Print(GoValue value, Execution? execution = null) => value switch
    {
        GoString text => text.Value,
        GoBool truth => truth.Value ? "true" : "false",
        GoInt number => Invariant(number.Value),
        GoUint number => number.Value.ToString(CultureInfo.InvariantCulture),
        GoFloat number => GoFloatText.Shortest(number.Value),
        _ => Print([value], execution),
    };

    /// <summary><c>fmt.Sprint</c>: blanks between operands when neither is a string.</summary>
    public static string Print(IReadOnlyList<GoValue> values, Execution? execution = null)
    {
        var printer = new GoPrinter(execution);
        printer.Print(values, line: false);
        return printer.ToString();
    }

    /// <summary><c>fmt.Sprintln</c>: blanks between all operands.</summary>
    public static string PrintLine(IReadOnlyList<GoValue> values, Execution? execution = null)
    {
        var printer = new GoPrinter(execution);
        printer.Print(values, line: true);
        return printer.ToString();
    }

    /// <summary><c>fmt.Sprintf</c>.</summary>
    public static string Format(string format, IReadOnlyList<GoValue> values, Execution? execution = null)
    {
        var printer = new GoPrinter(execution);
        printer.Format(format, values);
        return printer.ToString();
    }

    /// <summary><c>strconv.Quote</c>.</summary>
    public static string Quote(string text) => GoQuote.Quote(text);

    public static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>As an action prints it: what a pointer points to, or what a pointer to it says.</summary>
    internal static string PrintIndirect(GoValue value, Execution execution) => value switch
    {
        GoObject { PointerText: { } said } => said,
        GoObject { IsNil: false, Text: null, Type: { Kind: GoKind.Pointer, Element: { } element } } pointer => Print(new GoObject(element, pointer.Fields), execution),
        _ => Print(value, execution),
    };
}
