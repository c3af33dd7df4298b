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
    public static bool MayBeIn(string content)
    {
        // A search that ignores case looks at each letter; one for its rarest letter alone does not.
        for (var at = 1; at < content.Length; at++)
        {
            var next = content.AsSpan(at).IndexOfAny(Tool[1], char.ToUpperInvariant(Tool[1]));
            if (next < 0)
            {
                return false;
            }

            at += next;
            if (string.Compare(content, at - 1, Tool, 0, Tool.Length, StringComparison.OrdinalIgnoreCase) == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when it speaks to svclint.</summary>
    public static bool IsForTool(SourceSpan text) => text.Text.TrimStart().StartsWith(Tool, StringComparison.OrdinalIgnoreCase);
}
