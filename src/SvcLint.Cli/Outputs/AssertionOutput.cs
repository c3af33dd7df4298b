using System.Text;
using System.Text.Json;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>What became of assertions.</summary>
internal static class AssertionOutput
{
    public static string Text(IReadOnlyList<AssertionResult> results, Paint paint)
    {
        var text = new StringBuilder();
        foreach (var result in results.Where(r => r.State != AssertionState.Holds))
        {
            var place = Words.Place(result.Assertion.Text.Span);
            text.Append($"{paint.Place(Escaped.Terminal(place))} {paint.Removed(Word(result.State))} {Written(result)}\n    {Escaped.Terminal(result.Place!)}\n");
            foreach (var step in result.Path)
            {
                text.Append($"    {paint.Place(Escaped.Terminal(Words.Place(step.Span)))} {Escaped.Terminal(step.Policy)}\n");
            }
        }

        return text.Append($"{results.Count(r => r.State == AssertionState.Holds)} of {results.Count} assertions hold\n").ToString();
    }

    public static void Json(IReadOnlyList<AssertionResult> results, Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, JsonLayout.Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("assertions");
            foreach (var result in results)
            {
                json.WriteStartObject();
                json.WriteString("assertion", Written(result));
                json.WriteString("state", Word(result.State));
                JsonPlace.Write(json, result.Assertion.Text.Span);
                json.WriteString("message", result.Message);
                if (result.Unit is { } unit && result.State != AssertionState.Holds)
                {
                    json.WriteString("unit", unit);
                }

                json.WritePropertyName("because");
                ReachJson.Write(json, result.Path);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static string Written(AssertionResult result) => Escaped.Terminal($"{result.Assertion.Kind.ToString().ToLowerInvariant()}: {result.Assertion.Text.Value}");

    private static string Word(AssertionState state) => state switch { AssertionState.Holds => "holds", AssertionState.Violated => "violated", AssertionState.Unknown => "unknown", _ => "names nothing" };
}
