using SvcLint.Model.DotNet;
using SvcLint.Text;

namespace SvcLint.Suppression;

/// <summary>The comments of a Dockerfile, which are whole lines. One stands before the next instruction, or inside one before its next line.</summary>
internal static class DockerfileComments
{
    public static IEnumerable<Comment> Of(SourceText source)
    {
        var lines = new DockerfileLines(source);
        var instructions = lines.Read().Select(i => i.Range).ToArray();
        foreach (var comment in lines.Comments)
        {
            var around = instructions.Where(i => i.Contains(comment)).Cast<TextSpan?>().FirstOrDefault();
            var following = around is { } instruction ? NextLine(source, lines.Comments, comment, instruction) : instructions.Where(i => i.Start >= comment.End).Cast<TextSpan?>().FirstOrDefault();
            yield return new Comment(
                new SourceSpan(source, comment), source.Span(comment.Start + 1, comment.End), following is { } range ? new SourceSpan(source, range) : null);
        }
    }

    private static TextSpan? NextLine(SourceText source, IReadOnlyList<TextSpan> comments, TextSpan comment, TextSpan instruction)
    {
        for (var index = source.Lines.LineIndex(comment.Start) + 1; source.Lines.Start(index) < instruction.End; index++)
        {
            var line = source.Lines.Line(index);
            if (source.Content.Substring(line.Start, line.Length).Trim().Length > 0 && !comments.Any(line.Contains))
            {
                return line;
            }
        }

        return null;
    }
}
