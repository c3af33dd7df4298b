namespace SvcLint.Text;

/// <summary>How a piece of a rendered text came about.</summary>
public enum RenderedOrigin
{
    /// <summary>Copied from the template as it stands there.</summary>
    Literal,

    /// <summary>A scalar of a values file, unchanged.</summary>
    Value,

    /// <summary>Made by an action, of scalars or of nothing.</summary>
    Computed,

    /// <summary>Random, or known to a cluster alone.</summary>
    Unknown,
}

/// <summary>A part of a rendered text with one origin.</summary>
/// <param name="End">Where it ends; it starts where the one before it ends.</param>
/// <param name="Origin">How it came about.</param>
/// <param name="Template">Of a literal: the template.</param>
/// <param name="Shift">Of a literal: offset of the template less offset of the rendered text.</param>
/// <param name="Site">The action of the rendered template that shows it; null for that template's own literals.</param>
/// <param name="Action">The innermost action that wrote it.</param>
/// <param name="Values">The scalars whose data is in it, as far as they stand in files.</param>
public sealed record RenderedPiece(
    int End, RenderedOrigin Origin, SourceText? Template, int Shift, SourceSpan? Site, SourceSpan? Action, IReadOnlyList<SourceSpan> Values);

/// <summary>A place that a person can change, and the others on the way to it.</summary>
/// <param name="Span">The values line when the value stands there unchanged, else the template's.</param>
/// <param name="Site">The action that shows it, when the span is another place.</param>
/// <param name="Values">The scalars whose data is in it, when the span is the template's.</param>
/// <param name="IsUnknown">Whether any of it is random or known to a cluster alone.</param>
public sealed record RenderedPlace(SourceSpan Span, SourceSpan? Site, IReadOnlyList<SourceSpan> Values, bool IsUnknown)
{
    /// <summary>The note of the action that shows a value.</summary>
    public const string Shown = "rendered here";

    /// <summary>Whether an action writes a scalar as the values file has it, quotes included.</summary>
    internal static bool WritesNotation(SourceSpan? action) =>
        action is { Text: var text } && (text.IndexOf("toYaml", StringComparison.Ordinal) >= 0 || text.IndexOf("toJson", StringComparison.Ordinal) >= 0);

    /// <summary>The innermost action that wrote a value.</summary>
    public SourceSpan? Action { get; init; }
}

/// <summary>A text that a template rendered; every character knows where it came from.</summary>
public sealed class RenderedText(SourceText source, IReadOnlyList<RenderedPiece> pieces)
{
    /// <summary>The rendered text under the template's path.</summary>
    public SourceText Source { get; } = source;

    /// <summary>Whether any of it is random, known to a cluster alone, or somebody's to set.</summary>
    public bool HasUnknown { get; } = pieces.Any(p => p.Origin == RenderedOrigin.Unknown);

    /// <summary>Where a person has to change what stands at a range; of a longer one its first line decides.</summary>
    public RenderedPlace? Locate(TextSpan range)
    {
        if (pieces.Count == 0)
        {
            return null;
        }

        var lines = Source.Lines;
        var end = Math.Max(range.Start, Math.Min(range.End, lines.Line(lines.LineIndex(range.Start)).End));
        var first = IndexAt(range.Start);
        var unknown = false;
        RenderedPiece? written = null;
        RenderedPiece? value = null;
        var mixed = false;
        var values = new List<SourceSpan>();
        for (var i = first; i < pieces.Count && (i == first || Start(i) < end); i++)
        {
            var piece = pieces[i];
            unknown |= piece.Origin == RenderedOrigin.Unknown;
            values.AddRange(piece.Values.Where(v => !values.Contains(v)));
            if (piece.Origin != RenderedOrigin.Unknown && piece.Values.Count == 0 && IsNotation(Math.Max(Start(i), range.Start), Math.Min(piece.End, end)))
            {
                continue;
            }

            mixed |= written is not null && !(piece.Origin == RenderedOrigin.Value && value is not null && piece.Values[0] == value.Values[0]);
            written = written is null || (written.Origin == RenderedOrigin.Literal && piece.Origin != RenderedOrigin.Literal) ? piece : written;
            value ??= piece is { Origin: RenderedOrigin.Value, Values.Count: > 0 } ? piece : null;
        }

        written ??= pieces[first];
        if (!mixed && value is not null)
        {
            return new RenderedPlace(value.Values[0], value.Site ?? value.Action, [], unknown) { Action = value.Action };
        }

        if (written is { Origin: RenderedOrigin.Literal, Template: { } template })
        {
            var from = Math.Max(range.Start, StartOf(written));
            var to = Math.Max(from, Math.Min(end, written.End));
            return new RenderedPlace(Clamped(template, from + written.Shift, to + written.Shift), written.Site, values, unknown);
        }

        return (written.Site ?? written.Action) is { } action
            ? new RenderedPlace(action, written.Action != action ? written.Action : null, written.Values, unknown)
            : written.Values.Count > 0 ? new RenderedPlace(written.Values[0], null, [], unknown) : null;
    }

