namespace SvcLint.Yaml;

internal sealed partial class YamlComposer
{
    private YamlSequence BlockSequence(in YamlToken start, int depth, string? tag)
    {
        _scanner.Take();
        var items = new Items(this, start.Start);
        while (!Failed)
        {
            var token = Next;
            if (token.Kind == YamlTokenKind.BlockEnd)
            {
                _scanner.Take();
                break;
            }

            if (token.Kind != YamlTokenKind.BlockEntry)
            {
                Break(token.Start, "a '-' is missing, or the indentation does not fit", Placed("did not find expected '-' indicator", token.Start));
                break;
            }

            _scanner.Take();
            items.Add(Next.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.BlockEnd ? Empty(token.End) : Node(depth + 1, block: true, indentless: false), _end, _height);
        }

        return items.Close(flow: false, tag);
    }

    // "key:" and the '-' of its list in one column.
    private YamlSequence IndentlessSequence(in YamlToken start, int depth, string? tag)
    {
        var items = new Items(this, start.Start);
        while (!Failed && Next is { Kind: YamlTokenKind.BlockEntry } token)
        {
            _scanner.Take();
            items.Add(
                Next.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd
                    ? Empty(token.End)
                    : Node(depth + 1, block: true, indentless: false),
                _end,
                _height);
        }

        return items.Close(flow: false, tag);
    }

    private YamlSequence FlowSequence(in YamlToken start, int depth, string? tag)
    {
        _scanner.Take();
        var items = new Items(this, start.Start);
        for (var isFirst = true; !Failed; isFirst = false)
        {
            if (Next.Kind != YamlTokenKind.FlowSequenceEnd && !isFirst)
            {
                if (Next.Kind != YamlTokenKind.FlowEntry)
                {
                    Break(start.Start, "a ',' or ']' is missing", Placed("did not find expected ',' or ']'", Next.Start));
                    break;
                }

                _scanner.Take();
            }

            var token = Next;
            if (token.Kind == YamlTokenKind.FlowSequenceEnd)
            {
                _scanner.Take();
                items.End = token.End;
                break;
            }

            items.Add(token.Kind == YamlTokenKind.Key ? Pair(depth + 1) : Node(depth + 1, block: false, indentless: false), _end, _height);
        }

        return items.Close(flow: true, tag);
    }

    // "[a: b]": a mapping of one pair, without braces.
    private YamlMapping Pair(int depth)
    {
        _nodes++;
        var entries = new Entries(this, Next.Start);
        _scanner.Take();
        YamlNode key;
        var token = Next;
        if (token.Kind is YamlTokenKind.Value or YamlTokenKind.FlowEntry or YamlTokenKind.FlowSequenceEnd)
        {
            // As libyaml has it, which drops what it finds in the place of the key.
            _scanner.Take();
            key = Empty(token.End);
        }
        else
        {
            key = Node(depth + 1, block: false, indentless: false);
        }

        var (end, height) = (_end, _height);
        token = Next;
        if (token.Kind == YamlTokenKind.Value)
        {
            _scanner.Take();
            var value = Next.Kind is YamlTokenKind.FlowEntry or YamlTokenKind.FlowSequenceEnd ? Empty(token.End) : Node(depth + 1, block: false, indentless: false);
            entries.Add(key, value, _end, Math.Max(height, _height));
        }
        else
        {
            entries.Add(key, Empty(end), end, height);
        }

        return entries.Close(flow: true, null);
    }

    private YamlMapping BlockMapping(in YamlToken start, int depth, string? tag)
    {
        _scanner.Take();
        var entries = new Entries(this, start.Start);
        while (!Failed)
        {
            var token = Next;
            if (token.Kind == YamlTokenKind.BlockEnd)
            {
                _scanner.Take();
                break;
            }

            if (token.Kind != YamlTokenKind.Key)
            {
                Break(token.Start, "a key is missing, or the indentation does not fit", Placed("did not find expected key", token.Start));
                break;
            }

            _scanner.Take();
            var key = EndsBlockNode(Next.Kind) ? Empty(token.End) : Node(depth + 1, block: true, indentless: true);
            var (keyEnd, height) = (_end, _height);
            token = Next;
            YamlNode value;
            if (token.Kind == YamlTokenKind.Value)
            {
                _scanner.Take();
                value = EndsBlockNode(Next.Kind) ? Empty(token.End) : Node(depth + 1, block: true, indentless: true);
            }
            else
            {
                value = Empty(keyEnd);
            }

            entries.Add(key, value, _end, Math.Max(height, _height));
        }

        return entries.Close(flow: false, tag);
    }

    private static bool EndsBlockNode(YamlTokenKind kind) => kind is YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd;

    private YamlMapping FlowMapping(in YamlToken start, int depth, string? tag)
    {
        _scanner.Take();
        var entries = new Entries(this, start.Start);
        for (var isFirst = true; !Failed; isFirst = false)
        {
            if (Next.Kind != YamlTokenKind.FlowMappingEnd && !isFirst)
            {
                if (Next.Kind != YamlTokenKind.FlowEntry)
                {
                    Break(start.Start, "a ',' or '}' is missing", Placed("did not find expected ',' or '}'", Next.Start));
                    break;
                }

                _scanner.Take();
            }

            var token = Next;
            if (token.Kind == YamlTokenKind.FlowMappingEnd)
            {
                _scanner.Take();
                entries.End = token.End;
                break;
            }

            FlowEntry(token, depth, entries);
        }

        return entries.Close(flow: true, tag);
    }

    private void FlowEntry(in YamlToken token, int depth, Entries entries)
    {
        var hasKey = token.Kind == YamlTokenKind.Key;
        if (hasKey)
        {
            _scanner.Take();
        }

        var key = hasKey && Next.Kind is YamlTokenKind.Value or YamlTokenKind.FlowEntry or YamlTokenKind.FlowMappingEnd
            ? Empty(Next.Start)
            : Node(depth + 1, block: false, indentless: false);
        var (end, height) = (_end, _height);
        if (hasKey && Next.Kind == YamlTokenKind.Value)
        {
            var colon = Next.End;
            _scanner.Take();
            var value = Next.Kind is YamlTokenKind.FlowEntry or YamlTokenKind.FlowMappingEnd ? Empty(colon) : Node(depth + 1, block: false, indentless: false);
            entries.Add(key, value, _end, Math.Max(height, _height));
        }
        else
        {
            entries.Add(key, Empty(end), end, height);
        }
    }

    /// <summary>The items of a list and how far they reach: a block collection ends where its last child does.</summary>
    private sealed class Items(YamlComposer composer, int start)
    {
        private readonly List<YamlNode> _nodes = [];
        private int _height;

        public int End { get; set; }

        public void Add(YamlNode node, int end, int height)
        {
            composer.CheckJson(node);
            _nodes.Add(node);
            End = Math.Max(End, end);
            _height = Math.Max(_height, height + 1);
        }

        public YamlSequence Close(bool flow, string? tag)
        {
            (composer._end, composer._height) = (Math.Max(start, End), _height);
            return new YamlSequence(composer._slice.ToFile(start, composer._end), _nodes.ToArray(), flow, tag);
        }
    }
}
