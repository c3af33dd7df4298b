using System.Runtime.CompilerServices;
using SvcLint.Charts.Templates.Parsing;

namespace SvcLint.Charts.Templates;

/// <summary>
/// Executes templates as Go's text/template does. A value is a <see cref="Cell"/>: what Go's reflection knows besides it is whether it lies in an
/// interface, which its messages show.
/// </summary>
internal sealed partial class Evaluator
{
    /// <summary>What Go writes for nil; Helm deletes it from the output.</summary>
    public const string NoValue = "<no value>";

    private readonly Renderer _renderer;
    private readonly TemplateSet _templates;
    private readonly TemplateTree _tree;
    private readonly OriginBuilder _output;
    private readonly List<KeyValuePair<string, Cell>> _variables = [];
    private readonly ActionPlace? _site;
    private ParseNode? _node;

    // The key of what was looked up last, when a values file declares it without a value.
    private Origin? _unset;

    private Evaluator(Renderer renderer, TemplateSet templates, TemplateTree tree, OriginBuilder output, Cell dot, ActionPlace? site)
    {
        _renderer = renderer;
        _templates = templates;
        _tree = tree;
        _output = output;
        _site = site;
        _variables.Add(new("$", dot));
    }

    private enum Flow
    {
        Normal,
        Break,
        Continue,
    }

    public Renderer Renderer => _renderer;

    public TemplateSet Templates => _templates;

    /// <summary>Executes a template into a text. <paramref name="site"/>: the action that shows all of it, when one does.</summary>
    public static void Execute(Renderer renderer, TemplateSet templates, TemplateTree tree, OriginBuilder output, GoValue data, ActionPlace? site = null)
    {
        var dot = new Cell(data, false);
        new Evaluator(renderer, templates, tree, output, dot, site).Walk(dot, tree.Root);
    }

    private Flow Walk(Cell dot, ParseNode node)
    {
        _node = node;
        _renderer.Execution.Spend(1);
        switch (node)
        {
            case ListNode list:
                foreach (var child in list.Nodes)
                {
                    if (Walk(dot, child) is var flow && flow != Flow.Normal)
                    {
                        return flow;
                    }
                }

                return Flow.Normal;
            case TextNode text:
                _renderer.Execution.Write(text.Text.Value.Length);
                _output.Append(text.Text, 0, text.Text.Value.Length, null, _site);
                return Flow.Normal;
            case ActionNode action:
                var value = Pipeline(dot, action.Pipe);
                if (action.Pipe.Declarations.Count == 0)
                {
                    Print(action, value.Value);
                }

                return Flow.Normal;
            case BranchNode { Kind: BranchKind.Range } range:
                return WalkRange(dot, range);
            case BranchNode branch:
                return WalkBranch(dot, branch);
            case TemplateNode template:
                WalkTemplate(dot, template);
                return Flow.Normal;
            case BreakNode:
                return Flow.Break;
            default:
                return Flow.Continue;
        }
    }

