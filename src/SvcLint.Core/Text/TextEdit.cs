namespace SvcLint.Text;

/// <summary>Replaces a range of a file; an empty range inserts.</summary>
public sealed record TextEdit(SourceSpan Span, string NewText);
