using System.Text;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Go's <c>json.Unmarshal</c> into an interface: numbers are float64, of equal keys the last counts, errors in its words.</summary>
internal sealed class JsonParser
{
    private const int MaxDepth = 10000;

    private readonly string _text;
    private readonly Origin? _origin;
    private int _at;

    private JsonParser(string text, Origin? origin)
    {
        _text = text;
        _origin = origin;
    }

    /// <summary>The value; throws Go's error.</summary>
    public static GoValue Parse(string text, Origin? origin = null)
    {
        var parser = new JsonParser(text, origin);
        var value = parser.Document();
        parser.SkipBlanks();
        return parser._at < text.Length ? throw parser.Invalid("after top-level value") : value;
    }

    /// <summary>The first value of a text, and where it ends; what follows is not looked at.</summary>
    public static GoValue ParseFirst(string text, out int end, Origin? origin = null)
    {
        var parser = new JsonParser(text, origin);
        var value = parser.Document();
        end = parser._at;
        return value;
    }

    private GoValue Document()
    {
        SkipBlanks();
        return Value(0);
    }

    private GoValue Value(int depth)
    {
        if (depth > MaxDepth || !HasRoom(depth))
        {
            throw new GoException("invalid character '" + _text[_at] + "' exceeded max depth");
        }

        switch (Current)
        {
            case '{':
                return Map(depth);
            case '[':
                return List(depth);
            case '"':
                return new GoString(Text(), _origin);
            case 't':
                Word("true");
                return new GoBool(true, _origin);
            case 'f':
                Word("false");
                return new GoBool(false, _origin);
            case 'n':
                Word("null");
                return GoNil.Interface.WithOrigin(_origin);
            case '-' or (>= '0' and <= '9'):
                return new GoFloat(Number(), _origin);
            default:
                throw Invalid("looking for beginning of value");
        }
    }

    // A deep text must not become a deep stack.
    private static bool HasRoom(int depth)
    {
        if (depth % 64 == 0)
        {
            System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        }

        return true;
    }

    private GoMap Map(int depth)
    {
        var map = new GoMap(GoType.Map, origin: _origin);
        _at++;
        SkipBlanks();
        if (Current == '}')
        {
            _at++;
            return map;
        }

        while (true)
        {
            if (Current != '"')
            {
                throw Invalid("looking for beginning of object key string");
            }

            var key = Text();
            SkipBlanks();
            if (Current != ':')
            {
                throw Invalid("after object key");
            }

            _at++;
            SkipBlanks();
            map.Set(key, Value(depth + 1), _origin);
            SkipBlanks();
            switch (Current)
            {
                case '}':
                    _at++;
                    return map;
                case ',':
                    _at++;
                    SkipBlanks();
                    break;
                default:
                    throw Invalid("after object key:value pair");
            }
        }
    }

    private GoList List(int depth)
    {
        var items = new List<GoValue>();
        _at++;
        SkipBlanks();
        if (Current == ']')
        {
            _at++;
            return new GoList(GoType.List, items, origin: _origin);
        }

        while (true)
        {
            items.Add(Value(depth + 1));
            SkipBlanks();
            switch (Current)
            {
                case ']':
                    _at++;
                    return new GoList(GoType.List, items, origin: _origin);
                case ',':
                    _at++;
                    SkipBlanks();
                    break;
                default:
                    throw Invalid("after array element");
            }
        }
    }

    // At the end of the text Go's own error, wherever it happens.
    private char Current => _at < _text.Length ? _text[_at] : throw new GoException("unexpected end of JSON input");

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }
    }

    private void Word(string word)
    {
        _at++;
        for (var i = 1; i < word.Length; i++, _at++)
        {
            if (Current != word[i])
            {
                throw Invalid("in literal " + word + " (expecting '" + word[i] + "')");
            }
        }
    }

    private double Number()
    {
        var start = _at;
        if (Current == '-')
        {
            _at++;
            if (Current is < '0' or > '9')
            {
                throw Invalid("in numeric literal");
            }
        }

        if (Current == '0')
        {
            _at++;
        }
        else
        {
            Digits();
        }

        if (_at < _text.Length && _text[_at] == '.')
        {
            _at++;
            if (Current is < '0' or > '9')
            {
                throw Invalid("after decimal point in numeric literal");
            }

            Digits();
        }

        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            _at++;
            _at += Current is '+' or '-' ? 1 : 0;
            if (Current is < '0' or > '9')
            {
                throw Invalid("in exponent of numeric literal");
            }

            Digits();
        }

        var text = _text.Substring(start, _at - start);
        return GoNumber.TryFloat(text, out var value) ? value : throw new GoException("json: cannot unmarshal number " + text + " into Go value of type float64");
    }

    private void Digits()
    {
        while (_at < _text.Length && _text[_at] is >= '0' and <= '9')
        {
            _at++;
        }
    }

    private string Text()
    {
        var text = new StringBuilder();
        _at++;
        while (true)
        {
            var c = Current;
            switch (c)
            {
                case '"':
                    _at++;
                    return text.ToString();
                case '\\':
                    _at++;
                    Escape(text);
                    break;
                case < ' ':
                    throw Invalid("in string literal");
                default:
                    text.Append(GoText.IsRawByte(_text, _at) ? '\uFFFD' : c);
                    _at++;
                    break;
            }
        }
    }

    private void Escape(StringBuilder text)
    {
        var c = Current;
        var plain = c switch
        {
            '"' or '\\' or '/' => c,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => '\0',
            _ => throw Invalid("in string escape code"),
        };
        _at++;
        if (c != 'u')
        {
            text.Append(plain);
            return;
        }

        var unit = Unit();
        if (char.IsHighSurrogate(unit) && string.CompareOrdinal(_text, _at, "\\u", 0, 2) == 0)
        {
            var before = _at;
            _at += 2;
            var low = Unit();
            if (char.IsLowSurrogate(low))
            {
                text.Append(unit).Append(low);
                return;
            }

            _at = before;
        }

        text.Append(char.IsSurrogate(unit) ? '\uFFFD' : unit);
    }

    private char Unit()
    {
        var value = 0;
        for (var i = 0; i < 4; i++, _at++)
        {
            value = (value * 16) + Current switch
            {
                >= '0' and <= '9' => _text[_at] - '0',
                >= 'a' and <= 'f' => _text[_at] - 'a' + 10,
                >= 'A' and <= 'F' => _text[_at] - 'A' + 10,
                _ => throw Invalid("in \\u hexadecimal character escape"),
            };
        }

        return (char)value;
    }

    private GoException Invalid(string where) => _at >= _text.Length
        ? new GoException("unexpected end of JSON input")
        : new GoException("invalid character " + Shown() + " " + where);

    // Go's reader walks bytes, and shows the first one of a character as if it were one.
    private string Shown() => _text[_at] switch
    {
        '\'' => "'\\''",
        '"' => "'\"'",
        var c => "'" + GoQuote.Quote(c < 0x80 ? c.ToString() : ((char)GoText.ToBytes(FirstRune())[0]).ToString()).Trim('"') + "'",
    };

    private string FirstRune() => _text.Substring(_at, char.IsHighSurrogate(_text[_at]) && _at + 1 < _text.Length ? 2 : 1);
}
