using System.Globalization;
using SvcLint.Charts.Functions;
using SvcLint.Charts.Templates;
using SvcLint.Text;

namespace SvcLint.Charts;

/// <summary>How the values of a <c>--set</c> argument read.</summary>
public enum SetKind
{
    /// <summary><c>--set</c>: booleans, null and integers are typed.</summary>
    Typed,

    /// <summary><c>--set-string</c>.</summary>
    Text,

    /// <summary><c>--set-json</c>.</summary>
    Json,

    /// <summary><c>--set-file</c>: the value names a file whose text counts.</summary>
    File,

    /// <summary><c>--set-literal</c>: one assignment, nothing in its value means anything.</summary>
    Literal,
}

/// <summary>Reads <c>a.b=1,c[0]=x,d={y,z}</c> into a map, as Helm does.</summary>
public sealed class SetParser
{
    private const int MaxIndex = 65536;
    private const int MaxNesting = 30;

    private readonly string _text;
    private readonly SetKind _kind;
    private readonly Origin _origin;
    private readonly Func<string, GoValue> _read;
    private int _at;

    // The text ended where a key or a value should begin.
    private bool _isOver;

    private SetParser(string text, SetKind kind, string option, Func<string, string>? readFile, SourceSpan? place)
    {
        _text = text;
        _kind = kind;
        _origin = Origin.Of(place is { } span ? new ValueSource(span.Source.Path, "", span, null) : new ValueSource(option + " " + text, "", null, null));
        _read = kind switch
        {
            SetKind.Typed => Typed,
            SetKind.File => path => new GoString(readFile!(path), _origin),
            _ => value => new GoString(value, _origin),
        };
    }

    /// <summary>
    /// Assigns into <paramref name="values"/>. Throws <see cref="ChartException"/>, after what stands before the mistake is assigned.
    /// </summary>
    public static void Assign(GoMap values, string text, SetKind kind, Func<string, string>? readFile = null, SourceSpan? place = null)
    {
        var option = "--set" + kind switch { SetKind.Text => "-string", SetKind.Json => "-json", SetKind.File => "-file", SetKind.Literal => "-literal", _ => "" };
        var parser = new SetParser(text, kind, option, readFile, place);
        try
        {
            while (parser.Key(values, 0))
            {
            }
        }
        catch (Mistake mistake)
        {
            throw new ChartException("failed parsing " + option + " data: " + mistake.Message);
        }
    }

    /// <summary>A whole object, which Helm 4 takes for <c>--set-json</c>.</summary>
    public static GoMap Object(string json)
    {
        try
        {
            return JsonParser.Parse(json, Origin.Of(new ValueSource("--set-json " + json, "", null, null))) as GoMap ?? throw new GoException("not an object");
        }
        catch (GoException error)
        {
            throw new ChartException("failed parsing --set-json data JSON: " + json + ": " + error.Message);
        }
    }

    private sealed class Mistake(string message) : Exception(message);

    // The text ends within a key or value: what was read counts, and nothing follows.
    private bool Until(string stops, out string read, out char stop)
    {
        var letters = new System.Text.StringBuilder();
        stop = '\0';
        while (_at < _text.Length)
        {
            var c = _text[_at++];
            if (stops.IndexOf(c) >= 0)
            {
                read = letters.ToString();
                stop = c;
                return true;
            }

            if (c == '\\' && _kind != SetKind.Literal)
            {
                if (_at >= _text.Length)
                {
                    break;
                }

                c = _text[_at++];
            }

            letters.Append(c);
        }

        read = letters.ToString();
        return false;
    }

    // False at the end of the text.
    private bool Key(GoMap map, int nesting)
    {
        if (!Until(_kind == SetKind.Literal ? "=[." : "=[,.", out var key, out var stop))
        {
            _isOver = key.Length == 0;
            return _isOver ? false : throw new Mistake("key " + GoQuote.Quote(key) + " has no value");
        }

        switch (stop)
        {
            case '[':
                return InList(map, key, nesting);
            case '=':
                return Value(value => Set(map, key, value));
            case ',':
                Set(map, key, new GoString("", _origin));
                throw new Mistake("key " + GoQuote.Quote(key) + " has no value (cannot end with ,)");
            default:
                if (nesting + 1 > MaxNesting)
                {
                    throw new Mistake("value name nested level is greater than maximum supported nested level of 30");
                }

                var inner = map[key] switch
                {
                    null => GoMap.New(),
                    GoMap existing => existing,
                    var other => throw Panic(other, "map[string]interface {}"),
                };
                var more = Deeper(() => Key(inner, nesting + 1));
                if (inner.Count == 0 && !_isOver)
                {
                    throw new Mistake("key map " + GoQuote.Quote(key) + " has no value");
                }

                if (inner.Count > 0)
                {
                    Set(map, key, inner);
                }

                return more;
        }
    }

