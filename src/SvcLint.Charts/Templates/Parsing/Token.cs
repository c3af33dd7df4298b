namespace SvcLint.Charts.Templates.Parsing;

internal enum TokenKind
{
    Error,
    Bool,
    Char,
    CharConstant,
    Complex,
    Assign,
    Declare,
    EndOfFile,
    Field,
    Identifier,
    LeftDelimiter,
    LeftParenthesis,
    Number,
    Pipe,
    RawString,
    RightDelimiter,
    RightParenthesis,
    Space,
    String,
    Text,
    Variable,

    // Keywords stand after all others.
    Keyword,
    Block,
    Break,
    Continue,
    Dot,
    Define,
    Else,
    End,
    If,
    Nil,
    Range,
    Template,
    With,
}

/// <summary>What the lexer reads; of an error the text is its message.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, string Text, int Line)
{
    /// <summary>As Go's parser quotes it in messages.</summary>
    public override string ToString() => Kind switch
    {
        TokenKind.EndOfFile => "EOF",
        TokenKind.Error => Text,
        > TokenKind.Keyword => "<" + Text + ">",
        _ when GoText.ByteCount(Text) > 10 => GoQuote.Quote(FirstRunes(Text, 10)) + "...",
        _ => GoQuote.Quote(Text),
    };

    private static string FirstRunes(string text, int count)
    {
        var end = 0;
        for (var i = 0; i < count && end < text.Length; i++)
        {
            end += char.IsHighSurrogate(text[end]) && end + 1 < text.Length && char.IsLowSurrogate(text[end + 1]) ? 2 : 1;
        }

        return text.Substring(0, end);
    }
}
