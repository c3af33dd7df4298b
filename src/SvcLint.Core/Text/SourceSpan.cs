namespace SvcLint.Text;

/// <summary>A range of a file. Line and column are computed at the edge.</summary>
public readonly record struct SourceSpan(SourceText Source, TextSpan Range) : IComparable<SourceSpan>
{
    public int Start => Range.Start;

    public int End => Range.End;

    public LinePosition StartPosition => Source.Lines.Position(Start);

    public LinePosition EndPosition => Source.Lines.Position(End);

    /// <summary>Where a person wrote it: of rendered text the line of the values or the template, else the span itself.</summary>
    public SourceSpan Written => Source.Pieces.Count > 0 && new RenderedText(Source, Source.Pieces).Locate(Range) is { } place ? place.Span : this;

    public string Text => Source.Content.Substring(Start, End - Start);

    public int CompareTo(SourceSpan other)
    {
        var path = string.CompareOrdinal(Source.Path, other.Source.Path);
        return path != 0 ? path : Range.CompareTo(other.Range);
    }

    public override string ToString() => $"{Source.Path}({StartPosition.Line},{StartPosition.Column})";
}
