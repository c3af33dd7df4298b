using SvcLint.Text;

namespace SvcLint.Charts.Templates;

/// <summary>How a value or a piece of text came about.</summary>
public enum OriginKind
{
    /// <summary>Written in a template, a literal of an action, or a built-in object such as <c>.Release</c>.</summary>
    Text,

    /// <summary>A scalar of a values file that got here unchanged, or with another notation alone (quoted, indented).</summary>
    Copy,

    /// <summary>Made by a function of the scalars that the origin names.</summary>
    Computed,

    /// <summary>Random, or known to a cluster alone. What is computed from it is unknown too.</summary>
    Unknown,
}

/// <summary>A scalar (or collection) of a values file, of <c>--set</c>, or a file of the chart.</summary>
/// <param name="File">The file as findings show it; for <c>--set</c> the argument.</param>
/// <param name="Key">The path of keys to it.</param>
/// <param name="Value">Where the value stands; null when it came from the command line.</param>
/// <param name="KeySpan">Where its key stands; null for elements of lists.</param>
public sealed record ValueSource(string File, string Key, SourceSpan? Value, SourceSpan? KeySpan);

/// <summary>An action of a template: what stands from <c>{{</c> on.</summary>
/// <param name="Template">The text that holds it.</param>
/// <param name="Offset">The offset of its <c>{{</c> there.</param>
public sealed record ActionPlace(TemplateText Template, int Offset);

/// <summary>
/// Where a value came from. Shared: thousands of pieces have the same origin. What a function computed is looked up in its arguments when somebody
/// asks, for of most values nobody does.
/// </summary>
public sealed class Origin
{
    // A chain this long is resolved at once, so that no chain is ever deeper than the stack.
    private const int MaxPending = 64;

    private int _depth;
    private IReadOnlyList<GoValue>? _arguments;
    private IReadOnlyList<Piece>? _pieces;
    private OriginKind _kind;
    private IReadOnlyList<ValueSource> _values;

    private Origin(OriginKind kind, IReadOnlyList<ValueSource> values, ActionPlace? action = null, TemplateText? template = null)
    {
        _kind = kind;
        _values = values;
        Action = action;
        Template = template;
    }

    private Origin(IReadOnlyList<GoValue> arguments, int depth)
        : this(OriginKind.Computed, [])
    {
        _arguments = arguments;
        _depth = depth;
    }

    private Origin(IReadOnlyList<Piece> pieces, int depth)
        : this(OriginKind.Computed, [])
    {
        _pieces = pieces;
        _depth = depth;
    }

    private bool IsPending => _arguments is not null || _pieces is not null;

    /// <summary>A literal of an action, or what Helm itself knows.</summary>
    public static Origin Literal { get; } = new(OriginKind.Text, []);

    /// <summary>The count of a loop: of no scalar, and written nowhere.</summary>
    public static Origin Counted { get; } = new(OriginKind.Computed, []);

    public static Origin Unknown { get; } = new(OriginKind.Unknown, []);

    public OriginKind Kind
    {
        get
        {
            Resolve();
            return _kind;
        }
    }

    /// <summary>The scalars whose data is in it, in order of appearance.</summary>
    public IReadOnlyList<ValueSource> Values
    {
        get
        {
            Resolve();
            return _values;
        }
    }

    /// <summary>Of a copy: a function read the number as one of another type. It is the same number, and the place to change it the same.</summary>
    public bool IsConverted { get; private init; }

    /// <summary>The innermost action that wrote it; null while no action has, and for literal text of a template.</summary>
    public ActionPlace? Action { get; }

    /// <summary>Of literal text: the template; the piece says at which offset.</summary>
    public TemplateText? Template { get; }

    /// <summary>That of a scalar or collection of a values file.</summary>
    public static Origin Of(ValueSource source) => new(OriginKind.Copy, [source]);

    /// <summary>That of a template's literal text.</summary>
    public static Origin TextOf(TemplateText template) => new(OriginKind.Text, [], null, template);

    /// <summary>What these origins make together; <see cref="Literal"/> when no data of values is in them.</summary>
    public static Origin Compute(IEnumerable<Origin> parts)
    {
        var gathered = new OriginSum();
        foreach (var part in parts)
        {
            gathered.Add(part);
        }

        return gathered.IsUnknown ? new Origin(OriginKind.Unknown, gathered.Sources)
            : gathered.Sources.Count == 0 ? Literal
            : new Origin(OriginKind.Computed, gathered.Sources);
    }

    /// <summary>What a function makes of these arguments.</summary>
    public static Origin Compute(IReadOnlyList<GoValue> arguments)
    {
        var depth = 0;
        var literal = true;
        foreach (var argument in arguments)
        {
            if (argument is not GoNil && (argument.Origin != Literal || argument is GoList or GoMap))
            {
                literal = false;
                depth = Math.Max(depth, argument.Origin is { IsPending: true } pending ? pending._depth : 0);
            }
        }

        if (literal)
        {
            return Literal;
        }

        var origin = new Origin([.. arguments], depth + 1);
        if (depth >= MaxPending)
        {
            origin.Resolve();
        }

        return origin;
    }

    /// <summary>What the parts of a text make together.</summary>
    internal static Origin Compute(IReadOnlyList<Piece> pieces)
    {
        var depth = 0;
        foreach (var piece in pieces)
        {
            depth = Math.Max(depth, piece.Origin.IsPending ? piece.Origin._depth : 0);
        }

        var origin = new Origin(pieces, depth + 1);
        if (depth >= MaxPending)
        {
            origin.Resolve();
        }

        return origin;
    }

    /// <summary>The same number under another type.</summary>
    public Origin AsConverted() => Kind == OriginKind.Copy && !IsConverted ? new Origin(OriginKind.Copy, Values, Action, Template) { IsConverted = true } : this;

    /// <summary>The same data, no longer as it was written.</summary>
    public Origin AsComputed() => Kind == OriginKind.Copy ? new Origin(OriginKind.Computed, Values, Action, Template) : this;

    /// <summary>The same, written by this action unless another one inside of it did.</summary>
    public Origin By(ActionPlace action) => Action is not null || Template is not null ? this : new Origin(_kind, _values, action, Template) { _arguments = _arguments, _pieces = _pieces, _depth = _depth, IsConverted = IsConverted };

    private void Resolve()
    {
        if (!IsPending)
        {
            return;
        }

        var gathered = new OriginSum();
        foreach (var argument in _arguments ?? [])
        {
            gathered.Add(argument);
        }

        foreach (var piece in _pieces ?? [])
        {
            gathered.Add(piece.Origin);
        }

        _values = gathered.Sources;
        _kind = gathered.IsUnknown ? OriginKind.Unknown : gathered.Sources.Count == 0 ? OriginKind.Text : OriginKind.Computed;
        _arguments = null;
        _pieces = null;
    }
}
