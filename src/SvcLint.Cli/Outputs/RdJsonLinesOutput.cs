using System.Text.Json;
using SvcLint.Cli.Hosting;
using SvcLint.Findings;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Cli.Outputs;

/// <summary>reviewdog's diagnostic format, one JSON object a line; fixes become suggestions that a reviewer can accept.</summary>
internal sealed class RdJsonLinesOutput : Output
{
    public override string Format => "rdjsonl";

    public override void Write(Report report, Stream stream)
    {
        foreach (var finding in report.Findings)
        {
            using (var json = new Utf8JsonWriter(stream, JsonLayout.Line))
            {
                Write(finding, report, json);
            }

            stream.WriteByte((byte)'\n');
        }
    }

    private static void Write(Finding finding, Report report, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("message", Words.Whole(finding));
        Location(finding.Span, report, json);
        json.WriteString("severity", finding.Severity switch { Severity.Error => "ERROR", Severity.Warning => "WARNING", _ => "INFO" });
        json.WriteStartObject("source");
        json.WriteString("name", "svclint");
        json.WriteString("url", "https://github.com/svclint/svclint");
        json.WriteEndObject();
        json.WriteStartObject("code");
        json.WriteString("value", finding.Rule.Id);
        json.WriteString("url", RuleCatalog.HelpLink(finding.Rule.Id, ToolVersion.Text));
        json.WriteEndObject();
        json.WriteStartArray("suggestions");
        // A suggestion belongs to the file of its finding.
        foreach (var edit in finding.Fixes.Where(f => f.Edits.All(e => e.Span.Source == finding.Span.Source)).Take(1).SelectMany(f => f.Edits))
        {
            json.WriteStartObject();
            Range(edit.Span, json);
            json.WriteString("text", edit.NewText);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("related_locations");
        foreach (var related in finding.Related)
        {
            json.WriteStartObject();
            json.WriteString("message", related.Note);
            Location(related.Span, report, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Location(SourceSpan span, Report report, Utf8JsonWriter json)
    {
        json.WriteStartObject("location");
        json.WriteString("path", Printable.Path(report.PathFromHere(span.Source.Path)));
        Range(span, json);
        json.WriteEndObject();
    }

    // reviewdog counts columns in bytes of UTF-8.
    private static void Range(SourceSpan span, Utf8JsonWriter json)
    {
        json.WriteStartObject("range");
        Position("start", span.Source, span.Start, json);
        Position("end", span.Source, span.End, json);
        json.WriteEndObject();
    }

    private static void Position(string name, SourceText source, int offset, Utf8JsonWriter json)
    {
        var line = source.Lines.LineIndex(offset);
        var start = source.Lines.Start(line);
        json.WriteStartObject(name);
        json.WriteNumber("line", line + 1);
        json.WriteNumber("column", System.Text.Encoding.UTF8.GetByteCount(source.Content.AsSpan(start, offset - start)) + 1);
        json.WriteEndObject();
    }
}
