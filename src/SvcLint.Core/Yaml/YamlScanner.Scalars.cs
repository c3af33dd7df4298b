using System.Text;

namespace SvcLint.Yaml;

internal sealed partial class YamlScanner
{
    private readonly StringBuilder _value = new();
    private readonly StringBuilder _breaks = new();

    private void ScanPlain()
    {
        var start = At;
        var end = At;
        var run = At;
        var indent = _indent + 1;
        var firstBreak = '\0';
        var folded = false;
        _breaks.Clear();
        while (!AtDocumentMarker && Current != '#')
        {
            while (!IsBlankOrEnd(Current) && !EndsPlain())
            {
                if (firstBreak != '\0')
                {
                    if (!folded)
                    {
                        _value.Clear().Append(Text, start, end - start);
                        folded = true;
                    }

                    Fold(firstBreak);
                    firstBreak = '\0';
                    run = At;
                }

                Skip();
                end = At;
            }

            if (AtEnd || !(IsBlank(Current) || IsBreak(Current)))
            {
                break;
            }

            while (IsBlank(Current) || IsBreak(Current))
            {
                if (IsBreak(Current))
                {
                    if (firstBreak != '\0')
                    {
                        _breaks.Append(SkipBreak());
                        continue;
                    }

                    if (folded)
                    {
                        _value.Append(Text, run, end - run);
                    }

                    firstBreak = SkipBreak();
                }
                else if (firstBreak != '\0' && Current == '\t' && Column < indent)
                {
                    Fail(At, "a tab cannot indent YAML; use spaces", "found a tab character that violates indentation");
                    return;
                }
                else
                {
                    Skip();
                }
            }

            if (_flowLevel == 0 && Column < indent)
            {
                break;
            }
        }

        if (folded && firstBreak == '\0')
        {
            _value.Append(Text, run, end - run);
        }

        _simpleKeyAllowed |= firstBreak != '\0';
        Add(new YamlToken(YamlTokenKind.Scalar, start, end, folded ? _value.ToString() : Text.Substring(start, end - start)));
    }

    private bool EndsPlain() => Current switch
    {
        ':' => IsBlankOrEnd(Peek(1)),
        ',' or '?' or '[' or ']' or '{' or '}' => _flowLevel > 0,
        _ => false,
    };

    // One line break is a blank; of more the first is dropped.
    private void Fold(char firstBreak)
    {
        if (firstBreak != '\n')
        {
            _value.Append(firstBreak).Append(_breaks);
        }
        else if (_breaks.Length == 0)
        {
            _value.Append(' ');
        }
        else
        {
            _value.Append(_breaks);
        }

        _breaks.Clear();
    }

    private void ScanQuoted(char quote)
    {
        var start = At;
        Skip();
        _value.Clear();
        _breaks.Clear();
        while (true)
        {
            if (AtDocumentMarker || AtEnd)
            {
                Fail(start, $"no closing {quote} follows", AtEnd ? "found unexpected end of stream" : "found unexpected document indicator");
                return;
            }

            var joined = ScanQuotedRun(quote);
            if (Current == quote)
            {
                break;
            }

            SkipQuotedSpace(joined);
        }

        Skip();
        Add(new YamlToken(YamlTokenKind.Scalar, start, At, _value.ToString(), Style: quote == '"' ? ScalarStyle.DoubleQuoted : ScalarStyle.SingleQuoted));
    }

    // Up to a blank, a line break or the quote; true after a line break that a backslash takes away.
    private bool ScanQuotedRun(char quote)
    {
        while (!IsBlankOrEnd(Current))
        {
            if (Current == quote)
            {
                if (quote != '\'' || Peek(1) != '\'')
                {
                    break;
                }

                _value.Append('\'');
                Skip(2);
            }
            else if (quote == '"' && Current == '\\')
            {
                if (IsBreak(Peek(1)))
                {
                    Skip();
                    SkipBreak();
                    return true;
                }

                ScanEscape();
            }
            else
            {
                var run = At;
                while (!IsBlankOrEnd(Current) && Current != quote && Current != '\\')
                {
                    Skip();
                }

                if (run == At)
                {
                    Skip();
                }

                _value.Append(Text, run, At - run);
            }
        }

        return false;
    }

    private void SkipQuotedSpace(bool joined)
    {
        var blanks = At;
        var firstBreak = '\0';
        while (IsBlank(Current) || IsBreak(Current))
        {
            if (!IsBreak(Current))
            {
                Skip();
            }
            else if (joined || firstBreak != '\0')
            {
                _breaks.Append(SkipBreak());
            }
            else
            {
                firstBreak = SkipBreak();
            }
        }

        if (firstBreak != '\0')
        {
            Fold(firstBreak);
        }
        else if (joined)
        {
            _value.Append(_breaks);
            _breaks.Clear();
        }
        else
        {
            _value.Append(Text, blanks, At - blanks);
        }
    }

