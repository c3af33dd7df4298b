using SvcLint.Charts.Templates.Parsing;
using SvcLint.Text;

namespace SvcLint.Charts.Templates;

/// <content>Commands and fields.</content>
internal sealed partial class Evaluator
{
    private Cell Command(Cell dot, CommandNode command, Cell? final)
    {
        var first = command.Arguments[0];
        switch (first)
        {
            case FieldNode field:
                return Field(dot, field, command.Arguments, final);
            case ChainNode chain:
                return Chain(dot, chain, command.Arguments, final);
            case IdentifierNode identifier:
                return Call(dot, identifier, command, command.Arguments, final);
            case PipeNode pipe:
                NoArguments(command.Arguments, final);
                return Pipeline(dot, pipe);
            case VariableNode variable:
                return VariableField(dot, variable, command.Arguments, final);
        }

        _node = first;
        NoArguments(command.Arguments, final);
        return first switch
        {
            BoolNode constant => new Cell(constant.Value, false),
            DotNode => dot,
            NumberNode number => new Cell(Ideal(number), false),
            StringNode text => new Cell(text.Value, false),
            _ => throw Error("nil is not a command"),
        };
    }

    private void NoArguments(IReadOnlyList<ParseNode>? arguments, Cell? final)
    {
        if (arguments is { Count: > 1 } || final is not null)
        {
            throw Error("can't give argument to non-function " + arguments?[0]);
        }
    }

    private GoValue Ideal(NumberNode number)
    {
        _node = number;
        if (number.Complex is { } complex)
        {
            return new GoComplex(complex, Origin.Literal);
        }

        var text = number.Text;
        var isHexInteger = text.Length > 2 && text[0] == '0' && text[1] is 'x' or 'X' && text.IndexOfAny(['p', 'P']) < 0;
        if (number.Float is { } real && !isHexInteger && text[0] != '\'' && text.IndexOfAny(['.', 'e', 'E', 'p', 'P']) >= 0)
        {
            return new GoFloat(real, Origin.Literal);
        }

        return number.Int is { } integer ? new GoInt(GoType.Int, integer, Origin.Literal)
            : number.Uint is not null ? throw Error(text + " overflows int")
            : GoNil.Invalid;
    }

    private Cell Field(Cell dot, FieldNode field, IReadOnlyList<ParseNode>? arguments, Cell? final)
    {
        _node = field;
        _unset = null;
        return Fields(dot, dot, field, field.Names, 0, arguments, final);
    }

    private Cell Chain(Cell dot, ChainNode chain, IReadOnlyList<ParseNode>? arguments, Cell? final)
    {
        _node = chain;
        if (chain.Operand is NilNode)
        {
            throw Error("indirection through explicit nil in " + chain);
        }

        return Fields(dot, Argument(dot, null, chain.Operand), chain, chain.Fields, 0, arguments, final);
    }

    private Cell VariableField(Cell dot, VariableNode variable, IReadOnlyList<ParseNode>? arguments, Cell? final)
    {
        _node = variable;
        _unset = null;
        var value = Variable(variable.Names[0]);
        if (variable.Names.Length == 1)
        {
            NoArguments(arguments, final);
            return value;
        }

        return Fields(dot, value, variable, variable.Names, 1, arguments, final);
    }

    private Cell Fields(Cell dot, Cell receiver, ParseNode node, IReadOnlyList<string> names, int from, IReadOnlyList<ParseNode>? arguments, Cell? final)
    {
        for (var i = from; i < names.Count - 1; i++)
        {
            receiver = FieldOf(dot, names[i], node, null, null, receiver);
        }

        return FieldOf(dot, names[names.Count - 1], node, arguments, final, receiver);
    }

    private Cell FieldOf(Cell dot, string name, ParseNode node, IReadOnlyList<ParseNode>? arguments, Cell? final, Cell receiver)
    {
        switch (receiver.Value)
        {
            case GoNil { Kind: GoKind.Invalid }:
                return _renderer.Execution.Settings.IsStrict ? throw Error("nil data; no entry for key " + GoQuote.Quote(name)) : receiver;
            case GoNil:
                throw Error("nil pointer evaluating " + receiver.TypeName + "." + name);
        }

        var value = receiver.Value;
        if (value.Type.Methods.TryGetValue(name, out var method))
        {
            return Invoke(dot, method, node, name, arguments, final, value);
        }

        var hasArguments = arguments is { Count: > 1 } || final is not null;
        switch (value)
        {
            case GoObject item when item.Type.Fields.Any(f => f.Name == name):
                if (item.IsNil)
                {
                    throw Error("nil pointer evaluating " + receiver.TypeName + "." + name);
                }

                if (hasArguments)
                {
                    throw Error(name + " has arguments but cannot be invoked as function");
                }

                return new Cell(item.Field(name)!, item.Type.Fields.First(f => f.Name == name).Type.Kind == GoKind.Interface);
            case GoMap map:
                if (hasArguments)
                {
                    throw Error(name + " is not a method but has arguments");
                }

                if (map.TryGet(name, out var entry))
                {
                    _unset = entry.Value is GoNil && _renderer.Execution.Settings.IsUnsetUnknown ? entry.KeyOrigin : null;
                    return Element(map.Type, entry.Value);
                }

                if (_renderer.Execution.Settings.IsStrict)
                {
                    throw Error("map has no entry for key " + GoQuote.Quote(name));
                }

                // "image: {}" is for others to fill, and so is what no file of the chart sets; a slip of the pen is not.
                _unset = _renderer.Execution.Settings.IsUnsetUnknown && IsOfValues(map) && NearMiss.Nearest(name, map.SortedKeys, 3) is null ? map.Origin ?? Origin.Unknown : null;
                return Element(map.Type, Zero(map.Type.Element!));
        }

        throw Error("can't evaluate field " + name + " in type " + receiver.TypeName);
    }

    private static bool IsOfValues(GoMap map) => map.Origin is { Values.Count: > 0 } || map.Type == BuiltinObjects.Values(3) || map.Type == BuiltinObjects.Values(4);

    /// <summary>The zero value of a type.</summary>
    internal static GoValue Zero(GoType type) => type.Kind switch
    {
        GoKind.String => GoString.Empty,
        GoKind.Bool => new GoBool(false, Origin.Literal),
        GoKind.Slice => new GoList(type, [], isNil: true, Origin.Literal),
        GoKind.Map => new GoMap(type, isNil: true, Origin.Literal),
        GoKind.Float64 or GoKind.Float32 => new GoFloat(0, Origin.Literal),
        GoKind.Int or GoKind.Int8 or GoKind.Int16 or GoKind.Int32 or GoKind.Int64 => new GoInt(type, 0, Origin.Literal),
        GoKind.Uint or GoKind.Uint8 or GoKind.Uint16 or GoKind.Uint32 or GoKind.Uint64 => new GoUint(type, 0, Origin.Literal),
        GoKind.Pointer => new GoObject(type, isNil: true, origin: Origin.Literal),
        _ => type == GoType.Reflected ? GoNil.Invalid : GoNil.Interface,
    };
}
