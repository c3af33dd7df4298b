using System.Text;

namespace SvcLint.Cli.Outputs;

/// <summary><c>path(line,col,endLine,endCol): warning SVC2001: message</c>, which build logs and editors take for their own.</summary>
internal static class MsBuildOutput
{
    public static void Write(Report report, Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        foreach (var finding in report.Findings)
        {
            var (start, end) = (finding.Span.StartPosition, finding.Span.EndPosition);
            writer.Write($"{finding.Span.Source.Path}({start.Line},{start.Column},{end.Line},{end.Column}): {Words.Of(finding.Severity)} {finding.Rule.Id}: {OneLine(finding.Message)}\n");
        }
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
