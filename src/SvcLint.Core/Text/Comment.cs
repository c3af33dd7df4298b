namespace SvcLint.Text;

/// <summary>A comment of any language.</summary>
/// <param name="Span">The whole of it, marks included.</param>
/// <param name="Text">What stands between its marks.</param>
/// <param name="Following">What comes after it: a key with its value, a statement, an instruction, an element; null when nothing does.</param>
public sealed record Comment(SourceSpan Span, SourceSpan Text, SourceSpan? Following)
{
    /// <summary>How a comment starts that speaks to svclint.</summary>
    public const string Tool = "svclint";

    /// <summary>True when a text has a place for such a comment.</summary>
    public static bool MayBeIn(string content) => content.IndexOf(Tool, StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>True when it speaks to svclint.</summary>
    public static bool IsForTool(SourceSpan text) => text.Text.TrimStart().StartsWith(Tool, StringComparison.OrdinalIgnoreCase);
}
