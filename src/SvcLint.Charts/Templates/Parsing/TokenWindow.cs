namespace SvcLint.Charts.Templates.Parsing;

/// <summary>Tokens as the parser takes them: it may look at one before it takes it, and put up to three back.</summary>
internal sealed class TokenWindow(Lexer lexer)
{
    private readonly Token[] _tokens = new Token[3];
    private int _peeked;

    /// <summary>The line that an error is told of: that of the last token read.</summary>
    public int Line => _tokens[0].Line;

    public Token Next()
    {
        if (_peeked > 0)
        {
            _peeked--;
        }
        else
        {
            _tokens[0] = lexer.Next();
        }

        return _tokens[_peeked];
    }

    public Token Peek()
    {
        if (_peeked == 0)
        {
            _peeked = 1;
            _tokens[0] = lexer.Next();
        }

        return _tokens[_peeked - 1];
    }

    public Token NextNonSpace()
    {
        var token = Next();
        while (token.Kind == TokenKind.Space)
        {
            token = Next();
        }

        return token;
    }

    public Token PeekNonSpace()
    {
        var token = NextNonSpace();
        Backup();
        return token;
    }

    public void Backup() => _peeked++;

    public void Backup2(Token first)
    {
        _tokens[1] = first;
        _peeked = 2;
    }

    public void Backup3(Token first, Token second)
    {
        _tokens[1] = second;
        _tokens[2] = first;
        _peeked = 3;
    }
}
