namespace SvcLint.Cli.Outputs;

/// <summary><c>path(line,col,endLine,endCol): warning SVC2001: message</c>, which build logs and editors take for their own.</summary>
internal sealed class MsBuildOutput : Output
{
    public override string Format => "msbuild";

    public override void Write(Report report, Stream stream)
    {
        using var writer = Text(stream);
        foreach (var finding in report.Findings)
        {
            var (start, end) = (finding.Span.StartPosition, finding.Span.EndPosition);
            var path = Origin(report.Shown(finding.Span.Source.Path));
            writer.WriteLine($"{path}({start.Line},{start.Column},{end.Line},{end.Column}): {Words.Of(finding.Severity)} {finding.Rule.Id}: {Words.OneLine(finding.OneLine)}");
        }
    }

    // Who reads such lines takes what stands before the first colon, save that of a drive, for the place: a name could say the rest.
    private static string Origin(string path)
    {
        var drive = OperatingSystem.IsWindows() && path.Length > 1 && path[1] == ':' ? 2 : 0;
        return path.IndexOf(':', drive) < 0 ? path : path[..drive] + path[drive..].Replace(":", "\\u003a", StringComparison.Ordinal);
    }
}
