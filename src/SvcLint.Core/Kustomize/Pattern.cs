namespace SvcLint.Kustomize;

/// <summary>
/// The regular expressions that kustomizations use: literals, <c>.</c>, classes, <c>* + ?</c>, groups and <c>|</c>. All
/// states advance together, so that time is linear in the text whatever the expression.
/// </summary>
internal sealed class Pattern
{
    private const int MaxLength = 1000;

    private readonly List<Step> _steps;

    private Pattern(List<Step> steps) => _steps = steps;

    /// <summary>Null for what goes beyond (counts, flags, Unicode classes).</summary>
    public static Pattern? Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }

        var parser = new Parser(text);
        return parser.Parse() ? new Pattern(parser.Steps) : null;
    }

    /// <summary>The whole text matches.</summary>
    public bool IsMatch(string text) => Run(text, anchored: true);

    /// <summary>Some part of the text matches.</summary>
    public bool IsContainedIn(string text) => Run(text, anchored: false);

    private bool Run(string text, bool anchored)
    {
        var current = new List<int>();
        var seen = new bool[_steps.Count];
        Enter(0, current, seen, 0, text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!anchored && IsDone(current))
            {
                return true;
            }

            var next = new List<int>();
            Array.Clear(seen, 0, seen.Length);
            foreach (var at in current)
            {
                if (_steps[at].Kind == StepKind.Char && _steps[at].Accepts(text[i]))
                {
                    Enter(at + 1, next, seen, i + 1, text.Length);
                }
            }

            if (!anchored)
            {
                Enter(0, next, seen, i + 1, text.Length);
            }

            current = next;
        }

        return IsDone(current);
    }

    private bool IsDone(List<int> states) => states.Exists(at => _steps[at].Kind == StepKind.Match);

    private void Enter(int start, List<int> states, bool[] seen, int position, int length)
    {
        var pending = new Stack<int>();
        pending.Push(start);
        while (pending.Count > 0)
        {
            var at = pending.Pop();
            if (seen[at])
            {
                continue;
            }

            seen[at] = true;
            var step = _steps[at];
            switch (step.Kind)
            {
                case StepKind.Split:
                    pending.Push(step.Other);
                    pending.Push(step.Next);
                    break;
                case StepKind.Start when position == 0:
                case StepKind.End when position == length:
                    pending.Push(at + 1);
                    break;
                case StepKind.Char or StepKind.Match:
                    states.Add(at);
                    break;
            }
        }
    }

    private enum StepKind
    {
        Char,
        Split,
        Start,
        End,
        Match,
    }

    // Split goes on at Next and at Other; the others at the following step.
    private sealed record Step(StepKind Kind, int Next = 0, int Other = 0, string Ranges = "", bool Negated = false)
    {
        // Pairs of first and last characters.
        public bool Accepts(char character)
        {
            var found = false;
            for (var i = 0; i < Ranges.Length; i += 2)
            {
                found |= character >= Ranges[i] && character <= Ranges[i + 1];
            }

            return found != Negated;
        }
    }

    private sealed class Parser(string text)
    {
        private const int MaxDepth = 20;

        private int _at;
        private bool _failed;

        public List<Step> Steps { get; } = [];

        public bool Parse()
        {
            Alternatives(0);
            Steps.Add(new Step(StepKind.Match));
            return !_failed && _at == text.Length;
        }

        private void Alternatives(int depth)
        {
            if (depth > MaxDepth)
            {
                _failed = true;
                return;
            }

            var start = Steps.Count;
            var ends = new List<int>();
            Sequence(depth);
            while (!_failed && _at < text.Length && text[_at] == '|')
            {
                _at++;
                Insert(start, at => new Step(StepKind.Split, at + 1, Steps.Count + 2));
                for (var i = 0; i < ends.Count; i++)
                {
                    ends[i]++;
                }

                ends.Add(Steps.Count);
                Steps.Add(new Step(StepKind.Split));
                Sequence(depth);
            }

            foreach (var end in ends)
            {
                Steps[end] = new Step(StepKind.Split, Steps.Count, Steps.Count);
            }
        }

        private void Sequence(int depth)
        {
            while (!_failed && _at < text.Length && text[_at] is not ('|' or ')'))
            {
                var start = Steps.Count;
                Atom(depth);
                if (!_failed && _at < text.Length && text[_at] is '*' or '+' or '?')
                {
                    Repeat(text[_at++], start);
                    // A lazy quantifier accepts the same texts; a doubled one is an error in Go.
                    if (_at < text.Length && text[_at] == '?')
                    {
                        _at++;
                    }

                    _failed |= _at < text.Length && text[_at] is '*' or '+' or '?';
                }
            }
        }

        private void Repeat(char quantifier, int start)
        {
            if (quantifier == '+')
            {
                Steps.Add(new Step(StepKind.Split, start, Steps.Count + 1));
                return;
            }

            var loops = quantifier == '*' ? 1 : 0;
            Insert(start, at => new Step(StepKind.Split, at + 1, Steps.Count + 1 + loops));
            if (loops == 1)
            {
                Steps.Add(new Step(StepKind.Split, start, start));
            }
        }

        // Steps after the inserted one move by one, and so do the jumps among them.
        private void Insert(int start, Func<int, Step> step)
        {
            var inserted = step(start);
            for (var i = start; i < Steps.Count; i++)
            {
                if (Steps[i].Kind == StepKind.Split)
                {
                    Steps[i] = Steps[i] with { Next = Steps[i].Next + 1, Other = Steps[i].Other + 1 };
                }
            }

            Steps.Insert(start, inserted);
        }

        private void Atom(int depth)
        {
            var character = text[_at++];
            switch (character)
            {
                case '(':
                    Group(depth);
                    break;
                case '[':
                    Class();
                    break;
                case '.':
                    Steps.Add(new Step(StepKind.Char, Ranges: "\n\n", Negated: true));
                    break;
                case '^':
                    Steps.Add(new Step(StepKind.Start));
                    break;
                case '$':
                    Steps.Add(new Step(StepKind.End));
                    break;
                case '\\':
                    if (Escape() is { } escape)
                    {
                        Steps.Add(new Step(StepKind.Char, Ranges: escape.Ranges, Negated: escape.Negated));
                    }

                    break;
                case '*' or '+' or '?':
                    _failed = true;
                    break;
                case '{' when _at < text.Length && char.IsDigit(text[_at]):
                    _failed = true;
                    break;
                default:
                    Steps.Add(new Step(StepKind.Char, Ranges: new string(character, 2)));
                    break;
            }
        }

        private void Group(int depth)
        {
            if (_at < text.Length && text[_at] == '?')
            {
                if (_at + 1 >= text.Length || text[_at + 1] != ':')
                {
                    _failed = true;
                    return;
                }

                _at += 2;
            }

            Alternatives(depth + 1);
            if (_failed || _at >= text.Length)
            {
                _failed = true;
                return;
            }

            _at++;
        }

        private (string Ranges, bool Negated)? Escape()
        {
            if (_at < text.Length)
            {
                var escaped = text[_at++];
                switch (escaped)
                {
                    case 'd' or 'D':
                        return ("09", escaped == 'D');
                    case 'w' or 'W':
                        return ("azAZ09__", escaped == 'W');
                    case 's' or 'S':
                        return ("\t\n\f\r  ", escaped == 'S');
                }

                if (escaped < 128 && !char.IsLetterOrDigit(escaped))
                {
                    return (new string(escaped, 2), false);
                }
            }

            _failed = true;
            return null;
        }

        private void Class()
        {
            var negated = _at < text.Length && text[_at] == '^';
            _at += negated ? 1 : 0;
            var ranges = "";
            var first = true;
            while (_at < text.Length && (text[_at] != ']' || first))
            {
                first = false;
                if (text[_at] == '[' && _at + 1 < text.Length && text[_at + 1] == ':')
                {
                    _failed = true;
                    return;
                }

                var from = ClassCharacter(ref ranges);
                if (_failed)
                {
                    return;
                }

                if (from is not { } low)
                {
                    continue;
                }

                var high = low;
                if (_at + 1 < text.Length && text[_at] == '-' && text[_at + 1] != ']')
                {
                    _at++;
                    high = ClassCharacter(ref ranges) ?? '\0';
                }

                _failed |= high < low;
                ranges += new string([low, high]);
            }

            _failed |= _at >= text.Length;
            _at++;
            Steps.Add(new Step(StepKind.Char, Ranges: ranges, Negated: negated));
        }

        // A single character, or null after a class such as \d, whose ranges are added.
        private char? ClassCharacter(ref string ranges)
        {
            var character = text[_at++];
            if (character != '\\')
            {
                return character;
            }

            if (Escape() is not { } escape || escape.Negated)
            {
                _failed = true;
                return null;
            }

            if (escape.Ranges.Length == 2 && escape.Ranges[0] == escape.Ranges[1])
            {
                return escape.Ranges[0];
            }

            ranges += escape.Ranges;
            return null;
        }
    }
}
