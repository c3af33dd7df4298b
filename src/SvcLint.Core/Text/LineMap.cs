namespace SvcLint.Text;

/// <summary>A place as people count it: line and column from 1, columns in UTF-16 code units.</summary>
public readonly record struct LinePosition(int Line, int Column);

/// <summary>Line starts of a text. LF, CRLF and a lone CR end a line.</summary>
public sealed class LineMap
{
    private readonly int[] _starts;
    private readonly string _text;

    public LineMap(string text)
    {
        _text = text;
        var starts = new List<int>();
        starts.Add(0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                starts.Add(i + 1);
            }
        }

        _starts = starts.ToArray();
    }

    public int LineCount => _starts.Length;

    /// <summary>Line index from 0 of an offset.</summary>
    public int LineIndex(int offset)
    {
        var found = Array.BinarySearch(_starts, offset);
        return found >= 0 ? found : ~found - 1;
    }

    public LinePosition Position(int offset)
    {
        var line = LineIndex(offset);
        return new LinePosition(line + 1, offset - _starts[line] + 1);
    }

    /// <summary>The span of a line (index from 0) without its line break.</summary>
    public TextSpan Line(int index)
    {
        var end = index + 1 < _starts.Length ? _starts[index + 1] : _text.Length;
        while (end > _starts[index] && _text[end - 1] is '\n' or '\r')
        {
            end--;
        }

        return new TextSpan(_starts[index], end);
    }

    /// <summary>Offset at which a line (index from 0) starts; the text's length past the last line.</summary>
    public int Start(int index) => index < _starts.Length ? _starts[index] : _text.Length;
}
