using System.Text;
using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Cli.Outputs;

/// <summary>A finding in a page: its three texts, the lines around it, and the places that belong to it.</summary>
internal static class FindingHtml
{
    private const int Around = 2;
    private const int LongestLine = 300;
    private const int MostRelated = 8;

    /// <param name="finding">The finding.</param>
    /// <param name="shown">How a path is written.</param>
    public static string Title(Finding finding, Func<string, string> shown) => $"{shown(finding.Span.Source.Path)}:{finding.Span.StartPosition.Line} {finding.Message} [{finding.Rule.Id}]";

    /// <inheritdoc cref="Title"/>
    public static string Body(Finding finding, Func<string, string> shown)
    {
        var html = new StringBuilder();
        html.Append(finding.Effect is { } effect ? $"<p>Effect: {Escaped.Html(effect)}</p>" : "").Append(finding.Help is { } help ? $"<p>Help: {Escaped.Html(help)}</p>" : "");
        html.Append(Lines(finding.Span, $"{shown(finding.Span.Source.Path)}, line {finding.Span.StartPosition.Line}"));
        foreach (var related in finding.Related.Take(MostRelated))
        {
            html.Append($"<p>{Escaped.Html(related.Note)}: <code>{Escaped.Html(shown(related.Span.Source.Path))}:{related.Span.StartPosition.Line}</code></p>");
        }

        return html.ToString();
    }

    /// <summary>The line of a place, with those around it.</summary>
    public static string Lines(SourceSpan span, string title)
    {
        var lines = span.Source.Lines;
        var at = lines.LineIndex(span.Start);
        var shown = Enumerable.Range(Math.Max(0, at - Around), (2 * Around) + 1).Where(i => i < lines.LineCount && i <= at + Around).Select(i =>
        {
            var place = lines.Line(i);
            var text = span.Source.Content[place.Start..Math.Min(place.End, place.Start + LongestLine)];
            var line = Escaped.Html(text + (place.End > place.Start + LongestLine ? "…" : ""));
            var indent = line.Length - line.TrimStart(' ').Length;
            return i == at ? $"{i + 1,5} {line[..indent]}<mark>{line[indent..]}</mark>" : $"{i + 1,5} {line}";
        });
        return $"<pre tabindex=\"0\" role=\"region\" aria-label=\"{Escaped.Html(title)}\">{string.Join("\n", shown)}</pre>";
    }
}
