using SvcLint.Text;

namespace SvcLint.Charts.Templates;

/// <summary>A text to parse as a template: a file of a chart, or a string that <c>tpl</c> evaluates.</summary>
public sealed class TemplateText
{
    private LineMap? _lines;

    /// <param name="name">The name that Helm gives it: <c>chart/templates/service.yaml</c>.</param>
    /// <param name="text">Its text; that of <c>tpl</c> has origins of its own.</param>
    /// <param name="source">The file as findings show it; null for a string.</param>
    public TemplateText(string name, GoString text, SourceText? source)
    {
        Name = name;
        Source = source;
        Text = source is null ? text : new GoString(text.Value, Origin.TextOf(this));
    }

    public string Name { get; }

    public GoString Text { get; }

    public SourceText? Source { get; }

    public LineMap Lines => _lines ??= new LineMap(Text.Value);

    public static TemplateText OfFile(string name, SourceText source) => new(name, GoString.Of(source.Content), source);
}
