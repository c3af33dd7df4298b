using System.Text.Encodings.Web;
using System.Text.Json;

namespace SvcLint.Cli.Outputs;

/// <summary>How JSON is laid out: stable over platforms, and text as it was written.</summary>
internal static class JsonLayout
{
    public static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    public static readonly JsonWriterOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
