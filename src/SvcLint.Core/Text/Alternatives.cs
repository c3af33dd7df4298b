namespace SvcLint.Text;

/// <summary>Values of which one is to be chosen, in a sentence.</summary>
internal static class Alternatives
{
    /// <summary>"A", "A or B", "A, B or C".</summary>
    public static string Of(IReadOnlyList<string> values) => values.Count < 2 ? string.Concat(values) : $"{string.Join(", ", values.Take(values.Count - 1))} or {values[values.Count - 1]}";
}
