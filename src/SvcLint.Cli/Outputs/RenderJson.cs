using System.Text.Json;
using SvcLint.Charts;
using SvcLint.Charts.Templates;
using SvcLint.Cli.Hosting;

namespace SvcLint.Cli.Outputs;

/// <summary>The JSON of <c>svclint render</c>: texts as the engine returns them, and where each piece came from.</summary>
internal static class RenderJson
{
    public static void Write(RenderedChart rendered, IReadOnlyList<string> warnings, Host host)
    {
        using (var json = new Utf8JsonWriter(host.Output, JsonLayout.Line))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartObject("templates");
            foreach (var name in rendered.Templates.Keys.Order(StringComparer.Ordinal))
            {
                json.WriteStartObject(name);
                Template(json, rendered.Templates[name]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            Warnings(json, warnings);
            json.WriteEndObject();
        }

        host.Print("\n");
    }

    public static void WriteError(Exception exception, IReadOnlyList<string> warnings, Host host)
    {
        using (var json = new Utf8JsonWriter(host.Output, JsonLayout.Line))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            Warnings(json, warnings);
            json.WriteStartObject("error");
            json.WriteString("message", exception.Message);
            if (exception is TemplateException error)
            {
                json.WriteString("template", error.Template);
                json.WriteNumber("line", error.Line);
                if (error.Column is { } column)
                {
                    json.WriteNumber("column", column);
                }
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        host.Print("\n");
    }

    private static void Warnings(Utf8JsonWriter json, IReadOnlyList<string> warnings)
    {
        json.WriteStartArray("warnings");
        foreach (var warning in warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
    }

    private static void Template(Utf8JsonWriter json, GoString text)
    {
        if (Array.IndexOf(GoText.Runes(text.Value), 0xFFFD) >= 0 && !text.Value.Contains('\uFFFD'))
        {
            json.WriteStartObject("text");
            json.WriteString("b64", Convert.ToBase64String(GoText.ToBytes(text.Value)));
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("text", text.Value);
        }

        json.WriteStartArray("pieces");
        var places = new BytePlaces(text.Value);
        var start = 0;
        foreach (var piece in text.Pieces)
        {
            Piece(json, piece, places.At(start), places.At(piece.End));
            start = piece.End;
        }

        json.WriteEndArray();
    }

    private static void Piece(Utf8JsonWriter json, Piece piece, BytePlace start, BytePlace end)
    {
        json.WriteStartObject();
        json.WriteNumber("line", start.Line);
        json.WriteNumber("column", start.Column);
        json.WriteNumber("endLine", end.Line);
        json.WriteNumber("endColumn", end.Column);
        json.WriteString("kind", piece.Origin.Kind switch { OriginKind.Text => "text", OriginKind.Copy when !piece.Origin.IsConverted => "copy", _ => "computed" });
        if (piece.Origin.Kind == OriginKind.Unknown)
        {
            json.WriteBoolean("unknown", true);
        }

        Action(json, "site", piece.Site);
        Action(json, "origin", piece.Origin.Action);
        var placed = piece.Origin.Values.Where(value => value.Value is not null).ToArray();
        if (placed.Length > 0)
        {
            json.WriteStartArray("values");
            foreach (var value in placed)
            {
                Source(json, value);
            }

            json.WriteEndArray();
        }

        var sets = piece.Origin.Values.Where(value => value.Value is null).Select(value => value.File).Distinct().ToArray();
        if (sets.Length > 0)
        {
            json.WriteStartArray("set");
            foreach (var set in sets)
            {
                json.WriteStringValue(set);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Source(Utf8JsonWriter json, ValueSource value)
    {
        json.WriteStartObject();
        json.WriteString("file", value.File);
        var place = new BytePlaces(value.Value!.Value.Source.Content).At(value.Value.Value.Start);
        json.WriteNumber("line", place.Line);
        json.WriteNumber("column", place.Column);
        json.WriteString("key", value.Key);
        json.WriteEndObject();
    }

    private static void Action(Utf8JsonWriter json, string name, ActionPlace? action)
    {
        if (action is not { Template.Source: { } source })
        {
            return;
        }

        var place = new BytePlaces(source.Content).At(action.Offset);
        json.WriteStartObject(name);
        json.WriteString("file", source.Path);
        json.WriteNumber("line", place.Line);
        json.WriteNumber("column", place.Column);
        json.WriteEndObject();
    }
}
