using SvcLint.Text;

namespace SvcLint.Yaml;

/// <summary>Nodes from tokens, by the grammar of libyaml; then what go-yaml and the way to JSON refuse.</summary>
internal sealed partial class YamlComposer
{
    private readonly TextSlice _slice;
    private readonly YamlScanner _scanner;
    private readonly Dictionary<string, (YamlNode? Node, int Height)> _anchors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _tagPrefixes = new(StringComparer.Ordinal);

    // Of the node read last.
    private int _end;
    private int _height;

    // How many nodes stand in the document when aliases are expanded, and how many of them came that way.
    private long _nodes;
    private long _aliased;

    private YamlProblem? _problem;
    private string? _reference;

    /// <param name="slice">What to read.</param>
    /// <param name="goYaml">Whether to read as go-yaml alone does: kubectl hands it the text with a last line break, and JSON to another reader.</param>
    public YamlComposer(TextSlice slice, bool goYaml)
    {
        _slice = slice;
        _scanner = new YamlScanner(slice.Text, isJson: !goYaml && StartsObject(slice.Text), endsLastLine: !goYaml);
    }

    public YamlProblem? Problem => _problem is null ? null : _problem with { Reference = _reference };

    public SourceSpan? Ignored { get; private set; }

    private YamlToken Next
    {
        get
        {
            var next = _scanner.Next;
            if (_scanner.Fault is { } fault)
            {
                Break(fault.Offset, fault.Message, fault.Reference, fault.IsDialect);
            }

            return next;
        }
    }

    private bool Failed { get; set; }

    public YamlNode? Read()
    {
        YamlNode? root = null;
        var first = Next;
        if (first.Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective or YamlTokenKind.DocumentStart)
        {
            ReadDirectives();
            if (!Failed)
            {
                root = Next.Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective or YamlTokenKind.DocumentStart or YamlTokenKind.DocumentEnd or YamlTokenKind.StreamEnd
                    ? null
                    : Node(0, block: true, indentless: false);
            }
        }
        else if (first.Kind != YamlTokenKind.StreamEnd)
        {
            root = Node(0, block: true, indentless: false);
        }

        CheckJson(root);
        if (!Failed)
        {
            FindIgnored();
        }

        return root is YamlScalar { Value: "", Style: ScalarStyle.Plain, Tag: null } ? null : root;
    }

