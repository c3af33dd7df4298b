using System.Globalization;
using System.Text;
using SvcLint.Findings;
using SvcLint.Reachability;
using SvcLint.Text;

namespace SvcLint.Cli.Outputs;

/// <summary>A connection as text: its steps, each with the line of YAML behind it, and the verdict.</summary>
internal static class TraceText
{
    public static string Of(ConnectionTrace trace, Paint paint)
    {
        var text = new StringBuilder();
        text.Append($"{paint.Bold(Words.OneLine($"{trace.From} to {trace.To}"))}  {Proxy(trace)}, {trace.Family}, node {Words.OneLine(trace.Node)}, Kubernetes {trace.Version}\n\n");
        Append(text, trace.Steps, paint);
        var groups = trace.Paths.GroupBy(Likeness).ToArray();
        foreach (var group in groups)
        {
            var first = group.First();
            if (trace.Paths.Count > 1)
            {
                text.Append($"\n{paint.Bold(Words.OneLine(Title([.. group])))}\n");
            }

            Append(text, first.Steps, paint);
            if (groups.Length > 1)
            {
                text.Append($"  {Verdict(first.Verdict, paint)}: {Words.OneLine(first.Why)}\n");
            }
        }

        var decisive = trace.Decisive;
        var share = trace.Paths.Where(p => p.Verdict == decisive.Verdict).Sum(p => p.Probability);
        var often = share > 0.9999 ? "" : $" in {Percent(share)} of connections";
        text.Append($"\n{Verdict(decisive.Verdict, paint)}{often}: {Words.OneLine(trace.Why)}{Place(decisive.Span, paint)}\n");
        foreach (var note in trace.Notes)
        {
            text.Append($"{paint.Dim("note:")} {Words.OneLine(note)}\n");
        }

        return text.ToString();
    }

    /// <summary>"nftables mode".</summary>
    public static string Proxy(ConnectionTrace trace) => trace.Mode is { } mode ? $"{Words.Of(mode)} mode" : "no kube-proxy";

    public static string Word(ConnectionVerdict verdict) => verdict switch
    {
        ConnectionVerdict.Allowed => "ALLOWED",
        ConnectionVerdict.Dropped => "DROPPED",
        ConnectionVerdict.Rejected => "REJECTED",
        ConnectionVerdict.ReplyLost => "REPLY LOST",
        ConnectionVerdict.NoRoute => "NO ROUTE",
        _ => "UNKNOWN",
    };

    /// <summary>"33 %".</summary>
    public static string Percent(double share) => (share * 100).ToString(share is > 0 and < 0.1 ? "0.#" : "0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Paths that differ by the endpoint alone are alike.</summary>
    public static string Likeness(ConnectionPath path) =>
        $"{path.Verdict} {path.IsMasqueraded} {string.Join(" ", path.Steps.Where(s => s.Stage is not (ConnectionStage.Rule or ConnectionStage.Endpoint)).Select(s => $"{s.Stage} {s.Span}"))}";

    /// <summary>"67 %: 10.0.0.1:80 and 10.0.0.2:80, alike".</summary>
    public static string Title(IReadOnlyList<ConnectionPath> alike)
    {
        const int Shown = 8;
        var endpoints = alike.Select(p => p.Endpoint).OfType<string>().ToArray();
        var list = string.Join(", ", endpoints.Take(Shown)) + (endpoints.Length > Shown ? $" and {endpoints.Length - Shown} more" : "");
        return $"{Percent(alike.Sum(p => p.Probability))}{(list.Length == 0 ? "" : ": " + list)}{(endpoints.Length > 1 ? ", alike" : "")}";
    }

    private static void Append(StringBuilder text, IReadOnlyList<ConnectionStep> steps, Paint paint)
    {
        foreach (var step in steps)
        {
            text.Append($"  {paint.Dim(step.Stage.ToString().ToLowerInvariant().PadRight(8))}  {Words.OneLine(step.Rule ?? step.Text)}{Place(step.Span, paint)}\n");
        }
    }

    private static string Place(SourceSpan? span, Paint paint) =>
        span is { } place ? $"  {paint.Place(Words.OneLine(Words.Place(place)))}" : "";

    private static string Verdict(ConnectionVerdict verdict, Paint paint) =>
        verdict == ConnectionVerdict.Allowed ? paint.Added(Word(verdict)) : paint.Of(verdict == ConnectionVerdict.Unknown ? Severity.Warning : Severity.Error, Word(verdict));
}
