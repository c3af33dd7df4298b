using System.Globalization;

namespace SvcLint.Charts.Functions.Regex;

/// <summary>What is wrong with an expression, in Go's words.</summary>
internal sealed class RegexSyntaxException(string message, string part) : Exception($"error parsing regexp: {message}: `{part}`");

/// <summary>Reads RE2's syntax: no look-around, no back references; counts up to 1000.</summary>
internal sealed class RegexParser
{
    private const int MaxRepeat = 1000;
    private const int MaxSize = 100_000;
    private const int MaxDepth = 1000;

    private readonly string _text;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _at;
    private int _depth;
    private Flags _flags;

    private RegexParser(string text) => _text = text;

    /// <summary>Names of the groups by number; empty where a group has none.</summary>
    public List<string> Groups { get; } = [""];

    public static (RegexNode Root, IReadOnlyList<string> Groups) Parse(string text)
    {
        var parser = new RegexParser(text);
        var root = parser.Choice();
        if (parser._at < text.Length)
        {
            throw new RegexSyntaxException("unexpected )", text);
        }

        return root.Size > MaxSize ? throw new RegexSyntaxException("expression too large", text) : (root, parser.Groups);
    }

    private RegexNode Choice()
    {
        if (++_depth > MaxDepth)
        {
            throw new RegexSyntaxException("expression nests too deeply", _text);
        }

        var parts = new List<RegexNode> { Sequence() };
        while (_at < _text.Length && _text[_at] == '|')
        {
            _at++;
            parts.Add(Sequence());
        }

        _depth--;
        return parts.Count == 1 ? parts[0] : new RegexNode.Choice(parts);
    }

    private RegexNode.Sequence Sequence()
    {
        var parts = new List<RegexNode>();
        // Where the repetition operator before this place began, else -1.
        var repeated = -1;
        while (_at < _text.Length && _text[_at] is not ('|' or ')'))
        {
            var start = _at;
            if (TryRepeat(parts, repeated))
            {
                repeated = start;
                continue;
            }

            repeated = -1;
            if (Atom() is { } atom)
            {
                parts.Add(atom);
            }
        }

        return new RegexNode.Sequence(parts);
    }

    private bool TryRepeat(List<RegexNode> parts, int repeated)
    {
        var start = _at;
        int least, most;
        switch (_text[_at])
        {
            case '*':
                (least, most) = (0, -1);
                _at++;
                break;
            case '+':
                (least, most) = (1, -1);
                _at++;
                break;
            case '?':
                (least, most) = (0, 1);
                _at++;
                break;
            case '{' when TryCount(out least, out most):
                if (least > MaxRepeat || most > MaxRepeat || (most >= 0 && least > most))
                {
                    throw new RegexSyntaxException("invalid repeat count", Part(start));
                }

                break;
            default:
                return false;
        }

        var lazy = (_flags & Flags.Ungreedy) != 0;
        if (_at < _text.Length && _text[_at] == '?')
        {
            _at++;
            lazy = !lazy;
        }

        if (repeated >= 0)
        {
            throw new RegexSyntaxException("invalid nested repetition operator", Part(repeated));
        }

        if (parts.Count == 0)
        {
            throw new RegexSyntaxException("missing argument to repetition operator", Part(start));
        }

        var repeat = new RegexNode.Repeat(parts[parts.Count - 1], least, most, lazy);
        parts[parts.Count - 1] = Nested(repeat) > MaxRepeat ? throw new RegexSyntaxException("invalid repeat count", Part(start)) : repeat;
        return true;
    }

    // How often the innermost repeated expression stands when all counts are written out.
    private static long Nested(RegexNode node) => node switch
    {
        RegexNode.Repeat repeat => Math.Max(1, Math.Max(repeat.Least, repeat.Most)) * Nested(repeat.Inner),
        RegexNode.Group group => Nested(group.Inner),
        RegexNode.Sequence { Parts.Count: > 0 } sequence => sequence.Parts.Max(Nested),
        RegexNode.Choice choice => choice.Parts.Max(Nested),
        _ => 1,
    };

    private bool TryCount(out int least, out int most)
    {
        least = most = 0;
        var close = _text.IndexOf('}', _at);
        if (close < 0)
        {
            return false;
        }

        var inner = _text.Substring(_at + 1, close - _at - 1);
        var comma = inner.IndexOf(',');
        if (!TryNumber(comma < 0 ? inner : inner.Substring(0, comma), out least))
        {
            return false;
        }

        most = comma < 0 ? least : -1;
        if (comma >= 0 && comma + 1 < inner.Length && !TryNumber(inner.Substring(comma + 1), out most))
        {
            return false;
        }

        _at = close + 1;
        return true;
    }

    private static bool TryNumber(string text, out int value)
    {
        value = 0;
        if (text.Length == 0 || (text.Length > 1 && text[0] == '0') || text.Any(c => c is < '0' or > '9'))
        {
            return false;
        }

        value = text.Length > 8 ? int.MaxValue : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        return true;
    }

