using System.Numerics;

namespace SvcLint.Charts.Templates.Parsing;

/// <summary>A node of a parsed template. <c>ToString</c> is its text in Go's error messages.</summary>
internal abstract class ParseNode(TemplateText source, int start)
{
    public TemplateText Source { get; } = source;

    /// <summary>Offset in the text, as Go counts it: that of a chain is the one of its second part.</summary>
    public int Start { get; } = start;
}

internal sealed class ListNode(TemplateText source, int start) : ParseNode(source, start)
{
    public List<ParseNode> Nodes { get; } = [];

    public override string ToString() => string.Concat(Nodes);
}

internal sealed class TextNode(TemplateText source, int start, GoString text) : ParseNode(source, start)
{
    public GoString Text { get; } = text;

    public override string ToString() => Text.Value;
}

internal sealed class PipeNode(TemplateText source, int start, int line) : ParseNode(source, start)
{
    public int Line { get; } = line;

    public bool IsAssignment { get; set; }

    public List<VariableNode> Declarations { get; } = [];

    public List<CommandNode> Commands { get; } = [];

    public override string ToString() =>
        (Declarations.Count > 0 ? string.Join(", ", Declarations) + (IsAssignment ? " = " : " := ") : "") + string.Join(" | ", Commands);
}

/// <summary>An action: <c>{{ pipeline }}</c>.</summary>
internal sealed class ActionNode(TemplateText source, int start, PipeNode pipe, ActionPlace place) : ParseNode(source, start)
{
    public PipeNode Pipe { get; } = pipe;

    public ActionPlace Place { get; } = place;

    public override string ToString() => "{{" + Pipe + "}}";
}

internal sealed class CommandNode(TemplateText source, int start) : ParseNode(source, start)
{
    public List<ParseNode> Arguments { get; } = [];

    public override string ToString() => string.Join(" ", Arguments.Select(a => a is PipeNode ? "(" + a + ")" : a.ToString()));
}

internal sealed class IdentifierNode(TemplateText source, int start, string name) : ParseNode(source, start)
{
    public string Name { get; } = name;

    public override string ToString() => Name;
}

internal sealed class VariableNode(TemplateText source, int start, string[] names) : ParseNode(source, start)
{
    public string[] Names { get; } = names;

    public override string ToString() => string.Join(".", Names);
}

internal sealed class DotNode(TemplateText source, int start) : ParseNode(source, start)
{
    public override string ToString() => ".";
}

internal sealed class NilNode(TemplateText source, int start) : ParseNode(source, start)
{
    public override string ToString() => "nil";
}

internal sealed class FieldNode(TemplateText source, int start, string[] names) : ParseNode(source, start)
{
    public string[] Names { get; } = names;

    public override string ToString() => "." + string.Join(".", Names);
}

internal sealed class ChainNode(TemplateText source, int start, ParseNode operand) : ParseNode(source, start)
{
    public ParseNode Operand { get; } = operand;

    public List<string> Fields { get; } = [];

    public override string ToString() => (Operand is PipeNode ? "(" + Operand + ")" : Operand.ToString()) + string.Concat(Fields.Select(f => "." + f));
}

internal sealed class BoolNode(TemplateText source, int start, bool value) : ParseNode(source, start)
{
    public GoBool Value { get; } = new(value, Origin.Literal);

    public override string ToString() => Value.Value ? "true" : "false";
}

/// <summary>A number under all types that can represent it.</summary>
internal sealed class NumberNode(TemplateText source, int start, string text) : ParseNode(source, start)
{
    public string Text { get; } = text;

    public long? Int { get; init; }

    public ulong? Uint { get; init; }

    public double? Float { get; init; }

    public Complex? Complex { get; init; }

    public override string ToString() => Text;
}

internal sealed class StringNode(TemplateText source, int start, string quoted, string text) : ParseNode(source, start)
{
    public GoString Value { get; } = new(text, Origin.Literal);

    public override string ToString() => quoted;
}

internal enum BranchKind
{
    If,
    With,
    Range,
}

internal sealed class BranchNode(TemplateText source, int start, BranchKind kind, PipeNode pipe, ListNode body, ListNode? otherwise) : ParseNode(source, start)
{
    public BranchKind Kind { get; } = kind;

    public PipeNode Pipe { get; } = pipe;

    public ListNode Body { get; } = body;

    public ListNode? Otherwise { get; } = otherwise;

    public override string ToString() =>
        "{{" + (Kind == BranchKind.If ? "if" : Kind == BranchKind.With ? "with" : "range") + " " + Pipe + "}}" + Body + (Otherwise is null ? "" : "{{else}}" + Otherwise) + "{{end}}";
}

internal sealed class BreakNode(TemplateText source, int start) : ParseNode(source, start)
{
    public override string ToString() => "{{break}}";
}

internal sealed class ContinueNode(TemplateText source, int start) : ParseNode(source, start)
{
    public override string ToString() => "{{continue}}";
}

internal sealed class TemplateNode(TemplateText source, int start, string name, PipeNode? pipe, ActionPlace place) : ParseNode(source, start)
{
    public ActionPlace Place { get; } = place;

    public string Name { get; } = name;

    public PipeNode? Pipe { get; } = pipe;

    public override string ToString() => "{{template " + GoQuote.Quote(Name) + (Pipe is null ? "" : " " + Pipe) + "}}";
}

/// <summary>Where a list of nodes ends; in no finished tree.</summary>
internal sealed class EndNode(TemplateText source, int start, bool isElse) : ParseNode(source, start)
{
    public bool IsElse { get; } = isElse;

    public override string ToString() => IsElse ? "{{else}}" : "{{end}}";
}
