using System.Text;
using SvcLint.Diagnosis;
using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Cli.Outputs;

/// <summary>A diagnosis as text: causes with their places and commands; for one Service every step.</summary>
internal static class DiagnosisText
{
    public static string Of(DiagnosisReport report, bool isOne, Paint paint)
    {
        var text = new StringBuilder();
        if (!isOne && report.OfNodes.Count > 0)
        {
            text.Append($"{paint.Bold("nodes")}\n");
            foreach (var step in report.OfNodes)
            {
                Append(text, step, isOne, paint);
            }
        }

        foreach (var service in report.Services.Where(s => isOne || !s.IsHealthy))
        {
            text.Append($"{(text.Length > 0 ? "\n" : "")}{paint.Bold(Words.OneLine($"{service.Namespace}/{service.Name}"))}{Place(service.Span, paint)}\n");
            foreach (var step in isOne ? service.Steps : service.Causes)
            {
                Append(text, step, isOne, paint);
            }

            if (isOne)
            {
                text.Append($"\n{Conclusion(service)}\n");
            }
        }

        return text.Append(isOne ? "" : Summary(report, text.Length > 0)).Append(Missing(report)).ToString();
    }

    /// <summary>What pages list: what fails on nodes, then the Services with causes; of one Service every step.</summary>
    public static IEnumerable<(string Title, IEnumerable<DiagnosisStep> Steps)> Sections(DiagnosisReport report)
    {
        var isOne = report.Services.Count == 1;
        var services = report.Services.Where(s => !s.IsHealthy || isOne).Select(s => ($"{s.Namespace}/{s.Name}", isOne ? s.Steps : s.Causes));
        return report.OfNodes.Count > 0 && !isOne ? services.Prepend(("nodes", report.OfNodes)) : services;
    }

    public static string Place(SourceSpan span) => $"{span.Source.Path}:{span.StartPosition.Line}";

    public static string Word(StepVerdict verdict) => verdict switch { StepVerdict.Good => "ok", StepVerdict.Fault => "FAULT", _ => "UNKNOWN" };

    /// <summary>What the step found; of one that is set aside, why it counts for nothing.</summary>
    public static string Told(DiagnosisStep step) =>
        !step.IsAside || step.Verdict == StepVerdict.Good ? step.Text
        : step.Concern == StepConcern.SomeNodes ? $"{step.Text} (of these nodes alone)"
        : step.Concern == StepConcern.Everybody ? $"{step.Text} (follows from the above)"
        : $"{step.Text} (not of this connection)";

    public static string Conclusion(ServiceDiagnosis service)
    {
        var causes = service.Causes.ToArray();
        var unknown = service.Unknown.ToArray();
        return causes.Length > 0 ? $"{(causes.Length == 1 ? "the cause" : $"{causes.Length} causes, the worst first")}: {Words.OneLine(string.Join("; ", causes.Select(c => c.Text)))}"
            : unknown.Length > 0 ? "nothing wrong in what the dump holds; what remains is unknown: " + Words.OneLine(string.Join("; ", unknown.Select(u => u.Text)))
            : "nothing wrong in what the dump holds: look at the application itself, at node firewalls and security groups, and at the client";
    }

    public static string Missing(DiagnosisReport report) => report.Missing.Count == 0 ? "" : $"the dump lacks {string.Join(", ", report.Missing)}: what rests on them is unknown\n";

    private static string Summary(DiagnosisReport report, bool hasBlank)
    {
        var broken = report.Services.Count(s => !s.IsHealthy);
        return $"{(hasBlank ? "\n" : "")}{(report.Services.Count == 0 ? "the dump holds no Service" : broken == 0 ? $"no cause found in {Words.Count(report.Services.Count, "Service")}" : $"{broken} of {Words.Count(report.Services.Count, "Service")} with causes")}\n";
    }

    private static void Append(StringBuilder text, DiagnosisStep step, bool isOne, Paint paint)
    {
        var word = step.Verdict == StepVerdict.Fault ? paint.Of(step.Severity, isOne ? Word(step.Verdict) : Words.Of(step.Severity)) : step.Verdict == StepVerdict.Good ? paint.Added("ok") : paint.Of(Severity.Warning, "UNKNOWN");
        text.Append($"  {word}  {(isOne ? step.Question + ": " : "")}{Words.OneLine(Told(step))}\n");
        foreach (var evidence in step.Evidence.Where(e => e.Span is not null || e.Text.Length > 0))
        {
            text.Append($"      {paint.Dim(Words.OneLine(evidence.Text))}{Place(evidence.Span, paint)}\n");
        }

        if (step.Confirm is { } confirm)
        {
            text.Append($"      {paint.Dim("confirm:")} {Words.OneLine(confirm)}\n");
        }
    }

    private static string Place(SourceSpan? span, Paint paint) => span is { } place ? "  " + paint.Place(Words.OneLine(Place(place))) : "";
}
