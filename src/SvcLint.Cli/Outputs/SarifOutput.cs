using System.Text.Json;
using SvcLint.Cli.Files;
using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Cli.Outputs;

/// <summary>
/// SARIF 2.1.0 as GitHub code scanning takes it: one run, relative URIs, the whole catalogue, fingerprints, and results even when there
/// are none, so that fixed alerts close.
/// </summary>
internal sealed class SarifOutput : Output
{
    // GitHub refuses more; far beyond what anybody reads.
    private const int MaxResults = 25_000;
    private const int MaxRelated = 100;

    public override string Format => "sarif";

    public override void Write(Report report, Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, JsonLayout.Indented))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            Run(report, json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void Run(Report report, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        SarifRules.Write(json);
        if (report.Category is { } category)
        {
            // What stands before the last slash is the category.
            json.WriteStartObject("automationDetails");
            json.WriteString("id", category.TrimEnd('/') + "/");
            json.WriteEndObject();
        }

        json.WriteString("columnKind", "utf16CodeUnits");
        Invocation(report, json);
        json.WriteStartArray("results");
        foreach (var finding in report.Findings.Take(MaxResults))
        {
            Result(finding, json);
        }

        json.WriteEndArray();
        json.WriteStartObject("properties");
        JsonOutput.Hidden(report, json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Invocation(Report report, Utf8JsonWriter json)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", report.Inputs.Unreadable.Count == 0);
        json.WriteStartArray("toolExecutionNotifications");
        foreach (var problem in report.Inputs.Unreadable)
        {
            json.WriteStartObject();
            json.WriteString("level", "error");
            Text(json, "message", problem);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void CodeFlow(RelatedSpan[] steps, Utf8JsonWriter json)
    {
        json.WriteStartArray("codeFlows");
        json.WriteStartObject();
        json.WriteStartArray("threadFlows");
        json.WriteStartObject();
        json.WriteStartArray("locations");
        foreach (var step in steps)
        {
            json.WriteStartObject();
            json.WriteStartObject("location");
            PhysicalLocation(step.Span, json);
            Text(json, "message", step.Note);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Result(Finding finding, Utf8JsonWriter json)
    {
        var related = finding.Related.Take(MaxRelated).ToArray();
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule.Id);
        json.WriteNumber("ruleIndex", SarifRules.IndexOf(finding.Rule.Id));
        json.WriteString("level", SarifRules.Level(finding.Severity));
        Text(json, "message", Message(finding, related));
        json.WriteStartArray("locations");
        json.WriteStartObject();
        PhysicalLocation(finding.Span, json);
        json.WriteEndObject();
        json.WriteEndArray();
        if (related.Length > 0)
        {
            json.WriteStartArray("relatedLocations");
            for (var i = 0; i < related.Length; i++)
            {
                json.WriteStartObject();
                json.WriteNumber("id", i + 1);
                PhysicalLocation(related[i].Span, json);
                Text(json, "message", related[i].Note);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (finding.IsPath && related.Length > 0)
        {
            CodeFlow(related, json);
        }

        json.WriteStartObject("partialFingerprints");
        // The only one GitHub looks at; its own would be a hash of the line, which moves with every edit of that line.
        json.WriteString("primaryLocationLineHash", finding.Fingerprint);
        json.WriteString("svclint/v1", finding.Fingerprint);
        json.WriteEndObject();
        Fixes(finding, json);
        json.WriteStartObject("properties");
        json.WriteString("confidence", Words.Of(finding.Confidence));
        if (finding.FullMessage != finding.Message)
        {
            json.WriteString("fullMessage", finding.FullMessage);
        }

        json.WriteStartArray("units");
        foreach (var unit in finding.Units)
        {
            json.WriteStringValue(unit);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // Related locations are shown where the message links to them, and nowhere else.
    private static string Message(Finding finding, RelatedSpan[] related)
    {
        var text = Words.Whole(finding).Replace("](", "] (");
        return related.Length == 0 ? text : $"{text} ({string.Join(", ", related.Select((r, i) => $"[{LinkText(r.Note)}]({i + 1})"))})";
    }

    private static string LinkText(string note) => Words.OneLine(note).Replace("[", "\\[").Replace("]", "\\]");

    private static void Fixes(Finding finding, Utf8JsonWriter json)
    {
        if (finding.Fixes.Count == 0)
        {
            return;
        }

        json.WriteStartArray("fixes");
        foreach (var fix in finding.Fixes)
        {
            json.WriteStartObject();
            Text(json, "description", fix.Title);
            json.WriteStartArray("artifactChanges");
            foreach (var file in fix.Edits.GroupBy(e => e.Span.Source))
            {
                json.WriteStartObject();
                ArtifactLocation(file.Key, json);
                json.WriteStartArray("replacements");
                foreach (var edit in file)
                {
                    json.WriteStartObject();
                    Region("deletedRegion", edit.Span, json, mayBeEmpty: true);
                    Text(json, "insertedContent", edit.NewText);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void PhysicalLocation(SourceSpan span, Utf8JsonWriter json)
    {
        json.WriteStartObject("physicalLocation");
        ArtifactLocation(span.Source, json);
        Region("region", span, json, mayBeEmpty: false);
        json.WriteEndObject();
    }

    private static void ArtifactLocation(SourceText source, Utf8JsonWriter json)
    {
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", FileName.ToUri(source.Path));
        json.WriteEndObject();
    }

    private static void Region(string name, SourceSpan span, Utf8JsonWriter json, bool mayBeEmpty)
    {
        var (start, end) = (span.StartPosition, span.EndPosition);
        json.WriteStartObject(name);
        json.WriteNumber("startLine", start.Line);
        json.WriteNumber("startColumn", start.Column);
        json.WriteNumber("endLine", end.Line);
        json.WriteNumber("endColumn", start == end && !mayBeEmpty ? end.Column + 1 : end.Column);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string property, string text)
    {
        json.WriteStartObject(property);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
