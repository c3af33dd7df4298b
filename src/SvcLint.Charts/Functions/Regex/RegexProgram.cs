namespace SvcLint.Charts.Functions.Regex;

/// <summary>
/// An expression compiled to instructions and run in time linear in the text: all ways to match advance together, the preferred first
/// (RE2's leftmost-first). No text of a stranger's chart can make it slow.
/// </summary>
internal sealed class RegexProgram
{
    private enum Operation
    {
        Rune,
        Split,
        Jump,
        Save,
        Assert,
        Match,
    }

    private readonly record struct Instruction(Operation Operation, int Out, int Other, RuneClass? Runes, RegexAssertion Assertion);

    // Visits of instructions that cost as much as one step of a template.
    private const int VisitsOfStep = 8;

    private readonly List<Instruction> _code = [];
    private readonly Stack<(int Pc, int[] Slots)> _pending = new();
    private long _visits;

    private RegexProgram(IReadOnlyList<string> groups) => Groups = groups;

    /// <summary>Names of the groups by number; empty where one has none.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>Told of steps while it runs; it may throw to end that. A text that matches in many places is read on from each of them.</summary>
    public Action<long>? Spend { get; set; }

    /// <summary>Throws <see cref="RegexSyntaxException"/>.</summary>
    public static RegexProgram Compile(string expression)
    {
        var (root, groups) = RegexParser.Parse(expression);
        var program = new RegexProgram(groups);
        program.Emit(Operation.Save, other: 0);
        program.Write(root);
        program.Emit(Operation.Save, other: 1);
        program.Emit(Operation.Match);
        return program;
    }

    /// <summary>The first match from an offset on: start and end of the whole and of each group, -1 where one took no part; or null.</summary>
    public int[]? Match(string text, int start)
    {
        var now = new Threads(_code.Count);
        var next = new Threads(_code.Count);
        int[]? found = null;
        var at = start;
        while (true)
        {
            if (found is null)
            {
                var slots = new int[Groups.Count * 2];
                slots.AsSpan().Fill(-1);
                Add(now, 0, slots, text, at);
            }

            if (now.Count == 0 && found is not null)
            {
                return found;
            }

            var after = at;
            var rune = at < text.Length ? RegexParser.Rune(text, ref after) : -1;
            rune = rune is >= 0xD800 and <= 0xDFFF ? 0xFFFD : rune;
            for (var i = 0; i < now.Count; i++)
            {
                var (pc, slots) = now[i];
                var instruction = _code[pc];
                if (instruction.Operation == Operation.Match)
                {
                    found = slots;
                    break;
                }

                if (rune >= 0 && instruction.Runes!.Contains(rune))
                {
                    Add(next, instruction.Out, slots, text, after);
                }
            }

            if (_visits >= VisitsOfStep)
            {
                Spend?.Invoke(_visits / VisitsOfStep);
                _visits %= VisitsOfStep;
            }

            if (rune < 0)
            {
                return found;
            }

            (now, next) = (next, now);
            next.Clear();
            at = after;
        }
    }

    /// <summary>All matches that do not overlap, as Go finds them: no empty one right behind another.</summary>
    public List<int[]> Matches(string text, int limit)
    {
        var found = new List<int[]>();
        var previous = -1;
        for (var at = 0; at <= text.Length && (limit < 0 || found.Count < limit);)
        {
            if (Match(text, at) is not { } match)
            {
                break;
            }

            var accept = true;
            if (match[1] == at)
            {
                accept = match[0] != previous;
                at = at < text.Length ? After(text, at) : text.Length + 1;
            }
            else
            {
                at = match[1];
            }

            previous = match[1];
            if (accept)
            {
                found.Add(match);
            }
        }

        return found;
    }

    /// <summary>The matches that a replacement replaces: an empty one right behind another is none.</summary>
    public IEnumerable<int[]> Replaced(string text)
    {
        var last = 0;
        for (var at = 0; at <= text.Length;)
        {
            if (Match(text, at) is not { } match)
            {
                yield break;
            }

            if (match[1] > last || match[0] == 0)
            {
                yield return match;
            }

            last = match[1];
            var width = at < text.Length ? After(text, at) : at + 1;
            at = Math.Max(width, match[1]);
        }
    }

    private static int After(string text, int at)
    {
        RegexParser.Rune(text, ref at);
        return at;
    }

    // Follows everything that takes no character, in order of preference.
    private void Add(Threads threads, int first, int[] slots, string text, int at)
    {
        var pending = _pending;
        pending.Push((first, slots));
        while (pending.Count > 0)
        {
            var (pc, current) = pending.Pop();
            _visits++;
            if (!threads.Visit(pc))
            {
                continue;
            }

            var instruction = _code[pc];
            switch (instruction.Operation)
            {
                case Operation.Jump:
                    pending.Push((instruction.Out, current));
                    break;
                case Operation.Split:
                    pending.Push((instruction.Other, current));
                    pending.Push((instruction.Out, current));
                    break;
                case Operation.Save:
                    current = (int[])current.Clone();
                    _visits += current.Length / VisitsOfStep;
                    current[instruction.Other] = at;
                    pending.Push((instruction.Out, current));
                    break;
                case Operation.Assert:
                    if (Holds(instruction.Assertion, text, at))
                    {
                        pending.Push((instruction.Out, current));
                    }

                    break;
                default:
                    threads.Add(pc, current);
                    break;
            }
        }
    }

