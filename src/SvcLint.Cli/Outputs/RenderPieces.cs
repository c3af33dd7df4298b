using SvcLint.Charts.Templates;

namespace SvcLint.Cli.Outputs;

/// <summary>A place in a text: line and column from 1, columns in bytes.</summary>
internal readonly record struct BytePlace(int Line, int Column);

/// <summary>Turns offsets of a text into lines and columns of bytes, in one pass for ascending offsets.</summary>
internal sealed class BytePlaces(string text)
{
    private int _at;
    private int _line = 1;
    private int _column = 1;

    public BytePlace At(int offset)
    {
        if (offset < _at)
        {
            (_at, _line, _column) = (0, 1, 1);
        }

        var start = _at;
        for (; _at < offset && _at < text.Length; _at++)
        {
            if (text[_at] == '\n')
            {
                _line++;
                _column = 1;
                start = _at + 1;
            }
        }

        if (_at > start)
        {
            _column += GoText.ByteCount(text[start.._at]);
        }

        return new BytePlace(_line, _column);
    }
}
