using System.Xml;
using SvcLint.Model.DotNet;
using SvcLint.Text;

namespace SvcLint.Suppression;

/// <summary>The comments of a project file. One stands before the next element, with all that it holds.</summary>
internal sealed class ProjectFileComments
{
    private const string Open = "<!--";
    private const string Close = "-->";

    private readonly SourceText _source;
    private readonly List<Comment> _found = [];
    private readonly List<SourceSpan> _waiting = [];
    private readonly Stack<(int Start, SourceSpan[] Before)> _elements = new();

    private ProjectFileComments(SourceText source) => _source = source;

    public static IReadOnlyList<Comment> Of(SourceText source)
    {
        var reader = new ProjectFileComments(source);
        try
        {
            using var text = new StringReader(source.Content);
            using var xml = ProjectFileReader.Open(text);
            while (xml.Read())
            {
                reader.Read(xml);
            }
        }
        catch (XmlException)
        {
            return [];
        }

        reader.Add(reader._waiting, null);
        return reader._found;
    }

    private void Read(XmlReader xml)
    {
        var at = ProjectFileReader.Offset(_source, xml);
        switch (xml.NodeType)
        {
            case XmlNodeType.Comment:
                // A comment holds no two dashes, so its marks are the nearest ones.
                var start = _source.Content.LastIndexOf(Open, at, StringComparison.Ordinal);
                _waiting.Add(_source.Span(start, _source.Content.IndexOf(Close, at, StringComparison.Ordinal) + Close.Length));
                break;
            case XmlNodeType.Element:
                _elements.Push((at - 1, [.. _waiting]));
                _waiting.Clear();
                if (xml.IsEmptyElement)
                {
                    End(EndOfTag(at));
                }

                break;
            case XmlNodeType.EndElement:
                Add(_waiting, null);
                _waiting.Clear();
                End(_source.Content.IndexOf('>', at) + 1);
                break;
        }
    }

    private void End(int end)
    {
        var (start, before) = _elements.Pop();
        Add(before, _source.Span(start, end));
    }

    private void Add(IEnumerable<SourceSpan> comments, SourceSpan? following) =>
        _found.AddRange(comments.Select(c => new Comment(c, _source.Span(c.Start + Open.Length, c.End - Close.Length), following)));

    // A ">" may stand in an attribute.
    private int EndOfTag(int at)
    {
        var quote = '\0';
        for (; quote != '\0' || _source.Content[at] != '>'; at++)
        {
            var letter = _source.Content[at];
            quote = quote == '\0' && letter is '"' or '\'' ? letter : letter == quote ? '\0' : quote;
        }

        return at + 1;
    }
}
