namespace SvcLint.Charts.Templates;

/// <summary>An error of a function, in Go's words; the evaluator adds the place.</summary>
public sealed class GoException(string message) : Exception(message);

/// <summary>
/// A template that does not parse or does not render: Helm's own text, and where it happened.
/// </summary>
public sealed class TemplateException : Exception
{
    /// <param name="message">Helm's text.</param>
    /// <param name="template">The template's name.</param>
    /// <param name="line">Its line, from 1.</param>
    /// <param name="column">Bytes before the place on its line, as Go counts; null for parse errors.</param>
    public TemplateException(string message, string template, int line, int? column)
        : base(message)
    {
        Template = template;
        Line = line;
        Column = column;
    }

    /// <summary>Whether a bound of this engine was reached; Helm itself may go on.</summary>
    public bool IsLimit { get; init; }

    public string Template { get; }

    public int Line { get; }

    public int? Column { get; }
}
