namespace SvcLint.Charts.Templates;

/// <summary>Places as Go's templates count them: lines from 1, columns as bytes from 0.</summary>
internal static class TemplatePosition
{
    public static (int Line, int Column) Of(string text, int offset)
    {
        var line = 1;
        var start = 0;
        for (var i = text.IndexOf('\n'); i >= 0 && i < offset; i = text.IndexOf('\n', i + 1))
        {
            line++;
            start = i + 1;
        }

        return (line, GoText.ByteCount(text.Substring(start, offset - start)));
    }
}
