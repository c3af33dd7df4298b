namespace SvcLint.Config;

/// <summary>
/// A path pattern: <c>*</c> and <c>?</c> stay within one folder, <c>**</c> crosses folders, <c>{a,b}</c> is either. A pattern
/// that matches a folder covers everything below it. Case counts. Time is linear in the path whatever the pattern: all
/// readings of the pattern advance together, none is tried again.
/// </summary>
public sealed class Glob
{
    // What is nested more deeply stands for itself.
    private const int DeepestBraces = 32;

    private const char AnyInFolder = '?';
    private const char Any = '*';

    private readonly List<State> _states = [];
    private readonly int _start;
    private readonly int _end;
    private readonly string _needle;
    private readonly Dictionary<int, int> _closing;

    public Glob(string pattern)
    {
        Pattern = pattern;
        var text = pattern.StartsWith("./", StringComparison.Ordinal) ? pattern.Substring(2) : pattern;
        text = text.TrimEnd('/');
        _needle = LongestLiteral(text);
        _closing = Braces(text);
        (_start, _end) = Sequence(text, 0, text.Length);
    }

    private enum StateKind
    {
        /// <summary>Goes on without reading.</summary>
        Fork,

        Literal,

        AnyInFolder,

        Any,
    }

    /// <summary>As written.</summary>
    public string Pattern { get; }

    /// <summary>True when the pattern is a plain path.</summary>
    public bool IsLiteral => Pattern.IndexOfAny(['*', '?', '{']) < 0;

    public bool IsMatch(string path)
    {
        if (path.IndexOf(_needle, StringComparison.Ordinal) < 0)
        {
            return false;
        }

        var current = new StateSet(_states);
        var next = new StateSet(_states);
        current.Add(_start);
        foreach (var c in path)
        {
            if (c == '/' && current.Contains(_end))
            {
                return true;
            }

            for (var i = 0; i < current.Count; i++)
            {
                var state = _states[current[i]];
                if (state.Reads(c))
                {
                    next.Add(state.Next);
                }
            }

            if (next.Count == 0)
            {
                return false;
            }

            (current, next) = (next, current);
            next.Clear();
        }

        return current.Contains(_end);
    }

    public override string ToString() => Pattern;

    private (int Start, int End) Sequence(string text, int from, int to)
    {
        var start = NewState(StateKind.Fork);
        var end = start;
        var at = from;
        while (at < to)
        {
            int first, last;
            switch (text[at])
            {
                case '*' when at + 1 < to && text[at + 1] == '*':
                    at += 2;
                    // "**/" is any number of folders, none included.
                    (first, last) = at < to && text[at] == '/' ? Folders() : Loop(StateKind.Any);
                    at += at < to && text[at] == '/' ? 1 : 0;
                    break;
                case Any:
                    (first, last) = Loop(StateKind.AnyInFolder);
                    at++;
                    break;
                case AnyInFolder:
                    (first, last) = Read(StateKind.AnyInFolder, default);
                    at++;
                    break;
                case '{' when _closing.TryGetValue(at, out var close):
                    (first, last) = Alternatives(text, at + 1, close);
                    at = close + 1;
                    break;
                default:
                    (first, last) = Read(StateKind.Literal, text[at]);
                    at++;
                    break;
            }

            _states[end] = _states[end] with { Next = first };
            end = last;
        }

        return (start, end);
    }

    private (int Start, int End) Read(StateKind kind, char value)
    {
        var end = NewState(StateKind.Fork);
        return (NewState(kind, value, end), end);
    }

    private (int Start, int End) Loop(StateKind kind)
    {
        var end = NewState(StateKind.Fork);
        var fork = NewState(StateKind.Fork, next: end);
        _states[fork] = _states[fork] with { Other = NewState(kind, next: fork) };
        return (fork, end);
    }

    private (int Start, int End) Folders()
    {
        var (start, inner) = Loop(StateKind.Any);
        var end = NewState(StateKind.Fork);
        _states[inner] = _states[inner] with { Next = NewState(StateKind.Literal, '/', end) };
        return (NewState(StateKind.Fork, next: start, other: end), end);
    }

    private (int Start, int End) Alternatives(string text, int from, int to)
    {
        var end = NewState(StateKind.Fork);
        var start = -1;
        var depth = 0;
        var first = from;
        for (var i = from; i <= to; i++)
        {
            if (i == to || (text[i] == ',' && depth == 0))
            {
                var (branch, last) = Sequence(text, first, i);
                _states[last] = _states[last] with { Next = end };
                start = start < 0 ? branch : NewState(StateKind.Fork, next: start, other: branch);
                first = i + 1;
            }
            else
            {
                depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
            }
        }

        return (start, end);
    }

    /// <summary>Each opening brace that is closed, with where.</summary>
    private static Dictionary<int, int> Braces(string text)
    {
        var closing = new Dictionary<int, int>();
        var open = new Stack<(int At, int Within)>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '{')
            {
                open.Push((i, 0));
            }
            else if (text[i] == '}' && open.Count > 0)
            {
                var (at, within) = open.Pop();
                if (within < DeepestBraces)
                {
                    closing[at] = i;
                }

                if (open.Count > 0)
                {
                    var outer = open.Pop();
                    open.Push((outer.At, Math.Max(outer.Within, within + 1)));
                }
            }
        }

        return closing;
    }

    private int NewState(StateKind kind, char value = default, int next = -1, int other = -1)
    {
        _states.Add(new State(kind, value, next, other));
        return _states.Count - 1;
    }

    // Every matching path holds it: most paths are turned away by this one search.
    private static string LongestLiteral(string text)
    {
        var best = "";
        var start = 0;
        var depth = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && depth == 0 && text[i] is not ('*' or '?' or '{' or '}'))
            {
                continue;
            }

            if (depth == 0 && i - start > best.Length)
            {
                best = text.Substring(start, i - start);
            }

            if (i < text.Length)
            {
                depth += text[i] == '{' ? 1 : text[i] == '}' && depth > 0 ? -1 : 0;
                var folders = text[i] == '*' && i > 0 && text[i - 1] == '*' && i + 1 < text.Length && text[i + 1] == '/';
                i += folders ? 1 : 0;
                start = i + 1;
            }
        }

        return best;
    }

    private readonly record struct State(StateKind Kind, char Value, int Next, int Other)
    {
        public bool Reads(char c) => Kind switch
        {
            StateKind.Literal => c == Value,
            StateKind.AnyInFolder => c != '/',
            StateKind.Any => true,
            _ => false,
        };
    }

    /// <summary>The states that are reached, forks followed.</summary>
    private sealed class StateSet(List<State> states)
    {
        private readonly bool[] _has = new bool[states.Count];
        private readonly List<int> _items = [];

        public int Count => _items.Count;

        public int this[int index] => _items[index];

        public bool Contains(int state) => _has[state];

        public void Add(int state)
        {
            var from = _items.Count;
            Put(state);
            for (var i = from; i < _items.Count; i++)
            {
                var item = states[_items[i]];
                if (item.Kind == StateKind.Fork)
                {
                    Put(item.Next);
                    Put(item.Other);
                }
            }
        }

        public void Clear()
        {
            foreach (var state in _items)
            {
                _has[state] = false;
            }

            _items.Clear();
        }

        private void Put(int state)
        {
            if (state >= 0 && !_has[state])
            {
                _has[state] = true;
                _items.Add(state);
            }
        }
    }
}
