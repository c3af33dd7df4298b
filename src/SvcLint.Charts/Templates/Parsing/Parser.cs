using System.Runtime.CompilerServices;

namespace SvcLint.Charts.Templates.Parsing;

/// <summary>
/// Parses a template as Go's text/template does, with its messages. A definition inside of it is a tree of its own with a parser of its own, which
/// reads on from the same lexer.
/// </summary>
internal sealed class Parser
{
    // Deeper parentheses than a person writes; Go has a limit as well.
    private const int MaxDepth = 10_000;

    private readonly TemplateText _source;
    private readonly TokenWindow _tokens;
    private readonly Lexer _lexer;
    private readonly Func<string, bool> _isFunction;
    private readonly Dictionary<string, TemplateTree> _trees;
    private readonly List<string> _variables = ["$"];
    private int _rangeDepth;
    private int _depth;
    private int _actionLine;
    private int _actionStart;

    private Parser(TemplateText source, Lexer lexer, Func<string, bool> isFunction, Dictionary<string, TemplateTree> trees)
    {
        _source = source;
        _lexer = lexer;
        _tokens = new TokenWindow(lexer);
        _isFunction = isFunction;
        _trees = trees;
    }

    /// <summary>The tree of a text and those of its definitions, by name. Throws <see cref="GoException"/> with Go's text.</summary>
    public static Dictionary<string, TemplateTree> Parse(TemplateText source, Func<string, bool> isFunction)
    {
        var trees = new Dictionary<string, TemplateTree>(StringComparer.Ordinal);
        var parser = new Parser(source, new Lexer(source.Text.Value), isFunction, trees);
        parser.Add(source.Name, parser.Whole());
        return trees;
    }

    private ListNode Whole()
    {
        var root = new ListNode(_source, _tokens.Peek().Start);
        while (_tokens.Peek().Kind != TokenKind.EndOfFile)
        {
            if (_tokens.Peek().Kind == TokenKind.LeftDelimiter)
            {
                var delimiter = _tokens.Next();
                if (_tokens.NextNonSpace().Kind == TokenKind.Define)
                {
                    new Parser(_source, _lexer, _isFunction, _trees).Definition();
                    continue;
                }

                _tokens.Backup2(delimiter);
            }

            var node = TextOrAction();
            if (node is EndNode)
            {
                throw Error("unexpected " + node);
            }

            root.Nodes.Add(node);
        }

        return root;
    }

    private void Definition()
    {
        const string Context = "define clause";
        var token = _tokens.NextNonSpace();
        if (token.Kind is not (TokenKind.String or TokenKind.RawString))
        {
            throw Unexpected(token, Context);
        }

        var name = Unquote(token);
        Expect(TokenKind.RightDelimiter, Context);
        var (root, end) = Items();
        if (end.IsElse)
        {
            throw Error("unexpected " + end + " in " + Context);
        }

        Add(name, root);
    }

    private void Add(string name, ListNode root)
    {
        var tree = new TemplateTree(name, _source, root);
        if (!_trees.TryGetValue(name, out var other) || other.IsEmpty)
        {
            _trees[name] = tree;
        }
        else if (!tree.IsEmpty)
        {
            throw Error("template: multiple definition of template " + GoQuote.Quote(name));
        }
    }

    private (ListNode Nodes, EndNode End) Items()
    {
        var list = new ListNode(_source, _tokens.PeekNonSpace().Start);
        while (_tokens.PeekNonSpace().Kind != TokenKind.EndOfFile)
        {
            var node = TextOrAction();
            if (node is EndNode end)
            {
                return (list, end);
            }

            list.Nodes.Add(node);
        }

        throw Error("unexpected EOF");
    }

