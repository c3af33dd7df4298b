using System.Text;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>Connections as a page: the verdict first, then each step with the line of YAML behind it.</summary>
internal static class TraceHtml
{
    public static string Of(IReadOnlyList<ConnectionTrace> traces)
    {
        var page = new HtmlPage("Where a connection goes");
        page.Section("summary", "Summary");
        foreach (var trace in traces)
        {
            page.Raw($"<p>{Verdict(trace.Verdict)} {Escaped.Html($"{trace.From} to {trace.To}: {trace.Why}")}</p>\n");
        }

        var number = 0;
        foreach (var trace in traces)
        {
            page.Section($"connection{number++}", traces.Count == 1 ? "Steps" : $"{trace.From} to {trace.To}")
                .Paragraph($"{TraceText.Proxy(trace)}, {trace.Family}, node {trace.Node}, Kubernetes {trace.Version}");
            Steps(page, trace.Steps);
            foreach (var group in trace.Paths.GroupBy(TraceText.Likeness))
            {
                var first = group.First();
                if (trace.Paths.Count > 1)
                {
                    page.Raw($"<h3>{Escaped.Html(TraceText.Title([.. group]))}</h3>\n");
                }

                Steps(page, first.Steps);
                page.Raw($"<p>{Verdict(first.Verdict)} {Escaped.Html(first.Why)}</p>{(first.Span is { } span ? FindingHtml.Lines(span, $"{span.Source.Path}, line {span.StartPosition.Line}") : "")}\n");
            }

            foreach (var note in trace.Notes)
            {
                page.Paragraph("note: " + note);
            }
        }

        return page.ToString();
    }

    private static void Steps(HtmlPage page, IReadOnlyList<ConnectionStep> steps)
    {
        if (steps.Count == 0)
        {
            return;
        }

        var html = new StringBuilder("<ol>\n");
        foreach (var step in steps)
        {
            html.Append($"<li class=\"find\"><b>{step.Stage.ToString().ToLowerInvariant()}</b> {(step.Rule is { } rule ? $"<code>{Escaped.Html(rule)}</code>" : Escaped.Html(step.Text))}");
            html.Append(step.Span is { } span ? $" <code>{Escaped.Html(Words.Place(span))}</code>" : "").Append("</li>\n");
        }

        page.Raw(html.Append("</ol>\n").ToString());
    }

    private static string Verdict(ConnectionVerdict verdict) =>
        $"<b class=\"state {(verdict switch { ConnectionVerdict.Allowed => "works", ConnectionVerdict.Unknown => "unknown", _ => "blocked" })}\">{TraceText.Word(verdict)}</b>";
}