    private static bool Deeper(Func<bool> read)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        return read();
    }

    private static Mistake Panic(GoValue value, string wanted) =>
        new("unable to parse key: interface conversion: interface {} is " + (value is GoNil ? "nil" : value.Type.Name) + ", not " + wanted);

    private bool InList(GoMap map, string key, int nesting)
    {
        var index = Index();
        var list = map[key] switch
        {
            null => [],
            GoList existing => existing.Items.ToList(),
            var other => throw Panic(other, "[]interface {}"),
        };
        var more = Item(list, index, nesting);
        Set(map, key, new GoList(GoType.List, list, origin: _origin));
        return more;
    }

    private int Index()
    {
        if (!Until("]", out var text, out _))
        {
            throw new Mistake("error parsing index: EOF");
        }

        if (!GoNumber.TryInt(text, out var index, 10))
        {
            throw new Mistake("error parsing index: strconv.Atoi: parsing " + GoQuote.Quote(text) + ": invalid syntax");
        }

        return index < 0 ? throw new Mistake("negative " + index.ToString(CultureInfo.InvariantCulture) + " index not allowed")
            : (int)Math.Min(index, int.MaxValue);
    }

    private bool Item(List<GoValue> list, int index, int nesting)
    {
        var stopped = Until("[.=", out var read, out var stop);
        if (read.Length > 0)
        {
            throw new Mistake("unexpected data at end of array index: " + GoQuote.Quote(read));
        }

        if (!stopped)
        {
            return false;
        }

        switch (stop)
        {
            case '=':
                return Value(value => SetIndex(list, index, value));
            case '[':
                var next = Index();
                var inner = index < list.Count ? list[index] switch
                {
                    GoNil => [],
                    GoList existing => existing.Items.ToList(),
                    var other => throw Panic(other, "[]interface {}"),
                }
                : [];
                var more = Deeper(() => Item(inner, next, nesting));
                SetIndex(list, index, new GoList(GoType.List, inner, origin: _origin));
                return more;
            default:
                var map = index < list.Count && list[index] is GoMap found ? found : GoMap.New();
                var rest = Deeper(() => Key(map, nesting));
                SetIndex(list, index, map);
                return rest;
        }
    }

    private void SetIndex(List<GoValue> list, int index, GoValue value)
    {
        if (index > MaxIndex)
        {
            throw new Mistake("index of " + index.ToString(CultureInfo.InvariantCulture) + " is greater than maximum supported index of 65536");
        }

        while (list.Count <= index)
        {
            list.Add(GoNil.Interface.WithOrigin(_origin));
        }

        list[index] = value;
    }

    private void Set(GoMap map, string key, GoValue value)
    {
        if (key.Length > 0)
        {
            map.Set(key, value, _origin);
        }
    }

    private bool Value(Action<GoValue> assign)
    {
        switch (_kind)
        {
            case SetKind.Json:
                return Json(assign);
            case SetKind.Literal:
                assign(new GoString(_text.Substring(_at), _origin));
                _at = _text.Length;
                return true;
        }

        if (_at >= _text.Length)
        {
            _isOver = true;
            assign(new GoString("", _origin));
            return false;
        }

        if (_text[_at] == '{')
        {
            _at++;
            return Elements(assign);
        }

        var more = Until(",", out var text, out _);
        assign(_read(text));
        return more || _at < _text.Length;
    }

    private bool Elements(Action<GoValue> assign)
    {
        var items = new List<GoValue>();
        while (true)
        {
            if (!Until(",}", out var text, out var stop))
            {
                throw new Mistake("list must terminate with '}'");
            }

            items.Add(_read(text));
            if (stop == '}')
            {
                _at += _at < _text.Length && _text[_at] == ',' ? 1 : 0;
                assign(new GoList(GoType.List, items, origin: _origin));
                return true;
            }
        }
    }

    private bool Json(Action<GoValue> assign)
    {
        if (SkipToValue())
        {
            assign(GoNil.Interface.WithOrigin(_origin));
            return true;
        }

        try
        {
            assign(JsonParser.ParseFirst(_text.Substring(_at), out var end, _origin));
            _at += end;
        }
        catch (GoException error)
        {
            throw new Mistake(error.Message == "unexpected end of JSON input" ? "unexpected EOF" : error.Message);
        }

        SkipToValue();
        return true;
    }

    // True when a comma or the end comes before anything else.
    private bool SkipToValue()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == ',')
            {
                _at++;
                return true;
            }

            if (!StringFunctions.IsSpace(c))
            {
                return false;
            }

            _at++;
        }

        return true;
    }

    private GoValue Typed(string text)
    {
        if (string.Equals(text, "true", StringComparison.OrdinalIgnoreCase) || string.Equals(text, "false", StringComparison.OrdinalIgnoreCase))
        {
            return new GoBool(text.Length == 4, _origin);
        }

        if (string.Equals(text, "null", StringComparison.OrdinalIgnoreCase))
        {
            return GoNil.Interface.WithOrigin(_origin);
        }

        return (text == "0" || (text.Length > 0 && text[0] != '0')) && GoNumber.TryInt(text, out var number, 10)
            ? new GoInt(GoType.Int64, number, _origin)
            : new GoString(text, _origin);
    }
}
