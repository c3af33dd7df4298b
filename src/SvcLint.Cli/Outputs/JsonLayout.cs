using System.Text.Json;

namespace SvcLint.Cli.Outputs;

/// <summary>How JSON is laid out: stable over platforms, and text as it was written.</summary>
internal static class JsonLayout
{
    private static readonly LogSafeEncoder Encoder = new();

    public static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = Encoder, NewLine = "\n" };

    public static readonly JsonWriterOptions Line = new() { Encoder = Encoder };
}
