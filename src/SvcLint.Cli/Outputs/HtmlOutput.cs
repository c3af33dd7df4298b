using System.Text;
using SvcLint.Findings;

namespace SvcLint.Cli.Outputs;

/// <summary>Findings as a page.</summary>
internal sealed class HtmlOutput : Output
{
    private const int Around = 2;
    private const int LongestLine = 300;

    public override string Format => "html";

    public override void Write(Report report, Stream stream)
    {
        var findings = report.Findings;
        var page = new HtmlPage("svclint report");
        page.Section("summary", "Summary").Facts(
            ("errors", findings.Count(f => f.Severity == Severity.Error)), ("warnings", findings.Count(f => f.Severity == Severity.Warning)), ("infos", findings.Count(f => f.Severity == Severity.Info)),
            ("files", report.Inputs.Files.Count));
        page.Section("findings", "Findings");
        if (findings.Count == 0)
        {
            page.Paragraph("nothing found");
        }

        foreach (var finding in findings)
        {
            page.Details($"{finding.Span.Source.Path}:{finding.Span.StartPosition.Line} {finding.Message} [{finding.Rule.Id}]", Words.Of(finding.Severity), Body(finding));
        }

        using var text = Text(stream);
        text.Write(page.ToString());
    }

    private static string Body(Finding finding)
    {
        var html = new StringBuilder();
        html.Append(finding.Effect is { } effect ? $"<p>Effect: {Escaped.Html(effect)}</p>" : "").Append(finding.Help is { } help ? $"<p>Help: {Escaped.Html(help)}</p>" : "");
        html.Append(Lines(finding.Span));
        foreach (var related in finding.Related.Take(8))
        {
            html.Append($"<p>{Escaped.Html(related.Note)}: <code>{Escaped.Html(related.Span.Source.Path)}:{related.Span.StartPosition.Line}</code></p>");
        }

        return html.ToString();
    }

    private static string Lines(SvcLint.Text.SourceSpan span)
    {
        var lines = span.Source.Lines;
        var at = lines.LineIndex(span.Start);
        var shown = Enumerable.Range(Math.Max(0, at - Around), (2 * Around) + 1).Where(i => i < lines.LineCount && i <= at + Around).Select(i =>
        {
            var place = lines.Line(i);
            var text = span.Source.Content[place.Start..Math.Min(place.End, place.Start + LongestLine)];
            var line = Escaped.Html(text + (place.End > place.Start + LongestLine ? "…" : ""));
            return i == at ? $"{i + 1,5} <mark>{line}</mark>" : $"{i + 1,5} {line}";
        });
        return $"<pre tabindex=\"0\">{string.Join("\n", shown)}</pre>";
    }
}
