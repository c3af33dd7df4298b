using SvcLint.Findings;

namespace SvcLint.Cli.Outputs;

/// <summary>
/// Workflow commands of GitHub Actions. GitHub shows ten of a kind for a step and drops the others: the last one that it shows names all that
/// are left, each with its place.
/// </summary>
internal sealed class GitHubOutput : Output
{
    private const int ShownOfAKind = 10;

    // GitHub cuts longer messages off; what is left goes into further commands, which the log keeps.
    private const int NamedInOne = 100;

    public override string Format => "github";

    public override void Write(Report report, Stream stream)
    {
        using var writer = Text(stream);
        foreach (var kind in report.Findings.GroupBy(f => f.Severity).OrderByDescending(g => g.Key))
        {
            var command = kind.Key switch { Severity.Error => "error", Severity.Warning => "warning", _ => "notice" };
            var findings = kind.ToArray();
            var alone = findings.Length <= ShownOfAKind ? findings.Length : ShownOfAKind - 1;
            foreach (var finding in findings.Take(alone))
            {
                writer.WriteLine($"::{command} {Place(finding)},title={Property($"{finding.Rule.Id} {finding.Rule.Name}")}::{Data(finding.OneLine)}");
            }

            foreach (var group in findings.Skip(alone).Chunk(NamedInOne))
            {
                var lines = group.Select(f => Data($"{f.Span.Source.Path}:{f.Span.StartPosition.Line}:{f.Span.StartPosition.Column}: {f.Rule.Id}: {f.OneLine}"));
                writer.WriteLine($"::{command} {Place(group[0])},title={Property($"svclint: {group.Length} more {Words.Of(kind.Key)} findings")}::{string.Join("%0A", lines)}");
            }
        }
    }

    private static string Place(Finding finding)
    {
        var (start, end) = (finding.Span.StartPosition, finding.Span.EndPosition);
        // Columns are only taken on one line.
        var columns = start.Line == end.Line ? $",col={start.Column},endColumn={Math.Max(start.Column, end.Column)}" : "";
        return $"file={File(finding.Span.Source.Path)},line={start.Line},endLine={end.Line}{columns}";
    }

    private static string Data(string text) => Words.OneLine(text).Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string Property(string text) => Data(text).Replace(":", "%3A").Replace(",", "%2C");

    // Of a path even a line end is a part that GitHub can be told of.
    private static string File(string path) => string.Join("%0A", path.Split('\n').Select(p => string.Join("%0D", p.Split('\r').Select(Property))));
}
