using System.Text.Json;
using SvcLint.Cli.Hosting;
using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Cli.Outputs;

/// <summary>svclint's own format, version 1: everything that is known of each finding.</summary>
internal sealed class JsonOutput : Output
{
    public override string Format => "json";

    public override void Write(Report report, Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, JsonLayout.Indented))
        {
            Write(report, json);
        }

        stream.WriteByte((byte)'\n');
    }

    private static void Write(Report report, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("version", 1);
        json.WriteStartObject("tool");
        json.WriteString("name", "svclint");
        json.WriteString("version", ToolVersion.Text);
        json.WriteEndObject();
        json.WriteString("kubernetesVersion", (report.Options.KubernetesVersion ?? report.Options.Configuration.DefaultCluster.Version)?.ToString());
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings)
        {
            Write(finding, json);
        }

        json.WriteEndArray();
        Summary(report, json);
        json.WriteEndObject();
    }

    private static void Write(Finding finding, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.Rule.Id);
        json.WriteString("name", finding.Rule.Name);
        json.WriteString("severity", Words.Of(finding.Severity));
        if (finding.Severity != finding.Rule.Severity)
        {
            json.WriteString("defaultSeverity", Words.Of(finding.Rule.Severity));
            json.WriteString("severitySetBy", finding.SetBy switch { SeveritySource.Host => "option", SeveritySource.Configuration => "configuration", _ => "evidence" });
        }

        json.WriteString("confidence", Words.Of(finding.Confidence));
        json.WriteString("message", finding.Message);
        Optional(json, "fullMessage", finding.FullMessage == finding.Message ? null : finding.FullMessage);
        Optional(json, "effect", finding.Effect);
        Optional(json, "help", finding.Help);
        JsonPlace.Write(json, finding.Span);
        if (finding.Object is { } about)
        {
            json.WriteStartObject("object");
            json.WriteString("apiVersion", about.ApiVersion);
            json.WriteString("kind", about.Kind);
            Optional(json, "namespace", about.Namespace);
            Optional(json, "name", about.Name);
            json.WriteEndObject();
        }

        Optional(json, "field", finding.Field);
        json.WriteStartArray("units");
        foreach (var unit in finding.Units)
        {
            json.WriteStringValue(unit);
        }

        json.WriteEndArray();
        if (finding.Api is { } api)
        {
            json.WriteStartObject("api");
            json.WriteString("field", api.Field);
            json.WriteString("type", api.Type);
            Optional(json, "code", api.Code);
            json.WriteEndObject();
        }

        Related(finding, json);
        Fixes(finding, json);
        json.WriteString("fingerprint", finding.Fingerprint);
        json.WriteEndObject();
    }

    private static void Related(Finding finding, Utf8JsonWriter json)
    {
        json.WriteStartArray("related");
        foreach (var related in finding.Related)
        {
            json.WriteStartObject();
            JsonPlace.Write(json, related.Span);
            json.WriteString("note", related.Note);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Fixes(Finding finding, Utf8JsonWriter json)
    {
        json.WriteStartArray("fixes");
        foreach (var fix in finding.Fixes)
        {
            json.WriteStartObject();
            json.WriteString("title", fix.Title);
            json.WriteString("safety", Words.Of(fix.Safety));
            json.WriteStartArray("edits");
            foreach (var edit in fix.Edits)
            {
                json.WriteStartObject();
                JsonPlace.Write(json, edit.Span);
                json.WriteString("newText", edit.NewText);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>How many findings are not shown, and why.</summary>
    internal static void Hidden(Report report, Utf8JsonWriter json)
    {
        json.WriteNumber("excludedFiles", report.Hidden.ExcludedFiles);
        json.WriteNumber("turnedOff", report.Hidden.TurnedOff);
        json.WriteNumber("lowered", report.Hidden.Lowered);
        json.WriteNumber("suppressed", report.Hidden.Suppressed);
        json.WriteNumber("baseline", report.Hidden.Accepted);
    }

    private static void Summary(Report report, Utf8JsonWriter json)
    {
        json.WriteStartObject("summary");
        json.WriteNumber("files", report.Inputs.Files.Count);
        json.WriteNumber("documents", report.Result.Documents);
        json.WriteNumber("objects", report.Result.Objects);
        json.WriteNumber("suppressed", report.Result.Suppressed.Count);
        json.WriteStartObject("hidden");
        Hidden(report, json);
        json.WriteEndObject();
        json.WriteStartArray("skipped");
        foreach (var (file, reason) in report.Inputs.Skipped)
        {
            json.WriteStartObject();
            json.WriteString("file", Printable.Path(file));
            json.WriteString("reason", reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
