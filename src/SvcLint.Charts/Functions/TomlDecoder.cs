using System.Globalization;
using System.Text;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Reads TOML: integers are int64, floats float64, as Helm's library has them.</summary>
internal sealed class TomlDecoder
{
    private const int MaxDepth = 100;

    private readonly string _text;
    private readonly Origin _origin;
    private readonly HashSet<GoMap> _defined = [];
    private int _at;
    private string? _key;

    private TomlDecoder(string text, Origin origin)
    {
        _text = text;
        _origin = origin;
    }

    public static GoMap Decode(string text, Origin origin)
    {
        var decoder = new TomlDecoder(text.Replace("\r\n", "\n"), origin);
        return decoder.Document();
    }

    private GoMap NewMap() => new(GoType.Map, origin: _origin);

    private GoMap Document()
    {
        var root = NewMap();
        var table = root;
        while (true)
        {
            SkipEmptyLines();
            if (_at >= _text.Length)
            {
                return root;
            }

            if (_text[_at] == '[')
            {
                table = Header(root);
            }
            else
            {
                Entry(table, 0);
            }

            SkipBlanks();
            if (_at < _text.Length && _text[_at] == '#')
            {
                SkipComment();
            }

            if (_at < _text.Length && _text[_at] != '\n')
            {
                throw Error("expected a top-level item to end with a newline, comment, or EOF, but got " + Rune() + " instead");
            }
        }
    }

    private GoMap Header(GoMap root)
    {
        var array = _at + 1 < _text.Length && _text[_at + 1] == '[';
        _at += array ? 2 : 1;
        SkipBlanks();
        var path = Path(inHeader: true);
        foreach (var c in array ? "]]" : "]")
        {
            if (_at >= _text.Length || _text[_at] != c)
            {
                throw Error("expected '.' or ']' to end table name, but got " + Rune() + " instead");
            }

            _at++;
        }

        var table = root;
        for (var i = 0; i < path.Count; i++)
        {
            var last = i == path.Count - 1;
            var existing = table[path[i]];
            if (last && array)
            {
                var items = existing is GoList list ? list.Items : existing is null ? [] : throw Defined(path);
                var added = NewMap();
                table.Set(path[i], new GoList(GoType.Slice(GoType.Map), [.. items, added], origin: _origin), _origin);
                return added;
            }

            table = existing switch
            {
                null => Add(table, path[i]),
                GoMap map => map,
                GoList { Items.Count: > 0 } list when list.Items[list.Items.Count - 1] is GoMap map => map,
                _ => throw Defined(path),
            };
        }

        return _defined.Add(table) ? table : throw Defined(path);
    }

    private GoMap Add(GoMap table, string key)
    {
        var map = NewMap();
        table.Set(key, map, _origin);
        return map;
    }

    private GoException Defined(IReadOnlyList<string> path) => Error("Key '" + string.Join(".", path) + "' has already been defined.", string.Join(".", path));

    private void Entry(GoMap table, int depth)
    {
        var path = Path();
        SkipBlanks();
        if (_at >= _text.Length || _text[_at] != '=')
        {
            throw Error(_at >= _text.Length ? "unexpected EOF; expected key separator '='" : "expected '.' or '=', but got " + Rune() + " instead");
        }

        _at++;
        SkipBlanks();
        for (var i = 0; i < path.Count - 1; i++)
        {
            table = table[path[i]] switch
            {
                null => Add(table, path[i]),
                GoMap map => map,
                _ => throw Defined(path),
            };
        }

        var key = path[path.Count - 1];
        if (table.Contains(key))
        {
            throw Defined(path);
        }

        _key = string.Join(".", path);
        table.Set(key, Value(depth), _origin);
    }

    private GoException NoKey(bool inHeader) => Error(_text[_at] switch
    {
        ']' when inHeader => "unexpected end of table name (table names cannot be empty)",
        '=' => "unexpected '=': key name appears blank",
        '.' => "unexpected '.': keys cannot start with a '.'",
        _ => (inHeader ? "expected '.' or ']' to end table name" : "expected '.' or '='") + ", but got " + Rune() + " instead",
    });

