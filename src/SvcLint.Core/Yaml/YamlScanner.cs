namespace SvcLint.Yaml;

/// <summary>
/// YAML as the reader behind kubectl and the API server takes it apart (libyaml's rules in go-yaml 2), which differs from YAML 1.2 in what may
/// stand at a line start, in names of anchors, in flow collections and in quoted text. No exception, whatever the text; linear in its length:
/// a key that needs no <c>?</c> ends on its line, at most 1024 characters after it starts.
/// </summary>
internal sealed partial class YamlScanner : YamlCursor
{
    private const int LongestSimpleKey = 1024;

    private readonly List<YamlToken> _tokens = [];
    private readonly Stack<int> _indents = new();
    private readonly List<SimpleKey> _simpleKeys = [default];
    private readonly Dictionary<int, int> _pendingKeys = [];
    private readonly bool _isJson;
    private readonly bool _endsLastLine;
    private int _head;
    private int _consumed;
    private int _indent = -1;
    private int _flowLevel;
    private bool _simpleKeyAllowed = true;
    private bool _ended;

    /// <param name="text">What to read.</param>
    /// <param name="isJson">Whether it may hold escapes that JSON alone has.</param>
    /// <param name="endsLastLine">Whether a last line without a break counts as one with it.</param>
    public YamlScanner(string text, bool isJson, bool endsLastLine)
        : base(text) => (_isJson, _endsLastLine) = (isJson, endsLastLine);

    /// <summary>The next token, which stays; after a fault and at the end it is <see cref="YamlTokenKind.StreamEnd"/>.</summary>
    public YamlToken Next
    {
        get
        {
            // A key without its ':' is missed at the end of the stream as well.
            while ((_head == _tokens.Count || HeadMayBeKey()) && !_ended)
            {
                Fetch();
            }

            return Fault is null && _head < _tokens.Count ? _tokens[_head] : new YamlToken(YamlTokenKind.StreamEnd, Text.Length, Text.Length);
        }
    }

    public void Take()
    {
        _head++;
        _consumed++;
        if (_head >= _tokens.Count)
        {
            _tokens.Clear();
            _head = 0;
        }
    }

    // Whether a ':' that is still to come may make a key of the first token.
    private bool HeadMayBeKey() => _pendingKeys.TryGetValue(_consumed, out var level) && level < _simpleKeys.Count && IsValid(level);

    private void Fetch()
    {
        SkipToToken();
        Unroll(Column);
        var c = Current;
        if (AtEnd)
        {
            FetchStreamEnd();
        }
        else if (Column == 0 && c == '%')
        {
            FetchDirective();
        }
        else if (AtDocumentMarker)
        {
            FetchMarker(c == '-' ? YamlTokenKind.DocumentStart : YamlTokenKind.DocumentEnd);
        }
        else if (c is '[' or '{')
        {
            FetchFlowStart(c == '[' ? YamlTokenKind.FlowSequenceStart : YamlTokenKind.FlowMappingStart);
        }
        else if (c is ']' or '}')
        {
            FetchFlowEnd(c == ']' ? YamlTokenKind.FlowSequenceEnd : YamlTokenKind.FlowMappingEnd);
        }
        else if (c == ',')
        {
            RemoveSimpleKey();
            _simpleKeyAllowed = true;
            AddIndicator(YamlTokenKind.FlowEntry);
        }
        else if (c == '-' && IsBlankOrEnd(Peek(1)))
        {
            FetchBlockEntry();
        }
        else if (c == '?' && (_flowLevel > 0 || IsBlankOrEnd(Peek(1))))
        {
            FetchKey();
        }
        else if (c == ':' && (_flowLevel > 0 || IsBlankOrEnd(Peek(1))))
        {
            FetchValue();
        }
        else
        {
            FetchContent(c);
        }
    }

