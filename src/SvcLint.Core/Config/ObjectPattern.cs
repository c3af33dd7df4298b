using SvcLint.Findings;

namespace SvcLint.Config;

/// <summary>Names objects: <c>Service/web</c> in any namespace, <c>Service/shop/web</c> in one; each part may be a pattern.</summary>
public sealed class ObjectPattern
{
    private readonly Glob _kind;
    private readonly Glob? _namespace;
    private readonly Glob _name;

    private ObjectPattern(string text, string[] parts)
    {
        Text = text;
        _kind = new Glob(parts[0]);
        _namespace = parts.Length == 3 ? new Glob(parts[1]) : null;
        _name = new Glob(parts[parts.Length - 1]);
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The name that an object must have; null where that is a pattern.</summary>
    internal string? PlainName => _name.IsLiteral && _name.Pattern.IndexOfAny(['/', '.', '}', ',']) < 0 ? _name.Pattern : null;

    /// <summary>Null unless the text has two or three parts, none of them empty.</summary>
    public static ObjectPattern? Parse(string text)
    {
        var parts = text.Split('/');
        return parts.Length is 2 or 3 && parts.All(p => p.Length > 0) ? new ObjectPattern(text, parts) : null;
    }

    public bool IsMatch(ObjectReference reference) =>
        _kind.IsMatch(reference.Kind)
        && (_namespace is null || _namespace.IsMatch(reference.Namespace ?? "default"))
        && _name.IsMatch(reference.Name ?? "");

    public override string ToString() => Text;
}
