using System.Text.Json;
using SvcLint.Text;

namespace SvcLint.Cli.Outputs;

/// <summary><c>file</c> and <c>span</c> of an object in JSON: from 1, the end exclusive; of what a chart renders those of values or the template.</summary>
internal static class JsonPlace
{
    /// <summary>Writes nothing where there is no place.</summary>
    public static void Write(Utf8JsonWriter json, SourceSpan? place)
    {
        if (place?.Written is not { } span)
        {
            return;
        }

        json.WriteString("file", Printable.Path(span.Source.Path));
        var (start, end) = (span.StartPosition, span.EndPosition);
        json.WriteStartObject("span");
        json.WriteNumber("startLine", start.Line);
        json.WriteNumber("startColumn", start.Column);
        json.WriteNumber("endLine", end.Line);
        json.WriteNumber("endColumn", end.Column);
        json.WriteEndObject();
    }

    /// <summary>The same as <c>file</c> and <c>line</c>.</summary>
    public static void Line(Utf8JsonWriter json, SourceSpan span)
    {
        var written = span.Written;
        json.WriteString("file", Printable.Path(written.Source.Path));
        json.WriteNumber("line", written.StartPosition.Line);
    }
}
