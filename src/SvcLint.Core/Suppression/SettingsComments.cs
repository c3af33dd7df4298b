using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Suppression;

/// <summary>The comments of an <c>appsettings.json</c>. One stands before the next property with its value, or the next item of a list.</summary>
internal static class SettingsComments
{
    public static IEnumerable<Comment> Of(ParsedFile file)
    {
        var content = file.Source.Content;
        var comments = JsonText.Comments(content);
        foreach (var comment in comments)
        {
            var closed = content[comment.Start + 1] == '*' && comment.Length > 3 && content[comment.End - 1] == '/';
            yield return new Comment(
                new SourceSpan(file.Source, comment), file.Source.Span(comment.Start + 2, comment.End - (closed ? 2 : 0)), Following(file, comments, comment.End));
        }
    }

    private static SourceSpan? Following(ParsedFile file, IReadOnlyList<TextSpan> comments, int from)
    {
        var content = file.Source.Content;
        var at = from;
        for (; at < content.Length; at++)
        {
            if (comments.FirstOrDefault(c => c.Start == at) is { IsEmpty: false } comment)
            {
                at = comment.End - 1;
            }
            else if (!char.IsWhiteSpace(content[at]) && content[at] != ',')
            {
                break;
            }
        }

        return at == content.Length || content[at] is '}' or ']'
            ? null
            : NodesOfLine.First(file.Documents[0].Root, new SourceSpan(file.Source, file.Source.Lines.Line(file.Source.Lines.LineIndex(at))));
    }
}
