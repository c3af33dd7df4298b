namespace SvcLint.Cli.Outputs;

/// <summary>Workflow commands of GitHub Actions. GitHub shows ten of a kind for a step, so errors come first.</summary>
internal sealed class GitHubOutput : Output
{
    public override string Format => "github";

    public override void Write(Report report, Stream stream)
    {
        using var writer = Text(stream);
        foreach (var finding in report.Findings.OrderByDescending(f => f.Severity))
        {
            var (start, end) = (finding.Span.StartPosition, finding.Span.EndPosition);
            var command = finding.Severity switch { Findings.Severity.Error => "error", Findings.Severity.Warning => "warning", _ => "notice" };
            // Columns are only taken on one line.
            var columns = start.Line == end.Line ? $",col={start.Column},endColumn={Math.Max(start.Column, end.Column)}" : "";
            writer.WriteLine(
                $"::{command} file={File(finding.Span.Source.Path)},line={start.Line},endLine={end.Line}{columns},title={Property($"{finding.Rule.Id} {finding.Rule.Name}")}::{Data(finding.OneLine)}");
        }
    }

    private static string Data(string text) => Words.OneLine(text).Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string Property(string text) => Data(text).Replace(":", "%3A").Replace(",", "%2C");

    // Of a path even a line end is a part that GitHub can be told of.
    private static string File(string path) => string.Join("%0A", path.Split('\n').Select(p => string.Join("%0D", p.Split('\r').Select(Property))));
}
