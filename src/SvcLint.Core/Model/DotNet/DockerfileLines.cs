using System.Text;
using SvcLint.Text;

namespace SvcLint.Model.DotNet;

/// <summary>An instruction of a Dockerfile: its lines joined, and where each letter stands in the file.</summary>
/// <param name="Keyword">In upper case.</param>
/// <param name="Text">What follows the keyword.</param>
/// <param name="Range">All of it in the file, with its continuation lines.</param>
internal sealed record DockerfileLine(SourceText Source, char Escape, string Keyword, string Text, IReadOnlyList<int> Offsets, TextSpan Range)
{
    /// <summary>A part of the text, as a place in the file.</summary>
    public SourceSpan Span(int start, int end) => start < end
        ? Source.Span(Offsets[start], Offsets[end - 1] + 1)
        : Source.Span(Offsets[Math.Min(start, Offsets.Count - 1)], Offsets[Math.Min(start, Offsets.Count - 1)]);
}

/// <summary>Takes a Dockerfile apart: continuation lines, comments among them, the escape directive; the bodies of heredocs are passed over.</summary>
internal sealed class DockerfileLines(SourceText source)
{
    private readonly string _text = source.Content;
    private readonly StringBuilder _letters = new();
    private readonly List<int> _offsets = [];
    private readonly List<TextSpan> _comments = [];
    private readonly HashSet<(string Mark, bool Indented)> _endless = [];
    private char _escape = '\\';

    /// <summary>From the <c>#</c> to the end of the line; known once the instructions are read.</summary>
    public IReadOnlyList<TextSpan> Comments => _comments;

    public IEnumerable<DockerfileLine> Read()
    {
        var at = ReadDirectives();
        while (at < _text.Length)
        {
            var end = LineEnd(at);
            if (IsBlankOrComment(at, end))
            {
                at = Next(end);
                continue;
            }

            at = Join(at);
            if (Instruction() is { } line)
            {
                at = AfterHeredocs(line, at);
                yield return line;
            }
        }
    }

    // "# escape=`" counts only before everything else.
    private int ReadDirectives()
    {
        var at = 0;
        while (at < _text.Length)
        {
            var end = LineEnd(at);
            var line = _text.Substring(at, end - at).Trim();
            var equals = line.IndexOf('=');
            if (line.Length == 0 || line[0] != '#' || equals < 0 || line.Substring(1, equals - 1).Trim().IndexOf(' ') >= 0)
            {
                break;
            }

            if (line.Substring(1, equals - 1).Trim().Equals("escape", StringComparison.OrdinalIgnoreCase) && line.Substring(equals + 1).Trim() is "`")
            {
                _escape = '`';
            }

            at = Next(end);
        }

        return at;
    }

    // One instruction with its continuation lines, and the start of the line after it.
    private int Join(int at)
    {
        _letters.Clear();
        _offsets.Clear();
        while (at < _text.Length)
        {
            var end = LineEnd(at);
            if (_letters.Length > 0 && IsBlankOrComment(at, end))
            {
                at = Next(end);
                continue;
            }

            var last = end;
            while (last > at && _text[last - 1] is ' ' or '\t')
            {
                last--;
            }

            var goesOn = last > at && _text[last - 1] == _escape;
            for (var i = at; i < (goesOn ? last - 1 : end); i++)
            {
                _letters.Append(_text[i]);
                _offsets.Add(i);
            }

            at = Next(end);
            if (!goesOn)
            {
                break;
            }
        }

        return at;
    }

    private DockerfileLine? Instruction()
    {
        var text = _letters.ToString();
        var start = 0;
        while (start < text.Length && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        var end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        var keyword = text.Substring(start, end - start).ToUpperInvariant();
        while (end < text.Length && char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return end == text.Length ? null
            : new DockerfileLine(source, _escape, keyword, text.Substring(end), _offsets.GetRange(end, _offsets.Count - end), new TextSpan(_offsets[start], _offsets[_offsets.Count - 1] + 1));
    }

    private int AfterHeredocs(DockerfileLine line, int at)
    {
        if (line.Keyword is not ("RUN" or "COPY" or "ADD"))
        {
            return at;
        }

        for (var mark = line.Text.IndexOf("<<", StringComparison.Ordinal); mark >= 0; mark = line.Text.IndexOf("<<", mark + 2, StringComparison.Ordinal))
        {
            var start = mark + 2;
            var indented = start < line.Text.Length && line.Text[start] == '-';
            start += indented ? 1 : 0;
            var quote = start < line.Text.Length && line.Text[start] is '"' or '\'' ? 1 : 0;
            var end = start + quote;
            while (end < line.Text.Length && (char.IsLetterOrDigit(line.Text[end]) || line.Text[end] == '_'))
            {
                end++;
            }

            if (end > start + quote)
            {
                at = After(line.Text.Substring(start + quote, end - start - quote), indented, at);
            }
        }

        return at;
    }

    // Without its end mark, nothing is a heredoc: "a << b" of a shell.
    private int After(string mark, bool indented, int from)
    {
        if (_endless.Contains((mark, indented)))
        {
            return from;
        }

        for (var at = from; at < _text.Length;)
        {
            var end = LineEnd(at);
            var line = _text.Substring(at, end - at).TrimEnd('\r');
            at = Next(end);
            if ((indented ? line.TrimStart('\t') : line) == mark)
            {
                return at;
            }
        }

        _endless.Add((mark, indented));
        return from;
    }

    // Called once a line; a comment is kept.
    private bool IsBlankOrComment(int at, int end)
    {
        while (at < end && char.IsWhiteSpace(_text[at]))
        {
            at++;
        }

        if (at < end && _text[at] == '#')
        {
            _comments.Add(new TextSpan(at, end));
        }

        return at == end || _text[at] == '#';
    }

    // Of CRLF, the end is before the CR.
    private int LineEnd(int at)
    {
        var end = _text.IndexOf('\n', at);
        return end < 0 ? _text.Length : end > at && _text[end - 1] == '\r' ? end - 1 : end;
    }

    private int Next(int end)
    {
        end += end < _text.Length && _text[end] == '\r' ? 1 : 0;
        return end < _text.Length ? end + 1 : end;
    }
}
