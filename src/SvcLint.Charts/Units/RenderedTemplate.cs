using SvcLint.Charts.Templates;
using SvcLint.Cluster;
using SvcLint.Text;

namespace SvcLint.Charts.Units;

/// <summary>Hands what a template rendered to the linter: one text, and for each piece the places that it came from.</summary>
public static class RenderedTemplate
{
    private const string Separator = "---";

    /// <summary>Reads a template's output as a manifest.</summary>
    /// <param name="path">The template as findings show it.</param>
    /// <param name="text">Its output.</param>
    public static RenderedManifest Read(string path, GoString text)
    {
        var file = Linter.Parse(new SourceText(path, text.Value) { Pieces = [.. text.Pieces.Select(Piece)] });
        return new RenderedManifest(file, new RenderedText(file.Source, file.Source.Pieces));
    }

    /// <summary>Text that is no manifest, with the places that it came from.</summary>
    public static RenderedText Text(string path, GoString text) => new(new SourceText(path, text.Value), [.. text.Pieces.Select(Piece)]);

    /// <summary>The output with each separator on a line of its own: Helm goes on behind one on the same line, a reader of YAML does not.</summary>
    public static GoString Separated(GoString text)
    {
        OriginBuilder? separated = null;
        var copied = 0;
        for (var at = NextSeparator(text.Value, 0); at >= 0; at = NextSeparator(text.Value, at))
        {
            at += Separator.Length;
            if (at < text.Value.Length && text.Value[at] is not ('\r' or '\n' or ' ' or '\t' or '#' or '-'))
            {
                separated ??= new OriginBuilder();
                separated.Append(text, copied, at - copied);
                separated.Append("\n", Origin.Literal);
                copied = at;
            }
        }

        separated?.Append(text, copied, text.Value.Length - copied);
        return separated?.ToValue() ?? text;
    }

    private static int NextSeparator(string text, int from)
    {
        for (var at = text.IndexOf(Separator, from, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Separator, at + 1, StringComparison.Ordinal))
        {
            if (at == 0 || text[at - 1] == '\n')
            {
                return at;
            }
        }

        return -1;
    }

    private static RenderedPiece Piece(Piece piece)
    {
        var origin = piece.Origin;
        var values = origin.Values.Where(v => v.Value is not null).Select(v => v.Value!.Value).ToArray();
        var kind = origin.Kind switch
        {
            OriginKind.Unknown => RenderedOrigin.Unknown,
            OriginKind.Copy when values.Length > 0 => RenderedOrigin.Value,
            OriginKind.Text when origin.Template is { Source: not null } => RenderedOrigin.Literal,
            _ => RenderedOrigin.Computed,
        };
        return new RenderedPiece(piece.End, kind, origin.Template?.Source, piece.Shift, Span(piece.Site), Span(origin.Action), values);
    }

    /// <summary>An action from its opening to its closing delimiter; one inside of a values string is where the string stands.</summary>
    public static SourceSpan? Span(ActionPlace? action)
    {
        if (action is null)
        {
            return null;
        }

        if (action.Template.Source is { } source)
        {
            var end = source.Content.IndexOf("}}", action.Offset, StringComparison.Ordinal);
            return source.Span(action.Offset, end < 0 ? source.Content.Length : end + 2);
        }

        foreach (var piece in action.Template.Text.Pieces)
        {
            if (piece.End > action.Offset)
            {
                return piece.Origin.Values.Count > 0 ? piece.Origin.Values[0].Value : Span(piece.Origin.Action);
            }
        }

        return null;
    }
}
