namespace SvcLint.Yaml;

/// <summary>
/// A place in a text that counts as libyaml does: columns and lengths in code points, and five kinds of line break. Behind the end stands NUL,
/// which no text may hold; a fault moves there, so that every loop ends.
/// </summary>
internal abstract class YamlCursor
{
    private int _pairs;
    private int _lineStart;

    protected YamlCursor(string text)
    {
        Text = text;
        // The mark of a file that was joined to others.
        At = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
        _lineStart = At;
        if (Forbidden(text) is >= 0 and var forbidden)
        {
            Fail(forbidden, "control characters are not allowed", "control characters are not allowed");
        }
    }

    public YamlFault? Fault { get; private set; }

    protected string Text { get; }

    protected int At { get; private set; }

    protected int Line { get; private set; }

    /// <summary>Code points before this place.</summary>
    protected int Index => At - _pairs;

    protected int Column => Index - _lineStart;

    protected char Current => Peek(0);

    protected bool AtEnd => At >= Text.Length;

    // go-yaml counts a scanner's lines from one and does not tell the first.
    protected void Fail(int offset, string message, string reference, bool isDialect = false)
    {
        Fault ??= new YamlFault(offset, message, Line > 0 ? $"line {Line + 1}: {reference}" : reference, isDialect);
        At = Text.Length;
    }

    protected char Peek(int ahead) => At + ahead < Text.Length ? Text[At + ahead] : '\0';

    protected void Skip()
    {
        if (AtEnd)
        {
            return;
        }

        if (At + 1 < Text.Length && char.IsSurrogatePair(Text[At], Text[At + 1]))
        {
            _pairs++;
            At++;
        }

        At++;
    }

    protected void Skip(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Skip();
        }
    }

    /// <summary>Moves behind a line break and gives what it is in a value.</summary>
    protected char SkipBreak()
    {
        var mark = Text[At];
        At += mark == '\r' && Peek(1) == '\n' ? 2 : 1;
        Line++;
        _lineStart = Index;
        return mark is '\u2028' or '\u2029' ? mark : '\n';
    }

    /// <summary>The end of a stream counts as a line of its own.</summary>
    protected void StartLine()
    {
        if (Column != 0)
        {
            Line++;
            _lineStart = Index;
        }
    }

    protected void SkipBlanks()
    {
        while (IsBlank(Current))
        {
            Skip();
        }
    }

    protected void SkipComment()
    {
        if (Current == '#')
        {
            while (!IsBreakOrEnd(Current))
            {
                Skip();
            }
        }
    }

    protected bool AtDocumentMarker => Column == 0 && Current is '-' or '.' && Peek(1) == Current && Peek(2) == Current && IsBlankOrEnd(Peek(3));

    /// <summary>The number of the line of an offset, from zero. The end of a stream is a line of its own.</summary>
    public static int LinesBefore(string text, int offset)
    {
        var line = 0;
        var start = 0;
        for (var at = 0; at < offset && at < text.Length; at++)
        {
            if (IsBreak(text[at]) && !(text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n'))
            {
                line++;
                start = at + 1;
            }
        }

        return offset >= text.Length && start < text.Length ? line + 1 : line;
    }

    protected static bool IsBlank(char c) => c is ' ' or '\t';

    protected static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    protected static bool IsBreakOrEnd(char c) => c == '\0' || IsBreak(c);

    protected static bool IsBlankOrEnd(char c) => IsBlank(c) || IsBreakOrEnd(c);

    protected static bool IsWord(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-';

    protected static int HexDigit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };

    private static int Forbidden(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if ((c < ' ' && c is not ('\t' or '\n' or '\r')) || (c is >= '\u007F' and < '\u00A0' and not '\u0085') || c >= '\uFFFE')
            {
                return i;
            }
        }

        return -1;
    }
}