    private RegexNode? Atom()
    {
        switch (_text[_at])
        {
            case '(':
                return Group();
            case '[':
                return new RegexNode.Class(new RegexClassParser(_text, (_flags & Flags.IgnoreCase) != 0).Parse(ref _at));
            case '.':
                _at++;
                var any = new RuneClass();
                any.Add(0, (_flags & Flags.DotAll) != 0 ? 0x10FFFF : '\n' - 1);
                any.Add('\n' + 1, 0x10FFFF);
                return new RegexNode.Class(any);
            case '^':
                _at++;
                return new RegexNode.Assertion((_flags & Flags.MultiLine) != 0 ? RegexAssertion.LineStart : RegexAssertion.TextStart);
            case '$':
                _at++;
                return new RegexNode.Assertion((_flags & Flags.MultiLine) != 0 ? RegexAssertion.LineEnd : RegexAssertion.TextEnd);
            case '\\':
                return Escape();
            default:
                return Literal(Rune(_text, ref _at));
        }
    }

    private RegexNode.Class Literal(int rune) => new(RuneClass.Of(rune, (_flags & Flags.IgnoreCase) != 0));

    private RegexNode Escape()
    {
        var next = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        var assertion = next switch
        {
            'A' => RegexAssertion.TextStart,
            'z' => RegexAssertion.TextEnd,
            'b' => RegexAssertion.WordBoundary,
            'B' => RegexAssertion.NoWordBoundary,
            _ => (RegexAssertion?)null,
        };
        if (assertion is { } kind)
        {
            _at += 2;
            return new RegexNode.Assertion(kind);
        }

        if (next == 'Q')
        {
            var end = _text.IndexOf("\\E", _at + 2, StringComparison.Ordinal);
            var stop = end < 0 ? _text.Length : end;
            _at += 2;
            var parts = new List<RegexNode>();
            while (_at < stop)
            {
                parts.Add(Literal(Rune(_text, ref _at)));
            }

            _at = end < 0 ? stop : end + 2;
            // What repeats belongs to the last letter alone.
            return parts.Count == 1 ? parts[0] : Quoted(parts);
        }

        var classes = new RegexClassParser(_text, (_flags & Flags.IgnoreCase) != 0);
        return classes.TryEscapedClass(ref _at, out var escaped) ? new RegexNode.Class(escaped) : Literal(classes.EscapedRune(ref _at));
    }

    private RegexNode Quoted(List<RegexNode> parts)
    {
        if (parts.Count == 0 || _at >= _text.Length || _text[_at] is not ('*' or '+' or '?' or '{'))
        {
            return new RegexNode.Sequence(parts);
        }

        var last = new List<RegexNode> { parts[parts.Count - 1] };
        TryRepeat(last, -1);
        parts[parts.Count - 1] = last[0];
        return new RegexNode.Sequence(parts);
    }

    private RegexNode? Group()
    {
        var start = _at;
        var saved = _flags;
        var number = 0;
        if (_at + 1 < _text.Length && _text[_at + 1] == '?')
        {
            var rest = _text.Substring(_at);
            if (rest.StartsWith("(?P<", StringComparison.Ordinal) || rest.StartsWith("(?<", StringComparison.Ordinal))
            {
                var from = rest[2] == 'P' ? 4 : 3;
                var end = rest.IndexOf('>');
                if (end < 0)
                {
                    throw new RegexSyntaxException("invalid named capture", rest);
                }

                var name = rest.Substring(from, end - from);
                if (name.Length == 0 || !name.All(c => c == '_' || c is (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')))
                {
                    throw new RegexSyntaxException("invalid named capture", rest.Substring(0, end + 1));
                }

                if (!_names.Add(name))
                {
                    throw new RegexSyntaxException("duplicate capture group name", name);
                }

                number = Groups.Count;
                Groups.Add(name);
                _at += end + 1;
            }
            else if (!ReadFlags(start))
            {
                // Flags for the rest of the group around.
                return null;
            }
        }
        else
        {
            number = Groups.Count;
            Groups.Add("");
            _at++;
        }

        var inner = Choice();
        if (_at >= _text.Length)
        {
            throw new RegexSyntaxException("missing closing )", _text);
        }

        _at++;
        _flags = saved;
        return number > 0 ? new RegexNode.Group(inner, number) : inner;
    }

    // "(?i" up to ":" (a group follows, true) or ")" (false).
    private bool ReadFlags(int start)
    {
        _at += 2;
        var flags = _flags;
        var negative = false;
        var any = false;
        while (_at < _text.Length)
        {
            var c = _text[_at++];
            switch (c)
            {
                case 'i' or 'm' or 's' or 'U':
                    var flag = c switch { 'i' => Flags.IgnoreCase, 'm' => Flags.MultiLine, 's' => Flags.DotAll, _ => Flags.Ungreedy };
                    flags = negative ? flags & ~flag : flags | flag;
                    any = true;
                    continue;
                case '-' when !negative:
                    negative = true;
                    any = false;
                    continue;
                case ':' or ')' when !negative || any:
                    _flags = flags;
                    return c == ':';
            }

            throw new RegexSyntaxException("invalid or unsupported Perl syntax", Part(start));
        }

        throw new RegexSyntaxException("missing closing )", _text);
    }

    private string Part(int start) => _text.Substring(start, _at - start);

    internal static int Rune(string text, ref int at)
    {
        var c = text[at++];
        return char.IsHighSurrogate(c) && at < text.Length && char.IsLowSurrogate(text[at]) ? char.ConvertToUtf32(c, text[at++]) : c;
    }

    [Flags]
    private enum Flags
    {
        None = 0,
        IgnoreCase = 1,
        MultiLine = 2,
        DotAll = 4,
        Ungreedy = 8,
    }
}
