namespace SvcLint.Charts.Templates;

/// <summary>Go's package fmt: how values print.</summary>
public static class GoFormat
{
    /// <summary>What <c>%v</c> prints, and <c>fmt.Sprint</c> of one value.</summary>
    public static string Print(GoValue value) => Format("%v", [value]);

    /// <summary><c>fmt.Sprint</c>: blanks between operands when neither is a string.</summary>
    public static string Print(IReadOnlyList<GoValue> values) => Format(string.Concat(values.Select(_ => "%v")), values);

    /// <summary><c>fmt.Sprintln</c>.</summary>
    public static string PrintLine(IReadOnlyList<GoValue> values) => Print(values) + "\n";

    /// <summary><c>fmt.Sprintf</c>.</summary>
    public static string Format(string format, IReadOnlyList<GoValue> values) => throw new GoError("not here: " + format + values.Count);

    /// <summary><c>strconv.Quote</c>.</summary>
    public static string Quote(string text) => "\"" + text + "\"";
}
