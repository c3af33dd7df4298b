using System.Globalization;

namespace SvcLint.Charts.Templates.Parsing;

/// <summary>Reads a template token by token, as Go's text/template does.</summary>
internal sealed class Lexer
{
    private const string LeftDelimiter = "{{";
    private const string RightDelimiter = "}}";
    private const string LeftComment = "/*";
    private const string RightComment = "*/";
    private const int TrimMarkerLength = 2;
    private const int EndOfText = -1;

    private readonly string _text;
    private int _position;
    private int _start;
    private int _line = 1;
    private int _startLine = 1;
    private int _parentheses;
    private bool _inAction;
    private bool _failed;

    public Lexer(string text)
    {
        _text = text;
    }

    public Token Next()
    {
        if (_failed)
        {
            return new Token(TokenKind.EndOfFile, 0, "EOF", _startLine);
        }

        return _inAction ? InAction() : InText();
    }

    private static bool IsSpace(int c) => c is ' ' or '\t' or '\r' or '\n';

    private static TokenKind Keyword(string word) => word switch
    {
        "block" => TokenKind.Block,
        "break" => TokenKind.Break,
        "continue" => TokenKind.Continue,
        "define" => TokenKind.Define,
        "else" => TokenKind.Else,
        "end" => TokenKind.End,
        "if" => TokenKind.If,
        "nil" => TokenKind.Nil,
        "range" => TokenKind.Range,
        "template" => TokenKind.Template,
        "with" => TokenKind.With,
        "true" or "false" => TokenKind.Bool,
        _ => TokenKind.Identifier,
    };

    private Token InText()
    {
        while (true)
        {
            var found = _text.IndexOf(LeftDelimiter, _position, StringComparison.Ordinal);
            if (found < 0)
            {
                _position = _text.Length;
                if (_position > _start)
                {
                    CountLines(_start, _position);
                    return Emit(TokenKind.Text);
                }

                return new Token(TokenKind.EndOfFile, _start, "EOF", _startLine);
            }

            if (found > _position)
            {
                var end = found;
                if (HasLeftTrimMarker(found + LeftDelimiter.Length))
                {
                    while (end > _start && IsSpace(_text[end - 1]))
                    {
                        end--;
                    }
                }

                _position = end;
                CountLines(_start, end);
                var token = Emit(TokenKind.Text);
                _position = found;
                Ignore();
                if (token.Text.Length > 0)
                {
                    return token;
                }
            }

            if (LeftDelimiterOrComment() is { } next)
            {
                return next;
            }
        }
    }

    private Token? LeftDelimiterOrComment()
    {
        _position += LeftDelimiter.Length;
        var marker = HasLeftTrimMarker(_position) ? TrimMarkerLength : 0;
        if (string.CompareOrdinal(_text, _position + marker, LeftComment, 0, LeftComment.Length) == 0)
        {
            _position += marker;
            Ignore();
            return Comment();
        }

        var token = Emit(TokenKind.LeftDelimiter);
        _inAction = true;
        _position += marker;
        Ignore();
        _parentheses = 0;
        return token;
    }

    private Token? Comment()
    {
        _position += LeftComment.Length;
        var end = _text.IndexOf(RightComment, _position, StringComparison.Ordinal);
        if (end < 0)
        {
            return Error("unclosed comment");
        }

        _position = end + RightComment.Length;
        if (!AtRightDelimiter(out var trim))
        {
            return Error("comment ends before closing delimiter");
        }

        _position += (trim ? TrimMarkerLength : 0) + RightDelimiter.Length;
        if (trim)
        {
            SkipSpace();
        }

        Ignore();
        return null;
    }

    private Token EndOfAction()
    {
        AtRightDelimiter(out var trim);
        if (trim)
        {
            _position += TrimMarkerLength;
            Ignore();
        }

        _position += RightDelimiter.Length;
        var token = Emit(TokenKind.RightDelimiter);
        if (trim)
        {
            SkipSpace();
            Ignore();
        }

        _inAction = false;
        return token;
    }

    private Token InAction()
    {
        if (AtRightDelimiter(out _))
        {
            return _parentheses == 0 ? EndOfAction() : Error("unclosed left paren");
        }

        var c = Read();
        switch (c)
        {
            case EndOfText:
                return Error("unclosed action");
            case ' ' or '\t' or '\r' or '\n':
                return Space();
            case '=':
                return Emit(TokenKind.Assign);
            case ':':
                return Read() == '=' ? Emit(TokenKind.Declare) : Error("expected :=");
            case '|':
                return Emit(TokenKind.Pipe);
            case '"':
                return Quoted('"', TokenKind.String, "unterminated quoted string");
            case '`':
                return RawQuoted();
            case '$':
                return FieldOrVariable(TokenKind.Variable);
            case '\'':
                return Quoted('\'', TokenKind.CharConstant, "unterminated character constant");
            case '.' when _position < _text.Length && _text[_position] is < '0' or > '9':
                return FieldOrVariable(TokenKind.Field);
            case '.' or '+' or '-' or (>= '0' and <= '9'):
                _position--;
                return Number();
            case '(':
                _parentheses++;
                return Emit(TokenKind.LeftParenthesis);
            case ')':
                _parentheses--;
                return _parentheses < 0 ? Error("unexpected right paren") : Emit(TokenKind.RightParenthesis);
        }

        if (IsAlphaNumeric(c))
        {
            return Identifier();
        }

        return c is > ' ' and < 0x7F ? Emit(TokenKind.Char) : Error("unrecognized character in action: " + GoQuote.Describe(c));
    }

