using System.Text;
using System.Text.Json;
using SvcLint.Diagnosis;

namespace SvcLint.Cli.Outputs;

/// <summary>A diagnosis as JSON, version 1.</summary>
internal static class DiagnosisJson
{
    public static string Of(DiagnosisReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonLayout.Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            EmulationJson.Array(json, "services", report.Services, static (json, service) =>
            {
                json.WriteString("namespace", service.Namespace);
                json.WriteString("name", service.Name);
                EmulationJson.Array(json, "causes", service.Causes, Cause);
                json.WriteStartArray("unknown");
                foreach (var unknown in service.Unknown)
                {
                    json.WriteStringValue(unknown.Text);
                }

                json.WriteEndArray();
                EmulationJson.Array(json, "steps", service.Steps, static (json, step) =>
                {
                    json.WriteString("question", step.Question);
                    json.WriteString("verdict", DiagnosisText.Word(step.Verdict).ToLowerInvariant());
                    json.WriteString("text", step.Text);
                    json.WriteString("confirm", step.Confirm);
                    if (step.IsAside)
                    {
                        json.WriteBoolean("aside", true);
                    }
                });
            });
            EmulationJson.Array(json, "nodes", report.OfNodes, Cause);
            json.WriteStartArray("missing");
            foreach (var kind in report.Missing)
            {
                json.WriteStringValue(kind);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void Cause(Utf8JsonWriter json, DiagnosisStep cause)
    {
        json.WriteString("text", cause.Text);
        json.WriteString("severity", Words.Of(cause.Severity));
        Evidence(json, cause);
        json.WriteString("confirm", cause.Confirm);
    }

    private static void Evidence(Utf8JsonWriter json, DiagnosisStep cause) => EmulationJson.Array(json, "evidence", cause.Evidence, static (json, evidence) =>
    {
        if (evidence.Span is { } span)
        {
            json.WriteString("file", span.Source.Path);
            json.WriteNumber("line", span.StartPosition.Line);
        }

        json.WriteString("text", evidence.Text);
    });
}