    private static bool Holds(RegexAssertion assertion, string text, int at)
    {
        var word = (at > 0 && IsWord(text[at - 1])) != (at < text.Length && IsWord(text[at]));
        return assertion switch
        {
            RegexAssertion.TextStart => at == 0,
            RegexAssertion.TextEnd => at == text.Length,
            RegexAssertion.LineStart => at == 0 || text[at - 1] == '\n',
            RegexAssertion.LineEnd => at == text.Length || text[at] == '\n',
            RegexAssertion.WordBoundary => word,
            _ => !word,
        };
    }

    private static bool IsWord(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_';

    private int Emit(Operation operation, int other = 0, RuneClass? runes = null, RegexAssertion assertion = default)
    {
        _code.Add(new Instruction(operation, _code.Count + 1, other, runes, assertion));
        return _code.Count - 1;
    }

    private void Write(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.Class set:
                Emit(Operation.Rune, runes: set.Runes);
                break;
            case RegexNode.Assertion assertion:
                Emit(Operation.Assert, assertion: assertion.Kind);
                break;
            case RegexNode.Group group:
                Emit(Operation.Save, group.Number * 2);
                Write(group.Inner);
                Emit(Operation.Save, (group.Number * 2) + 1);
                break;
            case RegexNode.Sequence sequence:
                foreach (var part in sequence.Parts)
                {
                    Write(part);
                }

                break;
            case RegexNode.Choice choice:
                WriteChoice(choice);
                break;
            case RegexNode.Repeat repeat:
                WriteRepeat(repeat);
                break;
        }
    }

    private void WriteChoice(RegexNode.Choice choice)
    {
        var ends = new List<int>();
        for (var i = 0; i < choice.Parts.Count; i++)
        {
            var split = i + 1 < choice.Parts.Count ? Emit(Operation.Split) : -1;
            Write(choice.Parts[i]);
            if (split >= 0)
            {
                ends.Add(Emit(Operation.Jump));
                _code[split] = _code[split] with { Other = _code.Count };
            }
        }

        foreach (var end in ends)
        {
            _code[end] = _code[end] with { Out = _code.Count };
        }
    }

    private void WriteRepeat(RegexNode.Repeat repeat)
    {
        for (var i = 1; i < repeat.Least; i++)
        {
            Write(repeat.Inner);
        }

        if (repeat.Most < 0)
        {
            WriteLoop(repeat);
            return;
        }

        if (repeat.Least > 0)
        {
            Write(repeat.Inner);
        }

        // x{2,5} is xx(x(x(x)?)?)?
        var splits = new List<int>();
        for (var i = repeat.Least; i < repeat.Most; i++)
        {
            splits.Add(Emit(Operation.Split));
            Write(repeat.Inner);
        }

        foreach (var split in splits)
        {
            Prefer(split, split + 1, _code.Count, repeat.Lazy);
        }
    }

    private void WriteLoop(RegexNode.Repeat repeat)
    {
        // What can match nothing loops behind its first round: (x+)? has the right order of preference.
        var optional = repeat.Least == 0 ? Emit(Operation.Split) : -1;
        var start = _code.Count;
        Write(repeat.Inner);
        if (repeat.Least > 0 || repeat.Inner.Nullable)
        {
            var again = Emit(Operation.Split);
            Prefer(again, start, _code.Count, repeat.Lazy);
        }
        else
        {
            var back = Emit(Operation.Jump);
            _code[back] = _code[back] with { Out = optional };
        }

        if (optional >= 0)
        {
            Prefer(optional, start, _code.Count, repeat.Lazy);
        }
    }

    private void Prefer(int split, int inner, int behind, bool lazy) =>
        _code[split] = _code[split] with { Out = lazy ? behind : inner, Other = lazy ? inner : behind };

    private sealed class Threads(int size)
    {
        private readonly List<(int Pc, int[] Slots)> _threads = [];
        private readonly int[] _visited = new int[size];
        private int _round = 1;

        public int Count => _threads.Count;

        public (int Pc, int[] Slots) this[int index] => _threads[index];

        public bool Visit(int pc)
        {
            var first = _visited[pc] != _round;
            _visited[pc] = _round;
            return first;
        }

        public void Add(int pc, int[] slots) => _threads.Add((pc, slots));

        public void Clear()
        {
            _threads.Clear();
            _round++;
        }
    }
}
