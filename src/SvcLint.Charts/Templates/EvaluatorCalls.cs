using System.Runtime.CompilerServices;
using SvcLint.Charts.Templates.Parsing;

namespace SvcLint.Charts.Templates;

/// <content>Calls of functions, and their arguments.</content>
internal sealed partial class Evaluator
{
    /// <summary>Up to this length, what a function makes costs nothing.</summary>
    private const int FreeLength = 1 << 12;

    private Cell Call(Cell dot, IdentifierNode identifier, ParseNode command, IReadOnlyList<ParseNode>? arguments, Cell? final)
    {
        _node = identifier;
        var function = _renderer.Functions[identifier.Name] ?? throw Error(GoQuote.Quote(identifier.Name) + " is not a defined function");
        return Invoke(dot, function, command, identifier.Name, arguments, final, null);
    }

    private Cell Invoke(Cell dot, GoFunction function, ParseNode node, string name, IReadOnlyList<ParseNode>? nodes, Cell? final, GoValue? receiver)
    {
        // The first is the function itself.
        var given = nodes is null ? 0 : nodes.Count - 1;
        var count = given + (final is null ? 0 : 1);
        var parameters = function.Parameters;
        var required = function.IsVariadic ? parameters.Count - 1 : parameters.Count;
        if (function.IsVariadic && count < required)
        {
            throw Error("wrong number of args for " + name + ": want at least " + GoFormat.Invariant(required) + " got " + GoFormat.Invariant(given));
        }

        if (!function.IsVariadic && count != required)
        {
            throw Error("wrong number of args for " + name + ": want " + GoFormat.Invariant(required) + " got " + GoFormat.Invariant(count));
        }

        if (Builtins.ShortCircuits(function))
        {
            return ShortCircuit(dot, name == "or", nodes, final);
        }

        var arguments = new GoValue[count];
        for (var i = 0; i < given; i++)
        {
            arguments[i] = Shown(name, Argument(dot, parameters[Math.Min(i, parameters.Count - 1)], nodes![i + 1]).Value);
        }

        if (final is { } last)
        {
            arguments[given] = Shown(name, Convert(last, parameters[Math.Min(given, parameters.Count - 1)]).Value);
        }

        var call = new FunctionCall(this, _renderer.Execution, function, receiver, arguments) { FirstNode = given > 0 ? nodes![1] : null };
        _renderer.Execution.Spend(1);
        // Thrown outside of the handler: errors of a thousand includes would else keep all their frames.
        string failure;
        try
        {
            var result = function.Body(call);
            // A text that is made of itself again and again doubles with every round.
            if (result is GoString { Value.Length: > FreeLength } made)
            {
                _renderer.Execution.Write(made.Value.Length);
            }

            return new Cell(Marked(function.Origins, result, arguments, receiver), false);
        }
        catch (GoException error)
        {
            failure = error.Message;
        }
        catch (ExecutionException error)
        {
            failure = error.Message;
        }

        _node = node;
        throw Error("error calling " + name + ": " + failure);
    }

    // Functions that take nil and write it.
    private GoValue Shown(string function, GoValue value) =>
        value is GoNil && _unset is { } key && function is "quote" or "squote" or "print" or "printf" or "println" or "toString" ? _renderer.Execution.ShowUnset(key) : value;

    private Cell ShortCircuit(Cell dot, bool isOr, IReadOnlyList<ParseNode>? nodes, Cell? final)
    {
        Cell value = default;
        for (var i = 1; nodes is not null && i < nodes.Count; i++)
        {
            value = Argument(dot, GoType.Reflected, nodes[i]);
            if (value.Value.IsTrue == isOr)
            {
                return value;
            }
        }

        return final is { } last ? Convert(last, GoType.Reflected) : value;
    }

