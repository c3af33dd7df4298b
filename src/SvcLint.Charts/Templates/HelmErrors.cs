using System.Globalization;

namespace SvcLint.Charts.Templates;

/// <summary>What Helm makes of Go's error texts before it shows them.</summary>
internal static class HelmErrors
{
    private const string WarnStart = "HELM_ERR_START";
    private const string WarnEnd = "HELM_ERR_END";

    /// <summary>The message of <c>fail</c> and <c>required</c>: only it and the first place survive.</summary>
    public static string Marked(string message) => WarnStart + message + WarnEnd;

    public static TemplateException OfParsing(string name, string message)
    {
        var parts = Split(message, int.MaxValue);
        if (parts.Count == 1)
        {
            return new TemplateException("parse error in (" + name + "): " + message, name, 1, null);
        }

        var (template, line, column) = Place(parts[1], name);
        return new TemplateException("parse error at (" + parts[1] + "): " + parts[parts.Count - 1], template, line, column);
    }

    public static TemplateException OfExecution(string name, string message, int helm)
    {
        var parts = Split(message, 3);
        if (parts.Count != 3)
        {
            return new TemplateException("execution error in (" + name + "): " + message, name, 1, null);
        }

        var (template, line, column) = Place(parts[1], name);
        var start = parts[2].IndexOf(WarnStart, StringComparison.Ordinal);
        var end = parts[2].LastIndexOf(WarnEnd, StringComparison.Ordinal);
        return start >= 0 && end >= start + WarnStart.Length
            ? new TemplateException("execution error at (" + parts[1] + "): " + parts[2].Substring(start + WarnStart.Length, end - start - WarnStart.Length), template, line, column)
            : new TemplateException(helm >= 4 ? ExecutionTrace.Format(message) : message, template, line, column);
    }

    private static List<string> Split(string message, int most)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = message.IndexOf(": ", StringComparison.Ordinal); i >= 0 && parts.Count < most - 1; i = message.IndexOf(": ", start, StringComparison.Ordinal))
        {
            parts.Add(message.Substring(start, i - start));
            start = i + 2;
        }

        parts.Add(message.Substring(start));
        return parts;
    }

    // "chart/templates/x.yaml:3:12", in parse errors without the column.
    private static (string Template, int Line, int? Column) Place(string location, string name)
    {
        var pieces = location.Split(':');
        if (pieces.Length >= 3 && Number(pieces[pieces.Length - 1]) is { } column && Number(pieces[pieces.Length - 2]) is { } line)
        {
            return (string.Join(":", pieces.Take(pieces.Length - 2)), line, column);
        }

        return pieces.Length >= 2 && Number(pieces[pieces.Length - 1]) is { } only ? (string.Join(":", pieces.Take(pieces.Length - 1)), only, null) : (name, 1, null);
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
