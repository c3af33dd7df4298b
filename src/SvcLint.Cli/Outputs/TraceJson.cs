using System.Text;
using System.Text.Json;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>A connection as JSON, version 1.</summary>
internal static class TraceJson
{
    /// <summary>Several connections, one after the other, as <c>hops</c>.</summary>
    public static void Write(IReadOnlyList<ConnectionTrace> hops, Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, JsonLayout.Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("hops");
            foreach (var hop in hops)
            {
                using var one = new MemoryStream();
                Write(hop, one);
                json.WriteRawValue(one.ToArray());
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    /// <summary>No connection can be followed, for want of something in the input.</summary>
    public static string Unknown(string why)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonLayout.Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("hops");
            json.WriteEndArray();
            json.WriteString("verdict", TraceText.Word(ConnectionVerdict.Unknown));
            json.WriteString("why", why);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    public static void Write(ConnectionTrace trace, Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, JsonLayout.Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteString("from", trace.From);
            json.WriteString("to", trace.To);
            json.WriteString("mode", trace.Mode is { } mode ? Words.Of(mode) : null);
            json.WriteString("family", Words.Of(trace.Family));
            json.WriteString("node", trace.Node);
            json.WriteString("kubernetesVersion", trace.Version.ToString());
            json.WriteString("verdict", TraceText.Word(trace.Verdict));
            json.WriteString("why", trace.Why);
            JsonPlace.Write(json, trace.Decisive.Span);
            Write(trace.Steps, json);
            json.WriteStartArray("paths");
            foreach (var path in trace.Paths)
            {
                Write(path, json);
            }

            json.WriteEndArray();
            json.WriteStartArray("notes");
            foreach (var note in trace.Notes)
            {
                json.WriteStringValue(note);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void Write(ConnectionPath path, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("verdict", TraceText.Word(path.Verdict));
        json.WriteString("why", path.Why);
        json.WriteNumber("probability", Math.Round(path.Probability, 10));
        json.WriteString("endpoint", path.Endpoint);
        json.WriteString("pod", path.Pod);
        json.WriteBoolean("masqueraded", path.IsMasqueraded);
        Write(path.Steps, json);
        json.WriteEndObject();
    }

    private static void Write(IReadOnlyList<ConnectionStep> steps, Utf8JsonWriter json)
    {
        json.WriteStartArray("steps");
        foreach (var step in steps)
        {
            json.WriteStartObject();
            json.WriteString("stage", step.Stage.ToString().ToLowerInvariant());
            json.WriteString("text", step.Text);
            if (step.Rule is not null)
            {
                json.WriteString("chain", step.Chain);
                json.WriteString("rule", step.Rule);
            }

            JsonPlace.Write(json, step.Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
