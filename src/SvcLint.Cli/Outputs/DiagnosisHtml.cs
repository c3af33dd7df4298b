using System.Net;
using System.Text;
using SvcLint.Diagnosis;

namespace SvcLint.Cli.Outputs;

/// <summary>A diagnosis as one page without scripts and without anything from elsewhere.</summary>
internal static class DiagnosisHtml
{
    private const string Head = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>svclint diagnose</title>
        <style>
        body { font: 15px/1.45 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; }
        h2 { border-top: 1px solid #d0d7de; padding-top: 1rem; } code { background: #f3f4f6; padding: .1em .3em; overflow-wrap: anywhere; }
        .error { color: #a40e26; } .warning { color: #8a5a00; } .unknown { color: #57606a; } .ok { color: #1a7f37; } small { color: #57606a; }
        </style></head><body>
        <h1>Services of the dump</h1>

        """;

    public static string Of(DiagnosisReport report)
    {
        var text = new StringBuilder(Head);
        var broken = report.Services.Count(s => !s.IsHealthy);
        text.Append($"<p>{broken} of {Words.Count(report.Services.Count, "Service")} with causes{(report.Missing.Count == 0 ? "" : "; " + Escaped(DiagnosisText.Missing(report).TrimEnd('\n')))}.</p>\n");
        foreach (var (title, steps) in DiagnosisText.Sections(report))
        {
            text.Append($"<h2>{Escaped(title)}</h2>\n<ul>\n");
            foreach (var step in steps)
            {
                var word = step.Verdict == StepVerdict.Fault ? Words.Of(step.Severity) : DiagnosisText.Word(step.Verdict).ToLowerInvariant();
                text.Append($"<li><b class=\"{word}\">{word}</b> {Escaped(DiagnosisText.Told(step))}");
                foreach (var evidence in step.Evidence)
                {
                    text.Append($"<br><small>{Escaped(evidence.Text)}{(evidence.Span is { } span ? " " + Escaped(DiagnosisText.Place(span)) : "")}</small>");
                }

                text.Append(step.Confirm is { } confirm ? $"<br><code>{Escaped(confirm)}</code>" : "").Append("</li>\n");
            }

            text.Append("</ul>\n");
        }

        return text.Append("</body></html>\n").ToString();
    }

    private static string Escaped(string text) => WebUtility.HtmlEncode(Words.OneLine(text));
}