    private Token Space()
    {
        var spaces = 1;
        while (_position < _text.Length && IsSpace(_text[_position]))
        {
            Read();
            spaces++;
        }

        // A closing delimiter with a trim marker has a space before its minus.
        if (_position < _text.Length && _text[_position] == '-' && StartsWith(_position + 1, RightDelimiter))
        {
            _position--;
            _line -= _text[_position] == '\n' ? 1 : 0;
            if (spaces == 1)
            {
                return EndOfAction();
            }
        }

        return Emit(TokenKind.Space);
    }

    private Token Identifier()
    {
        while (IsAlphaNumeric(Peek()))
        {
            Read();
        }

        if (!AtTerminator())
        {
            return Error("bad character " + GoQuote.Describe(Peek()));
        }

        return Emit(Keyword(_text.Substring(_start, _position - _start)));
    }

    private Token FieldOrVariable(TokenKind kind)
    {
        if (AtTerminator())
        {
            return Emit(kind == TokenKind.Variable ? kind : TokenKind.Dot);
        }

        while (IsAlphaNumeric(Peek()))
        {
            Read();
        }

        return AtTerminator() ? Emit(kind) : Error("bad character " + GoQuote.Describe(Peek()));
    }

    private Token Quoted(char quote, TokenKind kind, string unterminated)
    {
        while (true)
        {
            var c = Read();
            if (c == '\\')
            {
                c = Read();
                if (c is not (EndOfText or '\n'))
                {
                    continue;
                }
            }

            if (c is EndOfText or '\n')
            {
                return Error(unterminated);
            }

            if (c == quote)
            {
                return Emit(kind);
            }
        }
    }

    private Token RawQuoted()
    {
        while (true)
        {
            switch (Read())
            {
                case EndOfText:
                    return Error("unterminated raw quoted string");
                case '`':
                    return Emit(TokenKind.RawString);
            }
        }
    }

    private Token Number()
    {
        if (!ScanNumber())
        {
            return BadNumber();
        }

        if (Peek() is '+' or '-')
        {
            return ScanNumber() && _text[_position - 1] == 'i' ? Emit(TokenKind.Complex) : BadNumber();
        }

        return Emit(TokenKind.Number);
    }

    private Token BadNumber() => Error("bad number syntax: " + GoQuote.Quote(_text.Substring(_start, _position - _start)));

    private bool ScanNumber()
    {
        const string Decimal = "0123456789_";
        const string Hexadecimal = "0123456789abcdefABCDEF_";
        Accept("+-");
        var digits = Decimal;
        if (Accept("0"))
        {
            digits = Accept("xX") ? Hexadecimal : Accept("oO") ? "01234567_" : Accept("bB") ? "01_" : Decimal;
        }

        AcceptRun(digits);
        if (Accept("."))
        {
            AcceptRun(digits);
        }

        if (digits == Decimal ? Accept("eE") : digits == Hexadecimal && Accept("pP"))
        {
            Accept("+-");
            AcceptRun(Decimal);
        }

        Accept("i");
        if (IsAlphaNumeric(Peek()))
        {
            Read();
            return false;
        }

        return true;
    }

    private bool Accept(string valid)
    {
        if (_position < _text.Length && valid.IndexOf(_text[_position]) >= 0)
        {
            _position++;
            return true;
        }

        return false;
    }

    private void AcceptRun(string valid)
    {
        while (Accept(valid))
        {
        }
    }

    private bool AtTerminator() => Peek() is EndOfText or ' ' or '\t' or '\r' or '\n' or '.' or ',' or '|' or ':' or ')' or '(' || StartsWith(_position, RightDelimiter);

    private bool AtRightDelimiter(out bool trim)
    {
        trim = _position + 1 < _text.Length && IsSpace(_text[_position]) && _text[_position + 1] == '-' && StartsWith(_position + TrimMarkerLength, RightDelimiter);
        return trim || StartsWith(_position, RightDelimiter);
    }

    private bool HasLeftTrimMarker(int at) => at + 1 < _text.Length && _text[at] == '-' && IsSpace(_text[at + 1]);

    private bool StartsWith(int at, string what) => string.CompareOrdinal(_text, at, what, 0, what.Length) == 0;

    private void SkipSpace()
    {
        while (_position < _text.Length && IsSpace(_text[_position]))
        {
            _position++;
        }
    }

    private static bool IsAlphaNumeric(int c)
    {
        if (c < 0x80)
        {
            return c is '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
        }

        var text = GoText.FromRune(c);
        return CharUnicodeInfo.GetUnicodeCategory(text, 0) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber;
    }

    private int Peek()
    {
        if (_position >= _text.Length)
        {
            return EndOfText;
        }

        var c = _text[_position];
        return !char.IsSurrogate(c) ? c
            : char.IsHighSurrogate(c) && _position + 1 < _text.Length && char.IsLowSurrogate(_text[_position + 1]) ? char.ConvertToUtf32(c, _text[_position + 1])
            : 0xFFFD;
    }

    private int Read()
    {
        var c = Peek();
        if (c != EndOfText)
        {
            _position += c >= 0x10000 ? 2 : 1;
            _line += c == '\n' ? 1 : 0;
        }

        return c;
    }

    private Token Emit(TokenKind kind)
    {
        var token = new Token(kind, _start, _text.Substring(_start, _position - _start), _startLine);
        _start = _position;
        _startLine = _line;
        return token;
    }

    private void Ignore()
    {
        CountLines(_start, _position);
        _start = _position;
        _startLine = _line;
    }

    private void CountLines(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            _line += _text[i] == '\n' ? 1 : 0;
        }
    }

    private Token Error(string message)
    {
        _failed = true;
        return new Token(TokenKind.Error, _start, message, _startLine);
    }
}
