using System.Text;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>A connection as a Mermaid flowchart: what all ways share, then one branch for each kind of endpoint, down to the verdicts.</summary>
internal static class TraceMermaid
{
    public static string Of(ConnectionTrace trace)
    {
        var text = new StringBuilder("flowchart TD\n");
        var count = 0;
        var last = Chain(text, trace.Steps, null, "", ref count);
        foreach (var group in trace.Paths.GroupBy(TraceText.Likeness))
        {
            var first = group.First();
            var label = trace.Paths.Count > 1 ? TraceText.Title([.. group]) : "";
            var end = Chain(text, first.Steps, last, label, ref count);
            var verdict = Node(text, $"{TraceText.Word(first.Verdict)}: {first.Why}", "{{", "}}", ref count);
            Edge(text, end, verdict, first.Steps.Count == 0 ? label : "");
            text.Append($"  class {verdict} {(first.Verdict == ConnectionVerdict.Allowed ? "allowed" : first.Verdict == ConnectionVerdict.Unknown ? "unknown" : "refused")}\n");
        }

        return text.Append("  classDef allowed stroke:#2a2,stroke-width:2px\n  classDef refused stroke:#c22,stroke-width:2px\n  classDef unknown stroke:#c90,stroke-width:2px\n").ToString();
    }

    // Rules of kube-proxy by their chains alone: a picture has no room for their text.
    private static string? Chain(StringBuilder text, IReadOnlyList<ConnectionStep> steps, string? last, string label, ref int count)
    {
        foreach (var step in steps)
        {
            var place = step.Span is { } span ? $"<br/>{Words.OneLine(Words.Place(span))}" : "";
            var node = step.Stage == ConnectionStage.Rule ? Node(text, step.Chain + place, "[[", "]]", ref count) : Node(text, step.Text + place, "[", "]", ref count);
            Edge(text, last, node, label);
            label = "";
            last = node;
        }

        return last;
    }

    private static string Node(StringBuilder text, string words, string open, string close, ref int count)
    {
        var name = $"n{count++}";
        text.Append($"  {name}{open}\"{Quoted(words)}\"{close}\n");
        return name;
    }

    // The only mark-up is this picture's own; "%%{" would start a directive, also within quotes.
    private static string Quoted(string words) =>
        Words.OneLine(words).Replace("%", "#37;", StringComparison.Ordinal).Replace("\"", "#quot;", StringComparison.Ordinal).Replace("<", "#lt;", StringComparison.Ordinal).Replace("#lt;br/>", "<br/>", StringComparison.Ordinal);

    private static void Edge(StringBuilder text, string? from, string to, string label)
    {
        if (from is not null)
        {
            text.Append(label.Length == 0 ? $"  {from} --> {to}\n" : $"  {from} -->|\"{Quoted(label)}\"| {to}\n");
        }
    }
}
