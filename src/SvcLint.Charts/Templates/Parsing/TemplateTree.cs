namespace SvcLint.Charts.Templates.Parsing;

/// <summary>A parsed template: a file, a string, or a <c>define</c> inside of one.</summary>
internal sealed class TemplateTree(string name, TemplateText source, ListNode root)
{
    public string Name { get; } = name;

    /// <summary>The text that holds it, whose name errors show.</summary>
    public TemplateText Source { get; } = source;

    public ListNode Root { get; } = root;

    /// <summary>True when it holds nothing but space, comments and definitions: it replaces no other of its name.</summary>
    public bool IsEmpty { get; } = root.Nodes.All(n => n is TextNode text && string.IsNullOrWhiteSpace(text.Text.Value));
}
