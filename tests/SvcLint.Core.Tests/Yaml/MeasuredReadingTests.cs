using System.Text;
using System.Text.Json;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Yaml;

/// <summary>What the reader behind kubectl made of small files: the same value or an error, part by part.</summary>
public sealed class MeasuredReadingTests
{
    [SkippableFact]
    public void Every_part_gives_the_measured_value_or_an_error()
    {
        var wrong = new List<string>();
        foreach (var line in File.ReadLines(SharedFolder.Require("yaml/cases.jsonl")))
        {
            // A number too large is written as what Go prints.
            using var row = JsonDocument.Parse(line.Replace("\": Infinity", "\": \"1e400\"", StringComparison.Ordinal));
            if (Difference(row.RootElement) is { } difference)
            {
                wrong.Add(difference);
            }
        }

        Assert.Empty(wrong);
    }

    private static string? Difference(JsonElement row)
    {
        var bytes = row.TryGetProperty("text", out var text) ? Encoding.UTF8.GetBytes(text.GetString()!) : row.GetProperty("b64").GetBytesFromBase64();
        var source = SourceText.FromBytes("a.yaml", bytes);
        var parts = YamlStream.Split(source);
        var isRefused = row.TryGetProperty("splitError", out _);
        var have = parts.Select(p => Outcome(source, p)).Where(o => o != "null").ToList();
        var want = row.GetProperty("docs").EnumerateArray().Select(Wanted).Where(o => o != "null").ToList();
        var wantByKubectl = row.GetProperty("kubectl").EnumerateArray().Select(Wanted).ToList();
        var good = isRefused ? parts.Any(p => p.BadMarker is not null) : have.SequenceEqual(want) || have.SequenceEqual(wantByKubectl);
        return good ? null : $"{row.GetProperty("id")}: wanted {string.Join(" | ", want)}, read {string.Join(" | ", have)}";
    }

    private static string Wanted(JsonElement part) => part.TryGetProperty("json", out var json) ? JsonValue.Of(json) : "error";

    private static string Outcome(SourceText source, YamlStream.Part part)
    {
        var result = YamlReader.Read(part.Slice);
        return result.Problem is not null || part.BreaksJson(result.Root) || source.InvalidAt is not null || YamlStream.Refusal(source) is not null ? "error" : JsonValue.Of(result.Root);
    }
}
