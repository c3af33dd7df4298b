using SvcLint.Charts.Templates;
using SvcLint.Charts.Templates.Parsing;

namespace SvcLint.Charts.Units;

/// <summary>The names that a chart's templates read: fields, and every string that may name one.</summary>
internal sealed class ReadNames
{
    // The parent of a name that stands first behind a dot: with and range say what it is.
    private const string Unknown = "";

    private static readonly HashSet<string> Partial = new(StringComparer.Ordinal) { "default", "empty", "not", "and", "or", "hasKey", "kindIs", "eq", "ne", "required", "get", "index", "dig", "len", "quote" };

    // What these are given becomes text, or part of another map, with all that is in it.
    private static readonly HashSet<string> Dumping = new(StringComparer.Ordinal)
    {
        "toYaml", "toYamlPretty", "mustToYaml", "toJson", "toPrettyJson", "toRawJson", "mustToJson", "mustToPrettyJson", "mustToRawJson", "toToml", "toString",
        "merge", "mergeOverwrite", "mustMerge", "mustMergeOverwrite", "deepCopy", "mustDeepCopy",
    };

    private static readonly HashSet<string> BuiltIn = new(StringComparer.Ordinal) { "Values", "Release", "Chart", "Capabilities", "Files", "Template", "Subcharts" };

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _children = new(StringComparer.Ordinal);
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wholes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dumps = new(StringComparer.Ordinal);

    /// <summary>Adds what a template reads; one that does not parse reads nothing.</summary>
    public void Add(ChartFile template)
    {
        try
        {
            foreach (var tree in Parser.Parse(TemplateText.OfFile(template.Name, template.Source), static _ => true).Values)
            {
                Walk(tree.Root);
            }
        }
        catch (GoException)
        {
            // The chart does not render then, which is said elsewhere.
        }
    }

    /// <summary>Adds what a text of a values file reads, that <c>tpl</c> may evaluate.</summary>
    public void Add(string text)
    {
        for (var i = text.IndexOf('.'); i >= 0; i = text.IndexOf('.', i + 1))
        {
            var end = i + 1;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            _names.Add(text.Substring(i + 1, end - i - 1));
            _texts.Add(text.Substring(i + 1, end - i - 1));
        }
    }

    /// <summary>True when something may read a key of this name.</summary>
    public bool Reads(string name) => _names.Contains(name);

    /// <summary>True when a map of this name goes somewhere as a whole.</summary>
    public bool IsTakenWhole(string name) => _wholes.Contains(name);

    /// <summary>True when a map of this name is written out with all that is in it.</summary>
    public bool IsDumped(string name) => _dumps.Contains(name);

    /// <summary>The only map of the values' first level whose entry of this name is read, where nothing may read it at another place; else null.</summary>
    public string? OnlyParentOf(string name)
    {
        if (_texts.Contains(name) || IsTakenWhole("Values") || Children("Values").Contains(name) || Children(Unknown).Contains(name))
        {
            return null;
        }

        var parents = _children.Where(c => c.Value.Contains(name)).Select(c => c.Key).Take(2).ToArray();
        return parents.Length == 1 && Children("Values").Contains(parents[0]) ? parents[0] : null;
    }

    /// <summary>Names that are read of a map of this name, or of one that is not known.</summary>
    public IEnumerable<string> ReadOf(string parent) => Children(parent).Concat(parent == "Values" ? [] : Children(Unknown).Where(n => !BuiltIn.Contains(n)));

    private HashSet<string> Children(string parent)
    {
        if (!_children.TryGetValue(parent, out var children))
        {
            _children.Add(parent, children = new HashSet<string>(StringComparer.Ordinal));
        }

        return children;
    }

    private void Chain(string parent, IReadOnlyList<string> names, int from)
    {
        // ".Release.Service" reads no value.
        if (names.Count > from && names[from] is not ("Values" or "Subcharts") && BuiltIn.Contains(names[from]))
        {
            return;
        }

        for (var i = from; i < names.Count; i++)
        {
            _names.Add(names[i]);
            Children(i == from ? parent : names[i - 1]).Add(names[i]);
        }
    }

