using SvcLint.Charts.Templates;
using SvcLint.Cluster;
using SvcLint.Text;

namespace SvcLint.Charts.Units;

/// <summary>Hands what a template rendered to the linter: one text, and for each piece the places that it came from.</summary>
public static class RenderedTemplate
{
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
