using System.Text;
using SvcLint.Charts.Templates;
using SvcLint.Text;

namespace SvcLint.Cli.Outputs;

/// <summary>A rendered text with, before each line, the template and the values that it came from.</summary>
internal static class RenderExplanation
{
    private const int MaxWidth = 60;

    public static string Of(GoString text)
    {
        var lines = text.Value.Split('\n');
        var origins = new string[lines.Length];
        var pieces = text.Pieces;
        var start = 0;
        var piece = 0;
        var pieceStart = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            var end = start + lines[i].Length;
            var seen = new List<string>();
            while (piece < pieces.Count && pieceStart < end)
            {
                if (pieces[piece].End > start)
                {
                    Add(seen, pieces[piece], Math.Max(pieceStart, start));
                }

                if (pieces[piece].End > end)
                {
                    break;
                }

                pieceStart = pieces[piece++].End;
            }

            origins[i] = string.Join(" ", seen);
            start = end + 1;
        }

        var width = Math.Min(MaxWidth, origins.Max(origin => origin.Length));
        var explained = new StringBuilder();
        for (var i = 0; i < lines.Length - (lines[^1].Length == 0 ? 1 : 0); i++)
        {
            explained.Append(Printable.OneLine(origins[i]).PadRight(width)).Append(" | ").Append(Printable.OneLine(lines[i])).Append('\n');
        }

        return explained.ToString();
    }

    private static void Add(List<string> seen, Piece piece, int at)
    {
        var origin = piece.Origin;
        if (origin.Action is { Template.Source: { } source } action)
        {
            Add(seen, source.Path + ":" + (source.Lines.LineIndex(action.Offset) + 1));
        }
        else if (origin.Template is { Source: { } literal })
        {
            Add(seen, literal.Path + ":" + (literal.Lines.LineIndex(Math.Clamp(at + piece.Shift, 0, literal.Content.Length)) + 1));
        }

        foreach (var value in origin.Values)
        {
            Add(seen, value.Value is { } span ? span.Source.Path + ":" + (span.Source.Lines.LineIndex(span.Start) + 1) : value.File);
        }

        if (origin.Kind == OriginKind.Unknown)
        {
            Add(seen, "unknown");
        }
    }

    private static void Add(List<string> seen, string place)
    {
        if (!seen.Contains(place))
        {
            seen.Add(place);
        }
    }
}