    private Cell Argument(Cell dot, GoType? type, ParseNode node)
    {
        _node = node;
        switch (node)
        {
            case DotNode:
                return Convert(dot, type);
            case NilNode when type is { CanBeNil: true }:
                return new Cell(Zero(type), false);
            case NilNode:
                throw Error("cannot assign nil to " + type);
            case FieldNode field:
                return Convert(Field(dot, field, null, null), type);
            case VariableNode variable:
                return Convert(VariableField(dot, variable, null, null), type);
            case PipeNode pipe:
                return Convert(Pipeline(dot, pipe), type);
            case IdentifierNode identifier:
                return Convert(Call(dot, identifier, identifier, null, null), type);
            case ChainNode chain:
                return Convert(Chain(dot, chain, null, null), type);
        }

        return new Cell(Constant(type!, node), false);
    }

    private GoValue Constant(GoType type, ParseNode node)
    {
        switch (type.Kind)
        {
            case GoKind.Bool:
                return node is BoolNode truth ? truth.Value : throw Error("expected bool; found " + node);
            case GoKind.String:
                return node is StringNode text ? text.Value : throw Error("expected string; found " + node);
            case GoKind.Int or GoKind.Int8 or GoKind.Int16 or GoKind.Int32 or GoKind.Int64:
                return node is NumberNode { Int: { } integer } ? new GoInt(type, integer, Origin.Literal) : throw Error("expected integer; found " + node);
            case GoKind.Uint or GoKind.Uint8 or GoKind.Uint16 or GoKind.Uint32 or GoKind.Uint64:
                return node is NumberNode { Uint: { } natural } ? new GoUint(type, natural, Origin.Literal) : throw Error("expected unsigned integer; found " + node);
            case GoKind.Float32 or GoKind.Float64:
                return node is NumberNode { Float: { } real } ? new GoFloat(real, Origin.Literal) : throw Error("expected float; found " + node);
            case GoKind.Interface when !type.IsNamed:
            case GoKind.Struct when type == GoType.Reflected:
                return node switch
                {
                    BoolNode constant => constant.Value,
                    StringNode constant => constant.Value,
                    _ => Ideal((NumberNode)node),
                };
        }

        throw Error("can't handle " + node + " for arg of type " + type);
    }

    /// <summary>Sees that a value may be passed as a parameter of this type.</summary>
    private Cell Convert(Cell cell, GoType? type)
    {
        var value = cell.Value;
        if (value is GoNil { Kind: GoKind.Invalid })
        {
            return type is null ? cell
                : type.CanBeNil ? new Cell(Zero(type), false)
                : type.Kind == GoKind.String && _unset is { } key ? new Cell(_renderer.Execution.ShowUnset(key), false)
                : throw Error("invalid value; expected " + type);
        }

        if (type is null || type == GoType.Reflected || value.Type == type)
        {
            return cell;
        }

        if (value.Type.IsAssignableTo(type))
        {
            return value switch
            {
                GoMap map when type.Kind == GoKind.Map => new Cell(map.As(type), false),
                GoList list when type.Kind == GoKind.Slice => new Cell(list.As(type), false),
                _ => cell,
            };
        }

        throw Error("wrong type for value; expected " + type + "; got " + value.Type);
    }

    private static GoValue Marked(OriginFlow flow, GoValue result, GoValue[] arguments, GoValue? receiver)
    {
        if (result.Origin is not null)
        {
            return result;
        }

        return Mark(result, flow switch
        {
            OriginFlow.Kept => Origin.Literal,
            OriginFlow.Unknown => Origin.Unknown,
            _ => Origin.Compute(receiver is null ? arguments : [receiver, .. arguments]),
        });
    }

    private static GoValue Mark(GoValue value, Origin origin)
    {
        if (value.Origin is not null)
        {
            return value;
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value)
        {
            case GoMap map:
                foreach (var key in map.SortedKeys)
                {
                    if (map.TryGet(key, out var entry) && entry.Value.Origin is null)
                    {
                        // A map may hold itself: it is marked before what it holds.
                        if (entry.Value is GoMap)
                        {
                            map.Set(key, new GoEntry(entry.Value.WithOrigin(origin), entry.KeyOrigin));
                        }

                        map.Set(key, new GoEntry(Mark(entry.Value, origin), entry.KeyOrigin));
                    }
                }

                break;
            case GoList list when list.Items.Any(i => i.Origin is null):
                return new GoList(list.Type, [.. list.Items.Select(i => Mark(i, origin))], list.IsNil, origin);
        }

        return value.WithOrigin(origin);
    }
}