    private ParseNode TextOrAction()
    {
        var token = _tokens.NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Text:
                return new TextNode(_source, token.Start, _source.Text.Substring(token.Start, token.Text.Length));
            case TokenKind.LeftDelimiter:
                _actionLine = token.Line;
                _actionStart = token.Start;
                var action = Action();
                _actionLine = 0;
                return action;
            default:
                throw Unexpected(token, "input");
        }
    }

    private ParseNode Action()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var token = _tokens.NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Block:
                return Block();
            case TokenKind.Break:
            case TokenKind.Continue:
                return BreakOrContinue(token);
            case TokenKind.Else:
                return Else();
            case TokenKind.End:
                return new EndNode(_source, Expect(TokenKind.RightDelimiter, "end").Start, isElse: false);
            case TokenKind.If:
                return Branch(BranchKind.If, "if");
            case TokenKind.Range:
                return Branch(BranchKind.Range, "range");
            case TokenKind.Template:
                return Template();
            case TokenKind.With:
                return Branch(BranchKind.With, "with");
        }

        _tokens.Backup();
        var place = new ActionPlace(_source, _actionStart);
        return new ActionNode(_source, _tokens.Peek().Start, Pipeline("command", TokenKind.RightDelimiter), place);
    }

    private ParseNode BreakOrContinue(Token word)
    {
        var text = "{{" + word.Text + "}}";
        var token = _tokens.NextNonSpace();
        if (token.Kind != TokenKind.RightDelimiter)
        {
            throw Unexpected(token, text);
        }

        if (_rangeDepth == 0)
        {
            throw Error(text + " outside {{range}}");
        }

        return word.Kind == TokenKind.Break ? new BreakNode(_source, word.Start) : new ContinueNode(_source, word.Start);
    }

    private EndNode Else()
    {
        var next = _tokens.PeekNonSpace();
        var start = next.Kind is TokenKind.If or TokenKind.With ? next.Start : Expect(TokenKind.RightDelimiter, "else").Start;
        return new EndNode(_source, start, isElse: true);
    }

    private BranchNode Branch(BranchKind kind, string context)
    {
        var variables = _variables.Count;
        var pipe = Pipeline(context, TokenKind.RightDelimiter);
        _rangeDepth += kind == BranchKind.Range ? 1 : 0;
        var (body, end) = Items();
        _rangeDepth -= kind == BranchKind.Range ? 1 : 0;
        ListNode? otherwise = null;
        if (end.IsElse)
        {
            var again = kind == BranchKind.If ? TokenKind.If : TokenKind.With;
            if (kind != BranchKind.Range && _tokens.Peek().Kind == again)
            {
                // "else if" is an if inside of the else that ends where it ends.
                _tokens.Next();
                otherwise = new ListNode(_source, end.Start);
                otherwise.Nodes.Add(Branch(kind, context));
            }
            else
            {
                (otherwise, end) = Items();
                if (end.IsElse)
                {
                    throw Error("expected end; found " + end);
                }
            }
        }

        _variables.RemoveRange(variables, _variables.Count - variables);
        return new BranchNode(_source, pipe.Start, kind, pipe, body, otherwise);
    }

    private TemplateNode Block()
    {
        const string Context = "block clause";
        var place = new ActionPlace(_source, _actionStart);
        var token = _tokens.NextNonSpace();
        var name = TemplateName(token, Context);
        var pipe = Pipeline(Context, TokenKind.RightDelimiter);
        var inner = new Parser(_source, _lexer, _isFunction, _trees);
        var (root, end) = inner.Items();
        if (end.IsElse)
        {
            throw Error("unexpected " + end + " in " + Context);
        }

        inner.Add(name, root);
        return new TemplateNode(_source, token.Start, name, pipe, place);
    }

    private TemplateNode Template()
    {
        const string Context = "template clause";
        var place = new ActionPlace(_source, _actionStart);
        var token = _tokens.NextNonSpace();
        var name = TemplateName(token, Context);
        PipeNode? pipe = null;
        if (_tokens.NextNonSpace().Kind != TokenKind.RightDelimiter)
        {
            _tokens.Backup();
            pipe = Pipeline(Context, TokenKind.RightDelimiter);
        }

        return new TemplateNode(_source, token.Start, name, pipe, place);
    }

    private string TemplateName(Token token, string context) =>
        token.Kind is TokenKind.String or TokenKind.RawString ? Unquote(token) : throw Unexpected(token, context);

    private PipeNode Pipeline(string context, TokenKind end)
    {
        var first = _tokens.PeekNonSpace();
        var pipe = new PipeNode(_source, first.Start, first.Line);
        Declarations(pipe, context);
        while (true)
        {
            var token = _tokens.NextNonSpace();
            if (token.Kind == end)
            {
                CheckPipeline(pipe, context);
                return pipe;
            }

            if (token.Kind is not (TokenKind.Bool or TokenKind.CharConstant or TokenKind.Complex or TokenKind.Dot or TokenKind.Field or TokenKind.Identifier or TokenKind.Number
                or TokenKind.Nil or TokenKind.RawString or TokenKind.String or TokenKind.Variable or TokenKind.LeftParenthesis))
            {
                throw Unexpected(token, context);
            }

            _tokens.Backup();
            pipe.Commands.Add(Command());
        }
    }

    private void Declarations(PipeNode pipe, string context)
    {
        while (_tokens.PeekNonSpace() is { Kind: TokenKind.Variable } variable)
        {
            _tokens.Next();
            // Space is a token: "$x foo" takes three tokens to know that $x is an argument.
            var after = _tokens.Peek();
            var next = _tokens.PeekNonSpace();
            if (next.Kind is TokenKind.Assign or TokenKind.Declare)
            {
                pipe.IsAssignment = next.Kind == TokenKind.Assign;
                _tokens.NextNonSpace();
                Declare(pipe, variable);
                return;
            }

            if (next is { Kind: TokenKind.Char, Text: "," })
            {
                _tokens.NextNonSpace();
                Declare(pipe, variable);
                if (context != "range" || pipe.Declarations.Count >= 2)
                {
                    throw Error("too many declarations in " + context);
                }

                if (_tokens.PeekNonSpace().Kind is not (TokenKind.Variable or TokenKind.RightDelimiter or TokenKind.RightParenthesis))
                {
                    throw Error("range can only initialize variables");
                }

                continue;
            }

            if (after.Kind == TokenKind.Space)
            {
                _tokens.Backup3(variable, after);
            }
            else
            {
                _tokens.Backup2(variable);
            }

            return;
        }
    }

    private void Declare(PipeNode pipe, Token variable)
    {
        pipe.Declarations.Add(new VariableNode(_source, variable.Start, variable.Text.Split('.')));
        _variables.Add(variable.Text);
    }

    private void CheckPipeline(PipeNode pipe, string context)
    {
        if (pipe.Commands.Count == 0)
        {
            throw Error("missing value for " + context);
        }

        for (var i = 1; i < pipe.Commands.Count; i++)
        {
            if (pipe.Commands[i].Arguments[0] is BoolNode or DotNode or NilNode or NumberNode or StringNode)
            {
                throw Error("non executable command in pipeline stage " + GoFormat.Invariant(i + 1));
            }
        }
    }

    private CommandNode Command()
    {
        var command = new CommandNode(_source, _tokens.PeekNonSpace().Start);
        while (true)
        {
            _tokens.PeekNonSpace();
            if (Operand() is { } operand)
            {
                command.Arguments.Add(operand);
            }

            var token = _tokens.Next();
            switch (token.Kind)
            {
                case TokenKind.Space:
                    continue;
                case TokenKind.RightDelimiter:
                case TokenKind.RightParenthesis:
                    _tokens.Backup();
                    break;
                case TokenKind.Pipe:
                    break;
                default:
                    throw Unexpected(token, "operand");
            }

            break;
        }

        return command.Arguments.Count > 0 ? command : throw Error("empty command");
    }

    private ParseNode? Operand()
    {
        var node = Term();
        if (node is null || _tokens.Peek().Kind != TokenKind.Field)
        {
            return node;
        }

        var chain = new ChainNode(_source, _tokens.Peek().Start, node);
        while (_tokens.Peek().Kind == TokenKind.Field)
        {
            chain.Fields.Add(_tokens.Next().Text.Substring(1));
        }

        return node switch
        {
            FieldNode field => new FieldNode(_source, chain.Start, [.. field.Names, .. chain.Fields]),
            VariableNode variable => new VariableNode(_source, chain.Start, [.. variable.Names, .. chain.Fields]),
            BoolNode or StringNode or NumberNode or NilNode or DotNode => throw Error("unexpected . after term " + GoQuote.Quote(node.ToString()!)),
            _ => chain,
        };
    }

    private ParseNode? Term()
    {
        var token = _tokens.NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                return _isFunction(token.Text) ? new IdentifierNode(_source, token.Start, token.Text) : throw Error("function " + GoQuote.Quote(token.Text) + " not defined");
            case TokenKind.Dot:
                return new DotNode(_source, token.Start);
            case TokenKind.Nil:
                return new NilNode(_source, token.Start);
            case TokenKind.Variable:
                return _variables.Contains(token.Text) ? new VariableNode(_source, token.Start, [token.Text]) : throw Error("undefined variable " + GoQuote.Quote(token.Text));
            case TokenKind.Field:
                return new FieldNode(_source, token.Start, [token.Text.Substring(1)]);
            case TokenKind.Bool:
                return new BoolNode(_source, token.Start, token.Text == "true");
            case TokenKind.CharConstant:
            case TokenKind.Complex:
            case TokenKind.Number:
                return NumberLiteral.Parse(_source, token, out var error) ?? throw Error(error);
            case TokenKind.LeftParenthesis:
                RuntimeHelpers.EnsureSufficientExecutionStack();
                if (++_depth > MaxDepth)
                {
                    throw Error("max expression depth exceeded");
                }

                var pipe = Pipeline("parenthesized pipeline", TokenKind.RightParenthesis);
                _depth--;
                return pipe;
            case TokenKind.String:
            case TokenKind.RawString:
                return new StringNode(_source, token.Start, token.Text, Unquote(token));
        }

        _tokens.Backup();
        return null;
    }

    private string Unquote(Token token) => GoQuote.Unquote(token.Text) ?? throw Error("invalid syntax");

    private Token Expect(TokenKind kind, string context)
    {
        var token = _tokens.NextNonSpace();
        return token.Kind == kind ? token : throw Unexpected(token, context);
    }

    private GoException Unexpected(Token token, string context)
    {
        if (token.Kind != TokenKind.Error)
        {
            return Error("unexpected " + token + " in " + context);
        }

        var started = _actionLine == 0 || _actionLine == token.Line ? "" : " started at " + _source.Name + ":" + GoFormat.Invariant(_actionLine);
        return Error(token.Text + (started.Length > 0 && !token.Text.EndsWith(" action", StringComparison.Ordinal) ? " in action" : "") + started);
    }

    private GoException Error(string message) => new("template: " + _source.Name + ":" + GoFormat.Invariant(_tokens.Line) + ": " + message);
}