    // Of what follows the document only its first token is looked at: it can still be a fault.
    private void FindIgnored()
    {
        var next = Next;
        if (Failed || next.Kind == YamlTokenKind.StreamEnd)
        {
            return;
        }

        var text = _slice.Text;
        var at = next.Kind == YamlTokenKind.DocumentEnd ? next.End : next.Start;
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == '#'))
        {
            var isComment = text[at] == '#';
            at = isComment ? text.IndexOf('\n', at) : at + 1;
            at = at < 0 ? text.Length : at;
        }

        if (at < text.Length)
        {
            var end = text.IndexOf('\n', at);
            end = TrimEnd(at, end < 0 ? text.Length : end);
            Ignored = _slice.ToFile(at, end);
        }
    }

    private void ReadDirectives()
    {
        var hasVersion = false;
        while (Next is { Kind: YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective } directive)
        {
            if (directive.Kind == YamlTokenKind.TagDirective)
            {
                if (_tagPrefixes.ContainsKey(directive.Handle))
                {
                    Break(directive.Start, $"duplicate %TAG directive for '{directive.Handle}'", Placed("found duplicate %TAG directive", directive.Start));
                    return;
                }

                _tagPrefixes[directive.Handle] = directive.Value;
            }
            else if (hasVersion || directive.Value != "1.1")
            {
                Break(
                    directive.Start,
                    hasVersion ? "duplicate %YAML directive" : "Kubernetes reads YAML 1.1 only; remove the %YAML directive",
                    Placed(hasVersion ? "found duplicate %YAML directive" : "found incompatible YAML document", directive.Start),
                    isDialect: !hasVersion);
                return;
            }

            hasVersion |= directive.Kind == YamlTokenKind.VersionDirective;
            _scanner.Take();
        }

        if (!Failed && Next.Kind != YamlTokenKind.DocumentStart)
        {
            // kubectl splits a stream at '---' before it reads, so that a directive loses its document.
            Break(0, "kubectl accepts no directive; remove the '%' line", Placed("did not find expected <document start>", Next.Start), isDialect: true);
            return;
        }

        _scanner.Take();
    }

    private YamlNode Node(int depth, bool block, bool indentless)
    {
        var token = Next;
        if (depth > YamlReader.MaxDepth)
        {
            Break(token.Start, $"nested more than {YamlReader.MaxDepth} levels deep", "exceeded max depth of 10000");
            return Empty(token.Start);
        }

        _nodes++;
        if (token.Kind == YamlTokenKind.Alias)
        {
            _scanner.Take();
            return Alias(token, depth);
        }

        string? anchor = null;
        string? tag = null;
        var propertiesEnd = token.Start;
        while ((token.Kind == YamlTokenKind.Anchor && anchor is null) || (token.Kind == YamlTokenKind.Tag && tag is null))
        {
            if (token.Kind == YamlTokenKind.Anchor)
            {
                anchor = token.Value;
            }
            else
            {
                tag = Resolve(token);
            }

            propertiesEnd = token.End;
            _scanner.Take();
            token = Next;
        }

        if (anchor is not null)
        {
            _anchors[anchor] = (null, 0);
        }

        var node = Content(token, depth, block, indentless, tag);
        if (node is null)
        {
            if (anchor is null && tag is null)
            {
                Break(token.Start, token.Kind == YamlTokenKind.StreamEnd ? "a value is missing" : "no value can stand here", Placed("did not find expected node content", token.Start));
            }

            node = Empty(propertiesEnd, tag);
            Check((YamlScalar)node);
        }

        if (anchor is not null)
        {
            _anchors[anchor] = (node, _height);
        }

        return node;
    }

    private YamlNode? Content(in YamlToken token, int depth, bool block, bool indentless, string? tag)
    {
        switch (token.Kind)
        {
            case YamlTokenKind.BlockEntry when indentless:
                return IndentlessSequence(token, depth, tag);
            case YamlTokenKind.Scalar:
                _scanner.Take();
                (_end, _height) = (token.End, 0);
                var scalar = new YamlScalar(_slice.ToFile(token.Start, token.End), token.Value, token.Style, tag);
                Check(scalar);
                return scalar;
            case YamlTokenKind.FlowSequenceStart:
                return FlowSequence(token, depth, tag);
            case YamlTokenKind.FlowMappingStart:
                return FlowMapping(token, depth, tag);
            case YamlTokenKind.BlockSequenceStart when block:
                return BlockSequence(token, depth, tag);
            case YamlTokenKind.BlockMappingStart when block:
                return BlockMapping(token, depth, tag);
            default:
                return null;
        }
    }

    private YamlNode Alias(in YamlToken token, int depth)
    {
        (_end, _height) = (token.End, 0);
        if (!_anchors.TryGetValue(token.Value, out var target))
        {
            Break(token.Start, $"alias *{token.Value} has no anchor before it", $"unknown anchor '{token.Value}' referenced");
            return Empty(token.Start);
        }

        if (target.Node is null)
        {
            // go-yaml sees it when it looks at values.
            Fail(_slice.ToFile(token.Start, token.End), $"alias *{token.Value} stands inside its own anchor", isDialect: false, $"anchor '{token.Value}' value contains itself");
            return Empty(token.Start);
        }

        if (depth + target.Height > YamlReader.MaxDepth)
        {
            Break(token.Start, $"alias *{token.Value} nests more than {YamlReader.MaxDepth} levels deep", "exceeded max depth of 10000");
            return Empty(token.Start);
        }

        _height = target.Height;
        _nodes += target.Node.Weight;
        _aliased += target.Node.Weight;
        if (_nodes > YamlReader.MaxWeight || (_aliased > 100 && _nodes > 1000 && (double)_aliased / _nodes > AllowedAliases(_nodes)))
        {
            Break(token.Start, $"aliases expand to {_nodes} nodes", "document contains excessive aliasing");
            return Empty(token.Start);
        }

        return target.Node.WithSpan(_slice.ToFile(token.Start, token.End));
    }

    // go-yaml's share: the larger a document, the fewer of its nodes may come from aliases.
    private static double AllowedAliases(long nodes) => nodes <= 400_000 ? 0.99 : nodes >= 4_000_000 ? 0.10 : 0.99 - (0.89 * ((nodes - 400_000) / 3_600_000.0));

    private string Resolve(in YamlToken tag)
    {
        if (tag.Handle.Length == 0)
        {
            return tag.Value;
        }

        if (_tagPrefixes.TryGetValue(tag.Handle, out var prefix))
        {
            return prefix + tag.Value;
        }

        if (tag.Handle is "!" or "!!")
        {
            return tag.Handle == "!" ? "!" + tag.Value : ScalarResolver.TagPrefix + tag.Value;
        }

        Break(tag.Start, $"the tag handle '{tag.Handle}' is not defined", Placed("found undefined tag handle", tag.Start));
        return "!";
    }

    private void Check(YamlScalar scalar)
    {
        if (ScalarResolver.Refusal(scalar) is { } refusal)
        {
            Fail(scalar.Span, refusal.Text, isDialect: true, refusal.Reference);
        }
    }

    private void CheckJson(YamlNode? value)
    {
        if (value is YamlScalar scalar && !ScalarResolver.IsJson(scalar))
        {
            Fail(scalar.Span, $"'{scalar.Value}' does not exist in JSON; quote it", isDialect: true);
        }
    }

    private YamlScalar Empty(int offset, string? tag = null)
    {
        (_end, _height) = (offset, 0);
        var at = Math.Min(offset, _slice.Text.Length);
        return new YamlScalar(_slice.ToFile(at, at), "", tag: tag);
    }

    /// <summary>Reports what ends the reading.</summary>
    private void Break(int offset, string message, string reference, bool isDialect = false)
    {
        if (!Failed)
        {
            var at = Math.Min(offset, LastText());
            // go-yaml parses the whole document before it looks at any value.
            _reference = null;
            Fail(_slice.ToFile(at, Math.Min(at + 1, _slice.Text.Length)), message, isDialect, reference);
            Failed = true;
        }
    }

    // What cannot be a value in Kubernetes: the reading goes on.
    private void Fail(SourceSpan span, string message, bool isDialect, string? reference = null)
    {
        if (Failed)
        {
            return;
        }

        _reference ??= reference;
        if (_problem is null || (_problem.IsDialect && !isDialect))
        {
            _problem = new YamlProblem(span, message, isDialect);
        }
    }

    // go-yaml counts a parser's lines from zero and does not tell the first.
    private string Placed(string reference, int offset)
    {
        var line = YamlScanner.LinesBefore(_slice.Text, offset);
        return line > 0 ? $"line {line}: {reference}" : reference;
    }

    // What is missing at the end of the text is missing after its last character.
    private int LastText() => Math.Max(0, TrimEnd(0, _slice.Text.Length) - 1);

    private int TrimEnd(int start, int end)
    {
        while (end > start && char.IsWhiteSpace(_slice.Text[end - 1]))
        {
            end--;
        }

        return end;
    }

    private static bool StartsObject(string text)
    {
        var first = 0;
        while (first < text.Length && char.IsWhiteSpace(text[first]))
        {
            first++;
        }

        return first < text.Length && text[first] is '{' or '[';
    }
}
