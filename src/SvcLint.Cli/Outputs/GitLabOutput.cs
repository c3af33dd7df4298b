using System.Text.Json;
using SvcLint.Text;

namespace SvcLint.Cli.Outputs;

/// <summary>GitLab's Code Quality report.</summary>
internal sealed class GitLabOutput : Output
{
    public override string Format => "gitlab";

    public override void Write(Report report, Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, JsonLayout.Indented))
        {
            json.WriteStartArray();
            foreach (var finding in report.Findings)
            {
                var (start, end) = (finding.Span.StartPosition, finding.Span.EndPosition);
                json.WriteStartObject();
                json.WriteString("description", finding.OneLine);
                json.WriteString("check_name", finding.Rule.Id);
                json.WriteString("fingerprint", finding.Fingerprint);
                json.WriteString("severity", finding.Severity switch { Findings.Severity.Error => "major", Findings.Severity.Warning => "minor", _ => "info" });
                json.WriteStartObject("location");
                json.WriteString("path", Printable.Path(finding.Span.Source.Path));
                json.WriteStartObject("lines");
                json.WriteNumber("begin", start.Line);
                json.WriteNumber("end", end.Line);
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        stream.WriteByte((byte)'\n');
    }
}