    private void FetchContent(char c)
    {
        if (c is '|' or '>' && _flowLevel == 0)
        {
            RemoveSimpleKey();
            _simpleKeyAllowed = true;
            ScanBlockScalar(literal: c == '|');
            return;
        }

        var starts = c is not ('-' or '?' or ':' or ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`') && !IsBlankOrEnd(c);
        var isPlain = starts || (c == '-' && !IsBlank(Peek(1))) || (_flowLevel == 0 && c is '?' or ':' && !IsBlankOrEnd(Peek(1)));
        if (!isPlain && c is not ('*' or '&' or '!' or '\'' or '"'))
        {
            Fail(At, c == '\t' ? "a tab cannot indent YAML; use spaces" : $"no value can start with '{c}'; quote it", "found character that cannot start any token");
            return;
        }

        SaveSimpleKey();
        _simpleKeyAllowed = false;
        switch (c)
        {
            case '*' or '&':
                ScanAnchor(c == '*' ? YamlTokenKind.Alias : YamlTokenKind.Anchor);
                break;
            case '!':
                ScanTag();
                break;
            case '\'' or '"':
                ScanQuoted(c);
                break;
            default:
                ScanPlain();
                break;
        }
    }

    private void SkipToToken()
    {
        while (true)
        {
            // A tab where a key may start would be indentation.
            while (Current == ' ' || (Current == '\t' && (_flowLevel > 0 || !_simpleKeyAllowed)))
            {
                Skip();
            }

            SkipComment();
            if (!IsBreak(Current))
            {
                return;
            }

            SkipBreak();
            _simpleKeyAllowed |= _flowLevel == 0;
        }
    }

    private bool IsValid(int level)
    {
        var key = _simpleKeys[level];
        if (!key.Possible)
        {
            return false;
        }

        if (key.Line < Line || key.Index + LongestSimpleKey < Index)
        {
            Forget(level);
            return false;
        }

        return true;
    }

    private void SaveSimpleKey()
    {
        if (_simpleKeyAllowed)
        {
            RemoveSimpleKey();
            var token = _consumed + (_tokens.Count - _head);
            _simpleKeys[_simpleKeys.Count - 1] = new SimpleKey(true, _flowLevel == 0 && _indent == Column, token, At, Index, Line, Column);
            _pendingKeys[token] = _simpleKeys.Count - 1;
        }
    }

    private void RemoveSimpleKey() => Forget(_simpleKeys.Count - 1);

    private void Forget(int level)
    {
        var key = _simpleKeys[level];
        if (key.Possible)
        {
            if (key.Required)
            {
                Fail(key.At, "no ':' follows this key", "could not find expected ':'");
            }

            _simpleKeys[level] = key with { Possible = false };
            _pendingKeys.Remove(key.Token);
        }
    }

    private void Roll(int column, int token, YamlTokenKind kind, int at)
    {
        if (_flowLevel == 0 && _indent < column)
        {
            _indents.Push(_indent);
            _indent = column;
            Insert(token, new YamlToken(kind, at, at));
        }
    }

    private void Unroll(int column)
    {
        while (_flowLevel == 0 && _indent > column)
        {
            Add(new YamlToken(YamlTokenKind.BlockEnd, At, At));
            _indent = _indents.Pop();
        }
    }

    private void FetchStreamEnd()
    {
        StartLine();
        Unroll(-1);
        RemoveSimpleKey();
        _simpleKeyAllowed = false;
        _ended = true;
        Add(new YamlToken(YamlTokenKind.StreamEnd, At, At));
    }

    private void FetchDirective()
    {
        Unroll(-1);
        RemoveSimpleKey();
        _simpleKeyAllowed = false;
        ScanDirective();
    }

    private void FetchMarker(YamlTokenKind kind)
    {
        Unroll(-1);
        RemoveSimpleKey();
        _simpleKeyAllowed = false;
        AddIndicator(kind, 3);
    }

    private void FetchFlowStart(YamlTokenKind kind)
    {
        SaveSimpleKey();
        _simpleKeys.Add(new SimpleKey(false, false, _consumed + (_tokens.Count - _head), At, Index, Line, Column));
        _flowLevel++;
        _simpleKeyAllowed = true;
        AddIndicator(kind);
    }

    private void FetchFlowEnd(YamlTokenKind kind)
    {
        RemoveSimpleKey();
        if (_flowLevel > 0)
        {
            _flowLevel--;
            // Where nothing took its place this is the bracket's own token: an empty collection is no key.
            _pendingKeys.Remove(_simpleKeys[_simpleKeys.Count - 1].Token);
            _simpleKeys.RemoveAt(_simpleKeys.Count - 1);
        }

        _simpleKeyAllowed = false;
        AddIndicator(kind);
    }

    private void FetchBlockEntry()
    {
        if (_flowLevel == 0)
        {
            if (!_simpleKeyAllowed)
            {
                Fail(At, "a list item cannot start here", "block sequence entries are not allowed in this context");
                return;
            }

            Roll(Column, -1, YamlTokenKind.BlockSequenceStart, At);
        }

        RemoveSimpleKey();
        _simpleKeyAllowed = true;
        AddIndicator(YamlTokenKind.BlockEntry);
    }

    private void FetchKey()
    {
        if (_flowLevel == 0)
        {
            if (!_simpleKeyAllowed)
            {
                Fail(At, "a key cannot start here", "mapping keys are not allowed in this context");
                return;
            }

            Roll(Column, -1, YamlTokenKind.BlockMappingStart, At);
        }

        RemoveSimpleKey();
        _simpleKeyAllowed = _flowLevel == 0;
        AddIndicator(YamlTokenKind.Key);
    }

    private void FetchValue()
    {
        var level = _simpleKeys.Count - 1;
        if (IsValid(level))
        {
            var key = _simpleKeys[level];
            Insert(key.Token, new YamlToken(YamlTokenKind.Key, key.At, key.At));
            Roll(key.Column, key.Token, YamlTokenKind.BlockMappingStart, key.At);
            _simpleKeys[level] = key with { Possible = false };
            _pendingKeys.Remove(key.Token);
            _simpleKeyAllowed = false;
        }
        else
        {
            if (_flowLevel == 0)
            {
                if (!_simpleKeyAllowed)
                {
                    Fail(At, "a second ':' cannot stand on this line; quote the value", "mapping values are not allowed in this context");
                    return;
                }

                Roll(Column, -1, YamlTokenKind.BlockMappingStart, At);
            }

            _simpleKeyAllowed = _flowLevel == 0;
        }

        AddIndicator(YamlTokenKind.Value);
    }

    private void AddIndicator(YamlTokenKind kind, int length = 1)
    {
        var start = At;
        Skip(length);
        Add(new YamlToken(kind, start, At));
    }

    private void Add(in YamlToken token)
    {
        if (Fault is null)
        {
            _tokens.Add(token);
        }
        else
        {
            _ended = true;
        }
    }

    // Before the token of that number; one that was taken already is too late.
    private void Insert(int number, in YamlToken token)
    {
        if (number < _consumed)
        {
            Add(token);
        }
        else if (Fault is null)
        {
            _tokens.Insert(_head + (number - _consumed), token);
        }
    }

    private readonly record struct SimpleKey(bool Possible, bool Required, int Token, int At, int Index, int Line, int Column);
}