    private List<string> Path(bool inHeader = false)
    {
        var path = new List<string>();
        do
        {
            _at += path.Count > 0 ? 1 : 0;
            SkipBlanks();
            if (_at >= _text.Length)
            {
                throw Error(inHeader ? "unexpected end of table name (table names cannot be empty)" : "unexpected EOF; expected key separator '='");
            }

            if (_text[_at] is '"' or '\'')
            {
                path.Add(Text());
            }
            else
            {
                var start = _at;
                while (_at < _text.Length && _text[_at] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-')
                {
                    _at++;
                }

                path.Add(_at > start ? _text.Substring(start, _at - start) : throw NoKey(inHeader));
            }

            SkipBlanks();
        }
        while (_at < _text.Length && _text[_at] == '.');
        return path;
    }

    private GoValue Value(int depth)
    {
        if (depth > MaxDepth)
        {
            throw Error("values nest too deeply");
        }

        if (_at >= _text.Length || _text[_at] == '\n')
        {
            throw Error(_at >= _text.Length ? "unexpected EOF; expected value" : "expected value but found '\\n' instead", _at >= _text.Length ? _key : null);
        }

        switch (_text[_at])
        {
            case '"' or '\'':
                return new GoString(Text(), _origin);
            case '[':
                return List(depth);
            case '{':
                return Inline(depth);
        }

        var start = _at;
        while (_at < _text.Length && (_text[_at] is not (',' or ']' or '}' or '#' or '\n' or ' ' or '\t') || (_text[_at] == ' ' && _at - start == 10 && _at + 1 < _text.Length && char.IsDigit(_text[_at + 1]))))
        {
            _at++;
        }

        return Scalar(_text.Substring(start, _at - start));
    }

    private GoValue Scalar(string word)
    {
        switch (word)
        {
            case "true" or "false":
                return new GoBool(word == "true", _origin);
            case "inf" or "+inf":
                return new GoFloat(double.PositiveInfinity, _origin);
            case "-inf":
                return new GoFloat(double.NegativeInfinity, _origin);
            case "nan" or "+nan" or "-nan":
                return new GoFloat(double.NaN, _origin);
        }

        foreach (var layout in (string[])["2006-01-02T15:04:05.999999999Z07:00", "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999", "2006-01-02", "15:04:05.999999999"])
        {
            if (word.Length > 0 && char.IsDigit(word[0]) && TemplateTimeLayout.TryParse(layout, word.Replace('t', 'T').Replace('z', 'Z'), out var time, out _))
            {
                return time.ToValue().WithOrigin(_origin);
            }
        }

        var plain = word.Replace("_", "");
        if (word.Length > 0 && word[0] is (>= '0' and <= '9') or '+' or '-')
        {
            if (GoNumber.TryInt(plain, out var integer, plain.Length > 1 && plain[0] == '0' && plain[1] is 'x' or 'o' or 'b' ? 0 : 10))
            {
                return new GoInt(GoType.Int64, integer, _origin);
            }

            if (GoNumber.TryFloat(plain, out var number))
            {
                return new GoFloat(number, _origin);
            }
        }

        throw word.Length > 0 && !char.IsLetterOrDigit(word[0])
            ? Error("expected value but found " + GoQuote.QuoteRune(word[0]) + " instead", _key)
            : Error("expected value but found " + GoQuote.Quote(word) + " instead");
    }

    private GoList List(int depth)
    {
        var items = new List<GoValue>();
        _at++;
        while (true)
        {
            SkipEmptyLines();
            if (_at < _text.Length && _text[_at] == ']')
            {
                _at++;
                return new GoList(GoType.List, items, origin: _origin);
            }

            items.Add(Value(depth + 1));
            SkipEmptyLines();
            if (_at < _text.Length && _text[_at] == ',')
            {
                _at++;
            }
            else if (_at >= _text.Length || _text[_at] != ']')
            {
                throw Error("expected a comma (',') or array terminator (']'), but got " + Rune());
            }
        }
    }

    private GoMap Inline(int depth)
    {
        var map = NewMap();
        _at++;
        SkipBlanks();
        while (_at < _text.Length && _text[_at] != '}')
        {
            Entry(map, depth + 1);
            SkipBlanks();
            if (_at < _text.Length && _text[_at] == ',')
            {
                _at++;
                SkipBlanks();
            }
            else if (_at >= _text.Length || _text[_at] != '}')
            {
                throw Error("expected a comma or an inline table terminator '}', but got " + Rune() + " instead");
            }
        }

        if (_at >= _text.Length)
        {
            throw Error("unexpected EOF");
        }

        _at++;
        return map;
    }

    private string Text()
    {
        var quote = _text[_at];
        var triple = string.CompareOrdinal(_text, _at, new string(quote, 3), 0, 3) == 0;
        _at += triple ? 3 : 1;
        _at += triple && _at < _text.Length && _text[_at] == '\n' ? 1 : 0;
        var text = new StringBuilder();
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == quote && (!triple || string.CompareOrdinal(_text, _at, new string(quote, 3), 0, 3) == 0))
            {
                _at += triple ? 3 : 1;
                // Two more quotes before the end belong to the text.
                while (triple && _at < _text.Length && _text[_at] == quote)
                {
                    text.Append(_text[_at++]);
                }

                return text.ToString();
            }

            if (c == '\n' && !triple)
            {
                throw Error("strings cannot contain newlines");
            }

            _at++;
            if (c == '\\' && quote == '"')
            {
                Escape(text, triple);
            }
            else
            {
                text.Append(c);
            }
        }