    /// <summary>The same edit where the text came from; null where an action would have to change.</summary>
    public (SourceSpan Span, string NewText)? Trace(TextSpan range, string newText)
    {
        var index = IndexAt(range.Start);
        if (pieces.Count == 0)
        {
            return null;
        }

        if (pieces[index] is { Origin: RenderedOrigin.Literal, Template: { } template } literal && range.End <= literal.End)
        {
            return (Clamped(template, range.Start + literal.Shift, range.End + literal.Shift), newText);
        }

        RenderedPiece? value = null;
        for (var i = index; i < pieces.Count && Start(i) < range.End; i++)
        {
            if (pieces[i] is { Origin: RenderedOrigin.Value, Values.Count: 1 } piece && (value is null || value.Values[0] == piece.Values[0])
                && Start(i) >= range.Start && piece.End <= range.End)
            {
                value = piece;
            }
            else if (pieces[i].Origin != RenderedOrigin.Literal || !IsNotation(Math.Max(Start(i), range.Start), Math.Min(pieces[i].End, range.End)))
            {
                return null;
            }
        }

        return value is null ? null
            : Bare(newText) == Bare(value.Values[0].Text) ? Requoted(range, index, value, newText)
            : InValues(value.Values[0], newText);
    }

    // A change of quotes alone: in the values where the action writes them as they stand there, else around the action.
    private (SourceSpan, string)? Requoted(TextSpan range, int index, RenderedPiece value, string newText)
    {
        if (RenderedPlace.WritesNotation(value.Action))
        {
            return value.Values[0].Text.IndexOf('\n') < 0 ? (value.Values[0], newText) : null;
        }

        var last = IndexAt(range.End - 1);
        if (pieces[index] is { Origin: RenderedOrigin.Literal, Template: { } template } first && pieces[last].Template == template && Bare(newText) == newText && Start(index + 1) == range.Start + 1 && Start(last) == range.End - 1)
        {
            var quoted = Clamped(template, range.Start + first.Shift, range.End + pieces[last].Shift);
            return (quoted, quoted.Text.Substring(1, quoted.Text.Length - 2));
        }

        // The whole output of an action, which stands in the template by itself.
        var isWhole = Start(index) == range.Start && pieces[last].End == range.End && (index == 0 || pieces[index - 1].Site != value.Site) && (last == pieces.Count - 1 || pieces[last + 1].Site != value.Site);
        return isWhole && Bare(newText) != newText && value is { Site: { } site } && value.Action == site && site.Text.IndexOf(newText[0]) < 0
            ? (site, newText[0] + site.Text + newText[0])
            : null;
    }

    private static string Bare(string scalar) => scalar.Length > 1 && scalar[0] is '"' or '\'' && scalar[scalar.Length - 1] == scalar[0] ? scalar.Substring(1, scalar.Length - 2) : scalar;

    // In the quotes that the values file has.
    private static (SourceSpan, string)? InValues(SourceSpan scalar, string newText)
    {
        var written = scalar.Text;
        var bare = Bare(newText);
        if (written.Length == 0 || written.IndexOf('\n') >= 0 || newText.IndexOf('\n') >= 0 || bare.IndexOfAny(['"', '\'', '\\']) >= 0)
        {
            return null;
        }

        var quotes = written[0] is '"' or '\'' ? written.Substring(0, 1) : "";
        return (scalar, quotes.Length > 0 ? quotes + bare + quotes : newText);
    }

    private int Start(int index) => index == 0 ? 0 : pieces[index - 1].End;

    private int StartOf(RenderedPiece piece)
    {
        var index = IndexAt(piece.End - 1);
        return Start(index);
    }

    private int IndexAt(int offset)
    {
        var low = 0;
        var high = pieces.Count - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (pieces[middle].End > offset)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return Math.Max(low, 0);
    }

    private bool IsNotation(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (Source.Content[i] is not ('"' or '\'' or ' ' or '\t' or '\r' or '\n'))
            {
                return false;
            }
        }

        return true;
    }

    private static SourceSpan Clamped(SourceText template, int start, int end)
    {
        start = Math.Max(0, Math.Min(start, template.Content.Length));
        return template.Span(start, Math.Max(start, Math.Min(end, template.Content.Length)));
    }
}