    private void Walk(ParseNode node)
    {
        switch (node)
        {
            case ListNode list:
                list.Nodes.ForEach(Walk);
                break;
            case ActionNode action:
                Walk(action.Pipe);
                break;
            case BranchNode branch:
                Walk(branch.Pipe);
                if (branch.Kind == BranchKind.Range || (branch.Kind == BranchKind.With && PassesDot(branch.Body)))
                {
                    Whole(branch.Pipe.Commands[branch.Pipe.Commands.Count - 1].Arguments);
                    if (branch.Kind == BranchKind.With && DumpsDot(branch.Body))
                    {
                        _dumps.UnionWith(branch.Pipe.Commands.SelectMany(c => c.Arguments).Select(Last).OfType<string>());
                    }
                }

                Walk(branch.Body);
                if (branch.Otherwise is { } otherwise)
                {
                    Walk(otherwise);
                }

                break;
            case TemplateNode { Pipe: { } pipe }:
                Walk(pipe);
                Whole(pipe.Commands[0].Arguments);
                break;
            case PipeNode pipe:
                foreach (var command in pipe.Commands)
                {
                    command.Arguments.ForEach(Walk);
                    if (command.Arguments[0] is IdentifierNode { Name: var name } && !Partial.Contains(name))
                    {
                        Whole(command.Arguments);
                    }
                }

                if (pipe.Commands.Exists(c => c.Arguments[0] is IdentifierNode { Name: var function } && Dumping.Contains(function)))
                {
                    _dumps.UnionWith(pipe.Commands.SelectMany(c => c.Arguments).Select(Last).OfType<string>());
                }

                // What is piped on into a function, or kept in a variable.
                if (pipe.Declarations.Count > 0 || pipe.Commands.Count > 1)
                {
                    Whole(pipe.Commands[0].Arguments);
                }

                break;
            case FieldNode field:
                Chain(Unknown, field.Names, 0);
                break;
            case VariableNode variable:
                Chain(Unknown, variable.Names, 1);
                break;
            case ChainNode chain:
                Walk(chain.Operand);
                Chain(Unknown, chain.Fields, 0);
                break;
            case StringNode text:
                _names.Add(text.Value.Value);
                _texts.Add(text.Value.Value);
                foreach (var part in text.Value.Value.Split('.'))
                {
                    _names.Add(part);
                    _texts.Add(part);
                }

                break;
        }
    }

    // "with .Values.x" hands x on as a whole where its body passes the dot to a function.
    private static bool PassesDot(ParseNode node) => node switch
    {
        ListNode list => list.Nodes.Exists(PassesDot),
        ActionNode action => PassesDot(action.Pipe),
        PipeNode pipe => pipe.Commands.Exists(PassesDot) || (pipe.Commands.Count > 1 && pipe.Commands[0].Arguments[0] is DotNode),
        CommandNode command => command.Arguments.Exists(a => (a is DotNode && command.Arguments.Count > 1) || PassesDot(a)),
        BranchNode { Kind: BranchKind.If } branch => PassesDot(branch.Body) || (branch.Otherwise is { } otherwise && PassesDot(otherwise)),
        TemplateNode { Pipe: { } pipe } => PassesDot(pipe) || pipe.Commands[0].Arguments[0] is DotNode,
        _ => false,
    };

    private void Whole(IEnumerable<ParseNode> arguments)
    {
        foreach (var argument in arguments)
        {
            if (Last(argument) is { } name)
            {
                _wholes.Add(name);
            }
        }
    }

    // "{{- with .Values.x }}{{ toYaml . }}".
    private static bool DumpsDot(ParseNode node) => node switch
    {
        ListNode list => list.Nodes.Exists(DumpsDot),
        ActionNode action => DumpsDot(action.Pipe),
        PipeNode pipe => pipe.Commands.Exists(c => c.Arguments[0] is IdentifierNode { Name: var function } && Dumping.Contains(function)) && pipe.Commands.Exists(c => c.Arguments.Exists(a => a is DotNode))
            || pipe.Commands.Exists(c => c.Arguments.Exists(DumpsDot)),
        BranchNode { Kind: BranchKind.If } branch => DumpsDot(branch.Body) || (branch.Otherwise is { } otherwise && DumpsDot(otherwise)),
        _ => false,
    };

    private static string? Last(ParseNode node) => node switch
    {
        FieldNode { Names: { Length: > 0 } names } => names[names.Length - 1],
        VariableNode { Names: { Length: > 0 } names } => names[names.Length - 1],
        _ => null,
    };
}
