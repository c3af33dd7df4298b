using System.Text;
using SvcLint.Diagnosis;

namespace SvcLint.Cli.Outputs;

/// <summary>A diagnosis for an issue or an incident's page.</summary>
internal static class DiagnosisMarkdown
{
    public static string Of(DiagnosisReport report)
    {
        var text = new StringBuilder("# Services with causes\n");
        foreach (var (title, steps) in DiagnosisText.Sections(report))
        {
            text.Append($"\n## {Escaped.Markdown(title)}\n\n");
            foreach (var step in steps)
            {
                text.Append($"- **{(step.Verdict == StepVerdict.Fault ? Words.Of(step.Severity) : DiagnosisText.Word(step.Verdict))}** {Escaped.Markdown(DiagnosisText.Told(step))}\n");
                foreach (var evidence in step.Evidence)
                {
                    text.Append(evidence.Span is { } span ? $"  - {Escaped.Markdown(evidence.Text)} ({Escaped.Markdown(DiagnosisText.Place(span))})\n" : $"  - {Escaped.Markdown(evidence.Text)}\n");
                }

                text.Append(step.Confirm is { } confirm ? $"  - confirm: `{Words.OneLine(confirm).Replace('`', '\'')}`\n" : "");
            }
        }

        var healthy = report.Services.Count(s => s.IsHealthy);
        return text.Append($"\n{Words.Count(healthy, "Service")} without a cause.\n").Append(report.Missing.Count == 0 ? "" : $"\nThe dump lacks {string.Join(", ", report.Missing)}: what rests on them is unknown.\n").ToString();
    }
}