    private void ScanEscape()
    {
        var letter = Peek(1);
        var digits = letter switch
        {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        if (digits > 0)
        {
            ScanCodePoint(digits);
            return;
        }

        var value = letter switch
        {
            '0' => '\0',
            'a' => '\a',
            'b' => '\b',
            't' or '\t' => '\t',
            'n' => '\n',
            'v' => '\v',
            'f' => '\f',
            'r' => '\r',
            'e' => '\u001B',
            ' ' or '"' or '\'' or '\\' => letter,
            'N' => '\u0085',
            '_' => '\u00A0',
            'L' => '\u2028',
            'P' => '\u2029',
            // JSON escapes it.
            '/' when _isJson => '/',
            _ => '\uFFFF',
        };
        if (value == '\uFFFF')
        {
            Fail(At, AtEnd || letter == '\0' ? "no closing \" follows" : $"'\\{letter}' is no escape sequence", "found unknown escape character", isDialect: letter == '/');
            return;
        }

        _value.Append(value);
        Skip(2);
    }

    private void ScanCodePoint(int digits)
    {
        var at = At;
        long value = 0;
        for (var i = 0; i < digits; i++)
        {
            var digit = HexDigit(Peek(2 + i));
            if (digit < 0)
            {
                Fail(at, $"{digits} hexadecimal digits must follow '\\{Peek(1)}'", "did not find expected hexdecimal number");
                return;
            }

            value = (value << 4) + digit;
        }

        // JSON writes what lies beyond the first plane as two halves.
        var isHalf = value is >= 0xD800 and <= 0xDFFF;
        if (value > 0x10FFFF || (isHalf && !_isJson))
        {
            Fail(at, "this is no code point of Unicode", "found invalid Unicode character escape code", isDialect: isHalf);
            return;
        }

        Skip(2 + digits);
        if (value < 0x10000)
        {
            _value.Append((char)value);
        }
        else
        {
            _value.Append(char.ConvertFromUtf32((int)value));
        }
    }

    private void ScanBlockScalar(bool literal)
    {
        var start = At;
        Skip();
        var (chomping, increment) = ScanBlockHeader(start);
        SkipBlanks();
        SkipComment();
        var contentEnd = At;
        if (!IsBreakOrEnd(Current))
        {
            Fail(At, "only a comment can stand after the mark of a block scalar", "did not find expected comment or line break");
            return;
        }

        if (!AtEnd)
        {
            SkipBreak();
        }

        var indent = increment == 0 ? 0 : _indent >= 0 ? _indent + increment : increment;
        _value.Clear();
        _breaks.Clear();
        var lineBreak = '\0';
        var wasBlank = false;
        SkipBlankLines(ref indent);
        while (Column == indent && !AtEnd)
        {
            var isBlank = IsBlank(Current);
            if (!literal && lineBreak == '\n' && !wasBlank && !isBlank)
            {
                Fold(lineBreak);
            }
            else
            {
                if (lineBreak != '\0')
                {
                    _value.Append(lineBreak);
                }

                _value.Append(_breaks);
                _breaks.Clear();
            }

            wasBlank = isBlank;
            var line = At;
            while (!IsBreakOrEnd(Current))
            {
                Skip();
            }

            _value.Append(Text, line, At - line);
            contentEnd = At;
            lineBreak = !AtEnd ? SkipBreak() : _endsLastLine ? '\n' : '\0';
            SkipBlankLines(ref indent);
        }

        if (chomping != '-' && lineBreak != '\0')
        {
            _value.Append(lineBreak);
        }

        if (chomping == '+')
        {
            _value.Append(_breaks);
        }

        while (contentEnd > start && char.IsWhiteSpace(Text[contentEnd - 1]))
        {
            contentEnd--;
        }

        Add(new YamlToken(YamlTokenKind.Scalar, start, contentEnd, _value.ToString(), Style: literal ? ScalarStyle.Literal : ScalarStyle.Folded));
    }

    private (char Chomping, int Increment) ScanBlockHeader(int start)
    {
        var chomping = '\0';
        var increment = 0;
        for (var i = 0; i < 2; i++)
        {
            if (chomping == '\0' && Current is '+' or '-')
            {
                chomping = Current;
                Skip();
            }
            else if (increment == 0 && Current is >= '0' and <= '9')
            {
                increment = Current - '0';
                if (increment == 0)
                {
                    Fail(start, "the indentation of a block scalar cannot be 0", "found an indentation indicator equal to 0");
                }

                Skip();
            }
        }

        return (chomping, increment);
    }

    // Lines of blanks only: their breaks may be content. Without an indicator the widest of them and the first line of text say the indentation.
    private void SkipBlankLines(ref int indent)
    {
        var widest = 0;
        while (true)
        {
            while ((indent == 0 || Column < indent) && Current == ' ')
            {
                Skip();
            }

            widest = Math.Max(widest, Column);
            if ((indent == 0 || Column < indent) && Current == '\t')
            {
                Fail(At, "a tab cannot indent YAML; use spaces", "found a tab character where an indentation space is expected");
                break;
            }

            if (!IsBreak(Current))
            {
                break;
            }

            _breaks.Append(SkipBreak());
        }

        if (indent == 0)
        {
            indent = Math.Max(Math.Max(widest, _indent + 1), 1);
        }
    }
}