        throw Error("unexpected EOF; expected '" + quote + "'");
    }

    private void Escape(StringBuilder text, bool triple)
    {
        var c = _at < _text.Length ? _text[_at++] : '\0';
        switch (c)
        {
            case 'b':
                text.Append('\b');
                break;
            case 't':
                text.Append('\t');
                break;
            case 'n':
                text.Append('\n');
                break;
            case 'f':
                text.Append('\f');
                break;
            case 'r':
                text.Append('\r');
                break;
            case '"' or '\\':
                text.Append(c);
                break;
            case 'u' or 'U':
                var length = c == 'u' ? 4 : 8;
                if (_at + length > _text.Length || !int.TryParse(_text.Substring(_at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rune))
                {
                    throw Error("expected hexadecimal digits after '\\" + c + "', but got " + Rune() + " instead");
                }

                _at += length;
                text.Append(GoText.FromRune(rune));
                break;
            case '\n' or ' ' or '\t' when triple:
                while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n')
                {
                    _at++;
                }

                break;
            default:
                throw Error("invalid escape character " + GoQuote.QuoteRune(c) + "; only the following escape characters are allowed: \\b, \\t, \\n, \\f, \\r, \\\", \\\\, \\uXXXX, and \\UXXXXXXXX");
        }
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t')
        {
            _at++;
        }
    }

    private void SkipComment()
    {
        while (_at < _text.Length && _text[_at] != '\n')
        {
            _at++;
        }
    }

    private void SkipEmptyLines()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '#')
        {
            if (_text[_at] == '#')
            {
                SkipComment();
            }
            else
            {
                _at++;
            }
        }
    }

    private string Rune() => _at >= _text.Length ? "EOF" : GoQuote.QuoteRune(_text[_at]);

    private GoException Error(string message, string? key = null) =>
        new("toml: line " + GoFormat.Print(GoInt.Of(1 + _text.Take(Math.Min(_at, _text.Length)).Count(c => c == '\n'))) + (key is null ? "" : " (last key " + GoQuote.Quote(key) + ")") + ": " + message);
}