    private Flow WalkBranch(Cell dot, BranchNode branch)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var mark = _variables.Count;
        var value = Pipeline(dot, branch.Pipe);
        var flow = value.Value.IsTrue ? Walk(branch.Kind == BranchKind.With ? value : dot, branch.Body)
            : branch.Otherwise is { } otherwise ? Walk(dot, otherwise)
            : Flow.Normal;
        Pop(mark);
        return flow;
    }

    private Flow WalkRange(Cell dot, BranchNode range)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var mark = _variables.Count;
        var value = Pipeline(dot, range.Pipe).Value;
        var body = _variables.Count;
        var any = false;
        var flow = Flow.Normal;
        foreach (var (index, element) in Elements(range, value))
        {
            any = true;
            Assign(range.Pipe, index, element);
            flow = Walk(element, range.Body);
            Pop(body);
            if (flow == Flow.Break)
            {
                break;
            }
        }

        // In the else, break ends this loop and continue goes on with the one around it.
        flow = !any && range.Otherwise is { } otherwise && Walk(dot, otherwise) == Flow.Continue ? Flow.Continue : Flow.Normal;
        Pop(mark);
        return flow;
    }

    private IEnumerable<(Cell Index, Cell Element)> Elements(BranchNode range, GoValue value)
    {
        switch (value)
        {
            case GoList list:
                for (var i = 0; i < list.Items.Count; i++)
                {
                    yield return (new Cell(new GoInt(GoType.Int, i, Origin.Counted), false), Element(list.Type, list.Items[i]));
                }

                break;
            case GoMap map:
                // What the loop itself changes counts in the next one.
                foreach (var entry in map.Sorted())
                {
                    yield return (new Cell(new GoString(entry.Key, entry.Value.KeyOrigin ?? Origin.Literal), false), Element(map.Type, entry.Value.Value));
                }

                break;
            case GoInt or GoUint:
                if (range.Pipe.Declarations.Count > 1)
                {
                    throw Error("can't use " + GoFormat.Print(value) + " to iterate over more than one variable");
                }

                var count = value is GoUint u ? u.Value : (ulong)Math.Max(0, ((GoInt)value).Value);
                for (var i = 0UL; i < count; i++)
                {
                    GoValue element = value is GoUint ? new GoUint(value.Type, i, Origin.Counted) : new GoInt(value.Type, (long)i, Origin.Counted);
                    yield return (new Cell(GoNil.Invalid, false), new Cell(element, false));
                }

                break;
            case GoNil { Kind: GoKind.Invalid }:
                break;
            default:
                throw Error("range can't iterate over " + GoFormat.Print(value));
        }
    }

    private void Assign(PipeNode pipe, Cell index, Cell element)
    {
        var declarations = pipe.Declarations;
        if (declarations.Count == 0)
        {
            return;
        }

        if (pipe.IsAssignment)
        {
            SetVariable(declarations[0].Names[0], declarations.Count > 1 ? index : element);
            if (declarations.Count > 1)
            {
                SetVariable(declarations[1].Names[0], element);
            }

            return;
        }

        _variables[_variables.Count - 1] = new(_variables[_variables.Count - 1].Key, element);
        if (declarations.Count > 1)
        {
            _variables[_variables.Count - 2] = new(_variables[_variables.Count - 2].Key, index);
        }
    }

    private void WalkTemplate(Cell dot, TemplateNode template)
    {
        _node = template;
        var tree = _templates[template.Name] ?? throw Error("template " + GoQuote.Quote(template.Name) + " not defined");
        if (!_renderer.Enter() || !Stack.IsSufficient())
        {
            throw Error("exceeded maximum template depth (100000)");
        }

        var data = template.Pipe is null ? new Cell(GoNil.Invalid, false) : Pipeline(dot, template.Pipe);
        new Evaluator(_renderer, _templates, tree, _output, data, _site ?? template.Place).Walk(data, tree.Root);
        _renderer.Leave();
    }

    private void Print(ActionNode action, GoValue value)
    {
        _node = action;
        var site = _site ?? action.Place;
        if (value is GoNil && _unset is { } key && action.Pipe is { Commands: [{ Arguments: [FieldNode or VariableNode] }] })
        {
            value = _renderer.Execution.ShowUnset(key, _output.IsAtValue);
        }

        if (value is GoString text)
        {
            _renderer.Execution.Write(text.Value.Length);
            _output.Append(text, 0, text.Value.Length, action.Place, site);
            return;
        }

        var printed = value is GoNil ? NoValue : Printed(value);
        _renderer.Execution.Write(printed.Length);
        var origin = value is GoList or GoMap ? Origin.Compute([value]) : value.Origin ?? Origin.Literal;
        // A number that prints otherwise than it stands in the file is no longer a copy.
        if (value is GoFloat && origin is { Kind: OriginKind.Copy, Values: [{ Value: { } span }] } && span.Text != printed)
        {
            origin = origin.AsComputed();
        }

        _output.Append(printed, origin.By(action.Place), 0, site);
    }

    private string Printed(GoValue value)
    {
        try
        {
            return GoFormat.PrintIndirect(value, _renderer.Execution);
        }
        catch (GoException error)
        {
            throw Error(error.Message);
        }
    }

    private Cell Pipeline(Cell dot, PipeNode pipe)
    {
        _node = pipe;
        Cell? final = null;
        foreach (var command in pipe.Commands)
        {
            var value = Command(dot, command, final);
            final = new Cell(value.Value is GoNil ? GoNil.Invalid : value.Value, false);
        }

        var result = final!.Value;
        foreach (var variable in pipe.Declarations)
        {
            if (pipe.IsAssignment)
            {
                SetVariable(variable.Names[0], result);
            }
            else
            {
                _variables.Add(new(variable.Names[0], result));
            }
        }

        return result;
    }

    private void SetVariable(string name, Cell value)
    {
        for (var i = _variables.Count - 1; i >= 0; i--)
        {
            if (_variables[i].Key == name)
            {
                _variables[i] = new(name, value);
                return;
            }
        }

        throw Error("undefined variable: " + name);
    }

    private Cell Variable(string name)
    {
        for (var i = _variables.Count - 1; i >= 0; i--)
        {
            if (_variables[i].Key == name)
            {
                return _variables[i].Value;
            }
        }

        throw Error("undefined variable: " + name);
    }

    private void Pop(int mark) => _variables.RemoveRange(mark, _variables.Count - mark);

    /// <summary>What a collection of this type holds: of interfaces, the message shows the interface.</summary>
    private static Cell Element(GoType collection, GoValue value) => new(value, collection.Element is { Kind: GoKind.Interface });

    private ExecutionException Error(string message)
    {
        if (_node is null)
        {
            return new ExecutionException("template: " + _tree.Name + ": " + message);
        }

        var (line, column) = TemplatePosition.Of(_node.Source.Text.Value, _node.Start);
        var place = _node.Source.Name + ":" + GoFormat.Invariant(line) + ":" + GoFormat.Invariant(column);
        return new ExecutionException("template: " + place + ": executing " + GoQuote.Quote(_tree.Name) + " at <" + _node + ">: " + message);
    }

    /// <param name="Value">The value itself.</param>
    /// <param name="Boxed">Whether Go sees it as the content of an interface.</param>
    internal readonly record struct Cell(GoValue Value, bool Boxed)
    {
        public string TypeName => Boxed ? GoType.Any.Name : Value.Type.Name;
    }
}
